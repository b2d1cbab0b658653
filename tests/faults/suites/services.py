"""CLOVA, Claude and the backend, misbehaving two or three times in a row before they mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.standins.faults import (
    CutAfterAccept,
    CutConnection,
    CutJson,
    Delay,
    Drip,
    DripHeaders,
    Fault,
    Html200,
    NoAnswer,
    Raw,
    Redirect,
    Status,
    Truncated,
    WrongJson,
)
from tests.faults.case import EITHER, Case
from tests.faults.trouble import Trouble

if TYPE_CHECKING:
    from random import Random

_TIMES = 3
_TELLINGS = 2
"""A callback that is refused once more is told again only after the sweep's 2 h, which are 48 s at this pace."""

_HASTE = {"FAULTS_HASTE": "1"}
_RETRY_AFTER = {"retry-after": "1"}

COMMON: dict[str, Fault] = {
    "429": Status(429),
    "429 with Retry-After": Status(429, headers=_RETRY_AFTER),
    **{str(status): Status(status) for status in (401, 403, 500, 502, 503, 504, 529)},
    "529 with Retry-After": Status(529, headers=_RETRY_AFTER),
    "connection refused": CutConnection(),
    "connection reset": CutConnection(reset=True),
    "cut after it was accepted": CutAfterAccept(),
    "truncated": Truncated(),
    "redirect": Redirect(307, "http://127.0.0.1:9/"),
}
SPOKEN_BACK: dict[str, Fault] = {
    "half of the JSON": CutJson(),
    "HTML with 200": Html200(),
    "other JSON": WrongJson(),
    "a list": WrongJson([]),
    "oversized": Raw(200, b'"' + b"x" * 20_000_000 + b'"', {"content-type": "application/json"}),
}
"""What only matters where the answer is read."""

SLOW: dict[str, Fault] = {
    "silence": NoAnswer(),
    "too late": Delay(20),
    "dripping": Drip(every=1),
    "dripping headers": DripHeaders(every=1),
}


def clova(repeats: int, _chance: Random) -> list[Case]:
    """CLOVA, which hears the sound."""
    return _misbehaving("clova", "CLOVA_STT_URL", COMMON | SPOKEN_BACK) * repeats


def claude(repeats: int, _chance: Random) -> list[Case]:
    """Claude, which sums up."""
    return _misbehaving("claude", "CLAUDE_API_URL", COMMON | SPOKEN_BACK) * repeats


def backend(repeats: int, _chance: Random) -> list[Case]:
    """The backend, which is told."""
    outage = Case("backend: away for longer than the queue waits", scripts={"backend": (Status(503),) * 8})
    return [*_misbehaving("backend", "BACKEND_BASE_URL", COMMON), outage] * repeats


def _misbehaving(service: str, setting: str, faults: dict[str, Fault]) -> list[Case]:
    times = _TIMES if service != "backend" else _TELLINGS
    quick = [Case(f"{service}: {name}", scripts={service: (fault,) * times}) for name, fault in faults.items()]
    impatient = (Trouble(settings=_HASTE),) * _TIMES
    slow = [
        Case(f"{service}: {name}", impatient, {service: (fault,) * _TIMES}, ends=EITHER, patient=True)
        for name, fault in SLOW.items()
    ]
    untrusted = Case(f"{service}: TLS fails", (Trouble(settings={"FAULTS_TLS": setting}),))
    return [*quick, *slow, untrusted]
