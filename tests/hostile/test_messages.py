"""Whatever stands in a queue's messages: the handler answers, and what it does next does not depend on it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from local.standins.backend import BackendStandIn
from tests.builders import (
    BUCKET,
    Context,
    eventbridge_message,
    s3_message,
    s3_record,
    sns_message,
    sqs_batch,
    sqs_record,
)
from tests.fakes.delivery import FakeBackend
from tests.fakes.summary import FakeExtractor, FakeVideos
from tests.handler.stage import Stage
from worker.adapters.backend.backend import HttpBackend
from worker.adapters.calls.keys import Keys
from worker.adapters.calls.retry import RetryPolicy
from worker.adapters.ffmpeg.arguments import decode_arguments, probe_arguments, survey_arguments
from worker.adapters.ffmpeg.source.open import copy
from worker.jobs.workspace import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from worker.jobs.deadline import Deadline
    from worker.jobs.ending import Callback
    from worker.speech.audio import Decoded
    from worker.speech.listening import Listening
    from worker.video.video import Video

NEXT = s3_message(s3_record("videos/9/next.mp4"))
"""About another upload than the odd ones: those may tell lies about theirs, which a fake bucket believes."""

MANY = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
FEW = settings(MANY, max_examples=20)

TEXTS = st.text(st.characters(), max_size=40)  # with lone surrogates, which JSON can carry
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=20
)
TELLTALE = "zzmark"
NAMES = st.text(st.characters(categories=("L", "M", "N", "P", "S", "Zs"), exclude_characters="/\\"), max_size=60).map(
    lambda name: f"{TELLTALE}{name}"
)
KEYS = st.builds("videos/{}/{}.mp4".format, NAMES, NAMES) | st.builds("videos/{}.mp4".format, NAMES)
NASTY = st.sampled_from(
    [
        "../../etc/passwd",
        "-i",
        "concat:/etc/passwd",
        "http://127.0.0.1:9001/x",
        "`id`",
        "$(id)",
        "a;b|c",
        "\0",
        "-f lavfi",
    ]
).map(lambda text: f"{text}{TELLTALE}")


def bent(field: str) -> st.SearchStrategy[dict[str, Any]]:
    """A real notification in which one field is any JSON."""

    def bend(value: object) -> dict[str, Any]:
        record = s3_record()
        part: dict[str, Any] = record
        *parents, last = field.split(".")
        for parent in parents:
            part = part[parent]
        part[last] = value
        return s3_message(record)

    return JSON.map(bend)


FIELDS = ("eventName", "eventSource", "eventTime", "s3", "s3.bucket", "s3.bucket.name", "s3.object", "s3.object.key")
DETAILS = ("s3.object.size", "s3.object.eTag", "s3.object.versionId", "s3.object.sequencer", "s3.configurationId")
BENT = st.one_of([bent(field) for field in (*FIELDS, *DETAILS)])
BODIES = st.one_of(
    JSON.map(json.dumps),
    TEXTS,
    st.binary(max_size=200).map(lambda raw: raw.decode("utf-8", "replace")),
    BENT.map(json.dumps),
    BENT.map(lambda message: json.dumps(sns_message(message))),
    JSON.map(lambda value: json.dumps({**eventbridge_message(), "detail": value})),
    JSON.map(lambda value: json.dumps({"Records": value})),
    st.integers(1, 60).map(lambda depth: "[" * depth * 1000),
)


@MANY
@given(body=BODIES)
def test_any_body_is_answered_and_the_next_message_works(body: str) -> None:
    stage = Stage()
    failed = stage.deliver(body, NEXT)

    assert set(failed) <= {"m1"}
    assert stage.backend.bodies[-1]["status"] == "DONE"


@MANY
@given(event=st.dictionaries(TEXTS, JSON, max_size=4) | BENT | JSON.map(lambda value: {"Records": value}))
def test_any_event_without_a_queue_is_answered(event: dict[str, Any]) -> None:
    assert Stage().invoke(event).keys() <= {"acknowledged", "reason", "batchItemFailures"}


@FEW
@given(attributes=JSON, count=TEXTS)
def test_any_attributes_are_answered_and_the_next_message_works(attributes: object, count: str) -> None:
    odd: dict[str, Any] = sqs_record(s3_message()) | {"messageAttributes": attributes}
    odd["attributes"]["ApproximateReceiveCount"] = count
    stage = Stage()
    answer = stage.invoke(sqs_batch(odd, sqs_record(NEXT, message_id="m2")), Context())

    assert {failed["itemIdentifier"] for failed in answer["batchItemFailures"]} <= {"m1"}
    assert stage.backend.bodies[-1]["status"] == "DONE"


@dataclass
class CuriousExtractor(FakeExtractor):
    """Remembers what FFmpeg would have been called with."""

    arguments: list[str] = field(default_factory=list[str])
    addresses: list[str] = field(default_factory=list[str])

    def extract(
        self, video: Video, listening: Listening, folder: Path, deadline: Deadline, flac: Path | None = None
    ) -> Generator[Decoded]:
        self.addresses = [copy(video, folder).address]
        for address in self.addresses:
            self.arguments += [
                *probe_arguments(address),
                *decode_arguments(address, 0, "anull", 9),
                *survey_arguments(address, 0),
            ]
        return super().extract(video, listening, folder, deadline, flac)


def deliver_marked(key: str, **fields: str) -> tuple[FakeVideos, CuriousExtractor, Stage]:
    videos, extractor = FakeVideos(), CuriousExtractor()
    stage = Stage(videos, extractor)
    message = s3_message(s3_record(key))
    message["Records"][0]["s3"]["object"] |= fields
    stage.deliver(message)
    return videos, extractor, stage


@MANY
@given(key=KEYS, version=NASTY, etag=NASTY, sequencer=NASTY)
def test_no_field_becomes_a_path_or_an_option(key: str, version: str, etag: str, sequencer: str) -> None:
    videos, extractor, stage = deliver_marked(key, versionId=version, eTag=etag, sequencer=sequencer)
    own = re.compile("file:" + re.escape(str(scratch_folder())) + r"/job-[a-z0-9_]+/video\.bin")

    assert len(stage.backend.told) == 1
    assert all(own.fullmatch(address) for address in extractor.addresses)
    assert TELLTALE not in " ".join(extractor.arguments)
    assert {source.bucket for source in videos.fetched} == {BUCKET}


@FEW
@given(name=NASTY)
def test_a_key_that_is_no_job_reads_nothing(name: str) -> None:
    _videos, extractor, stage = deliver_marked(f"videos/1/2/{name}")

    assert (extractor.addresses, extractor.arguments, stage.backend.told) == ([], [], [])


@dataclass
class RealBackend(FakeBackend):
    """The callback's adapter, speaking to a stand-in."""

    url: str = ""

    def send(self, callback: Callback, deadline: Deadline) -> None:
        HttpBackend(self.url, Keys({"BACKEND_INTERNAL_TOKEN": "token"}), RetryPolicy(0, 0.01)).send(callback, deadline)


@FEW
@given(name=NAMES)
@example(name=f"{TELLTALE}?a=b#c;d")
def test_a_job_id_is_one_part_of_one_path_at_one_origin(name: str) -> None:
    with BackendStandIn(token="token") as backend:
        Stage(backend=RealBackend(url=backend.url)).deliver(s3_message(s3_record(f"videos/1/{name}.mp4")))
        [call] = backend.calls

    path = urlsplit(call.path)
    assert (path.netloc, path.query, path.fragment) == ("", "", "")
    assert [unquote(part) for part in path.path.split("/")] == ["", "internal", "jobs", name, "complete"]
