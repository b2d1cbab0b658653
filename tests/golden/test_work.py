"""What one worker keeps under `work/` and another one, of another version, goes on with."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.adapters.programs import happens
from tests.builders import s3_message
from tests.fakes.delivery import FakeArtefacts
from tests.fakes.summary import FakeRecogniser
from tests.golden.seeing import still
from tests.golden.sounds import SPEECH
from tests.golden.writing import WrittenResults
from tests.handler.ledger_states import NOW
from tests.handler.stage import Stage
from worker.jobs.errors import LLM_UNAVAILABLE, RESULT_UNAVAILABLE, JobError

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.speech.audio import SpeechClip
    from worker.speech.transcript import Recognition

WORK = Path(__file__).with_name("work")
GENERATION = "9f4cb76ac47b45b9a3de26b2c7684d7f"
PCM = {
    "pcm-6c19aca22c92527a5449c00308f2e1d692a8dfb33ba60f5a76bca208c2802741": (0, 167_680),
    "pcm-c4e13d6c6797d3c2b41a360db57a80ac34db5b11b9dbd91dea6dfc820ba0321f": (2_072_320, 2_176_000),
}
"""Audio of the clips: which bytes of `SPEECH` it is; 16 kHz, one channel, 16 bits, little-endian, no header."""


@dataclass
class Patient(FakeRecogniser):
    """Answers once the list of clips is kept, so that the audio of all of them is; notes what it hears."""

    artefacts: FakeArtefacts = field(default_factory=FakeArtefacts)
    heard: set[bytes] = field(default_factory=set[bytes])

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        assert happens(lambda: any(name.startswith("speech-") for _, _, name in list(self.artefacts.kept)))
        self.heard.add(clip.load())
        return super().recognise(clip, language, deadline)


@pytest.fixture
def stage() -> Stage:
    """A sound of two clips, whose end is missing."""
    artefacts = FakeArtefacts()
    stage = Stage(artefacts=artefacts, recogniser=Patient(artefacts=artefacts), clock=lambda: NOW)
    stage.extractor.pcm = SPEECH
    stage.extractor.partial, stage.extractor.warnings = True, ("The end of the video is missing.",)
    return stage


def read_answers(start: str = "") -> dict[tuple[str, str, str], bytes]:
    files = (WORK / "answers").glob(f"{start}*")
    return {("987654321", GENERATION, path.name): path.read_bytes() for path in files}


def cut_audio() -> dict[tuple[str, str, str], bytes]:
    return {("987654321", GENERATION, name): SPEECH[first:last] for name, (first, last) in PCM.items()}


def test_an_attempt_leaves_what_it_has_decoded_and_paid_under_these_names_in_these_bytes(stage: Stage) -> None:
    stage.results.error = JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")

    assert stage.deliver(s3_message()) == ["m1"]
    assert stage.artefacts.kept == read_answers() | cut_audio()


def test_audio_is_named_by_its_digest() -> None:
    assert [f"pcm-{hashlib.sha256(pcm).hexdigest()}" for pcm in cut_audio().values()] == list(PCM)


def test_what_was_left_once_is_decoded_and_paid_by_nobody_again(stage: Stage) -> None:
    stage.artefacts.kept = read_answers()
    stage.results = results = WrittenResults()

    assert stage.deliver(s3_message()) == []
    assert (stage.extractor.asked, stage.recogniser.languages, stage.model.asked) == ([], [], [])
    written = {put["Key"].rpartition(".")[2]: still(put["Body"]) for put in results.s3.puts}
    assert written == {path.suffix[1:]: path.read_bytes() for path in (WORK / "resumed").iterdir()}


def test_audio_that_was_left_once_is_heard_as_it_was(stage: Stage) -> None:
    stage.recogniser = patient = Patient(artefacts=stage.artefacts)
    stage.artefacts.kept = read_answers("speech-") | cut_audio()

    assert stage.deliver(s3_message()) == []
    assert (patient.heard, stage.extractor.asked) == (set(cut_audio().values()), [])


@pytest.mark.parametrize(
    ("language", "track", "kinds"),
    [
        (None, None, ["speech-speech-Kor-auto.json", "stt-Kor"]),
        ("en", None, ["speech-speech-Eng-auto.json", "stt-Eng"]),
        ("ja", "2", ["speech-speech-Jpn-2-only.json", "stt-Jpn"]),
        (None, "MIX", ["speech-speech-Kor-mix-only.json", "stt-Kor"]),
    ],
)
def test_what_was_heard_is_named_by_how_it_was_listened_to(
    stage: Stage, language: str | None, track: str | None, kinds: list[str]
) -> None:
    stage.videos.language, stage.videos.track = language, track
    stage.model.error = JobError(LLM_UNAVAILABLE, "LLM", "529.")

    stage.deliver(s3_message())

    names = {name for _, _, name in stage.artefacts.kept if not name.startswith("pcm-")}
    assert {name if name.startswith("speech-") else name.rpartition("-")[0] for name in names} == set(kinds)


def test_a_field_of_a_later_version_is_passed_over(stage: Stage) -> None:
    kept = read_answers()
    stage.artefacts.kept = {key: json.dumps(json.loads(body) | {"later": 1}).encode() for key, body in kept.items()}

    assert stage.deliver(s3_message()) == []
    assert (stage.extractor.asked, stage.recogniser.languages, stage.model.asked) == ([], [], [])
