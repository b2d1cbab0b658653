"""Catalogue jobs whose workers die, stumble or freeze at every boundary, and whose API and database misbehave."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from local.standins.faults import CutAfterAccept, CutConnection, CutJson, Fault, Html200, Status, Truncated, WrongJson
from tests.faults.case import EITHER, FAILED, Case, Upload
from tests.faults.fault import POINTS, Deed, Point, Side
from tests.faults.fault import Fault as Hit
from tests.faults.trouble import Trouble
from tests.handler.canaries import DATABASE_PASSWORD

if TYPE_CHECKING:
    from random import Random

_TIMES = 3
_JOB = partial(Case, task="catalog")
_API: dict[str, Fault] = {
    "429": Status(429),
    "429 with Retry-After": Status(429, headers={"retry-after": "1"}),
    **{str(status): Status(status) for status in (401, 404, 500, 503)},
    "connection refused": CutConnection(),
    "connection reset": CutConnection(reset=True),
    "cut after it was accepted": CutAfterAccept(),
    "truncated": Truncated(),
    "half of the JSON": CutJson(),
    "HTML with 200": Html200(),
    "other JSON": WrongJson({"id": -1}),
}
_SURROUNDINGS = (
    {"DATABASE_URL": f"mysql://catalog:{DATABASE_PASSWORD}@127.0.0.1:9/catalog"},
    {"FAULTS_DATABASE": "before commit"},
    {"FAULTS_DATABASE": "after commit"},
    {"FAULTS_AWS": "s3.PutObject=SlowDown"},
    {"FAULTS_AWS": "dynamodb.PutItem=lost"},
)


def catalog(repeats: int, _chance: Random) -> list[Case]:
    """All of it."""
    return [*_rivals(), *_deaths(), *_services(), *_freezes(), *_again_and_again()] * repeats


def _deaths() -> list[Case]:
    """At every boundary; where a content gets its number, its video does not name one."""
    deeds = (Deed.KILL, Deed.EXIT, Deed.TERMINATE, Deed.RAISE)
    hits = [Hit(point, side, deed) for deed in deeds for point in POINTS["catalog"] for side in Side]
    return [_JOB(str(hit), (Trouble(hit),), anonymous=hit.point is Point.NUMBER) for hit in hits]


def _freezes() -> list[Case]:
    """A worker that is frozen until another has its job."""
    hits = [Hit(point, Side.BEFORE, Deed.FREEZE) for point in POINTS["catalog"]]
    return [_JOB(str(hit), (Trouble(hit),), anonymous=hit.point is Point.NUMBER) for hit in hits]


def _again_and_again() -> list[Case]:
    """Two deaths in one stage, which end a job, with a delivery between them for which it is still held."""
    points = (Point.CLAIM, Point.EXAMINE, Point.THUMBNAIL, Point.CONTENT, Point.ROW)
    every = tuple(Trouble(Hit(point, Side.AFTER, Deed.KILL)) for point in points)
    return [
        _JOB("SIGKILL twice in one stage", (every[3],) * 3, ends=FAILED),
        _JOB("SIGKILL on every receive", every, ends=EITHER),
    ]


def _services() -> list[Case]:
    refused = _JOB("API: 422", scripts={"catalog": (Status(422),)}, ends=FAILED)
    quick = [_JOB(f"API: {name}", scripts={"catalog": (fault,) * _TIMES}) for name, fault in _API.items()]
    troubles = [Trouble(settings=settings) for settings in _SURROUNDINGS]
    return [refused, *quick, *(_JOB(str(trouble), (trouble,)) for trouble in troubles)]


def _rivals() -> list[Case]:
    """Copies of a message, and versions of a key."""
    killed = Trouble(Hit(Point.CONTENT, Side.AFTER, Deed.KILL))
    return [
        _JOB("8 copies", copies=8),
        _JOB("8 copies without a number", copies=8, anonymous=True),
        _JOB("deleted before the job", upload=Upload.GONE, ends=FAILED),
        _JOB("replaced", upload=Upload.REPLACED),
        _JOB("replaced, and a worker dies", (killed,), upload=Upload.REPLACED),
        _JOB("later version first", upload=Upload.BACKWARDS),
    ]
