from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_deadline, a_delivery, a_job
from tests.fakes.delivery import FakeArtefacts, FakeLedger
from tests.fakes.summary import (
    AGAIN,
    TONE,
    FakeExtractor,
    FakeModel,
    FakeRecogniser,
    FakeResults,
    FakeVideo,
    FakeVideos,
)
from worker.delivery.checkpoints import JobCheckpoints
from worker.delivery.claiming import Claims
from worker.delivery.lease import Lease
from worker.delivery.ledger.entry import StaleEntryError
from worker.jobs.errors import RESULT_UNAVAILABLE, JobError
from worker.llm.model import ModelRequest
from worker.speech.audio import AudioFilter, SpeechClip
from worker.speech.listening import Listening
from worker.tasks.summary.ports import Ports
from worker.tasks.summary.wiring import resume

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from worker.jobs.job import Job

LEASE = 180.0
LISTENING = Listening(AudioFilter.NONE, "Kor")


def hold(ledger: FakeLedger) -> Lease:
    lease = Claims(ledger, FakeArtefacts(), LEASE, lambda: 1000.0).claim(a_job(), a_delivery())
    assert isinstance(lease, Lease)
    return lease


def hear(ports: Ports) -> object:
    return ports.speech.recognise(SpeechClip.of(TONE, 0.0, 2.0), "Kor", a_deadline())


def think(ports: Ports) -> object:
    return ports.model.answer(ModelRequest("Summarise.", "[]", {}), a_deadline())


@pytest.mark.parametrize("ask", [hear, think])
def test_a_worker_that_lost_the_job_pays_for_nothing_more(ask: Callable[[Ports], object]) -> None:
    ledger, recogniser, model = FakeLedger(), FakeRecogniser(), FakeModel()
    lease = hold(ledger)
    ports = Ports(FakeVideos(), FakeExtractor(), recogniser, model, FakeResults())
    ports = resume(ports, JobCheckpoints(FakeArtefacts(), a_job(), lease))
    ledger.write(lease.entry.claimed(2000.0, LEASE))

    with pytest.raises(StaleEntryError):
        ask(ports)
    assert (recogniser.languages, model.asked) == ([], [])


def clips_of(ports: Ports, folder: Path) -> Iterator[SpeechClip]:
    for piece in ports.audio.extract(FakeVideo(), LISTENING, folder, a_deadline()):
        if isinstance(piece, SpeechClip):
            yield piece


def keep_what_is_heard(artefacts: FakeArtefacts, folder: Path) -> list[str]:
    """Hear one sound whose audio does not stay; returns what kinds of things are kept in the end."""
    ports = Ports(FakeVideos(), FakeExtractor(), FakeRecogniser(), FakeModel(), FakeResults())
    ports = resume(ports, JobCheckpoints(artefacts, a_job(), hold(FakeLedger())))
    for clip in clips_of(ports, folder):
        ports.speech.recognise(clip, "Kor", a_deadline())
        clip.discard()
    return [name.partition("-")[0] for _, _, name in artefacts.kept]


def test_a_sound_that_was_answered_need_not_be_kept(tmp_path: Path) -> None:
    assert keep_what_is_heard(FakeArtefacts(), tmp_path) == ["stt", "speech"]


def test_a_sound_whose_answer_is_recalled_need_not_be_kept_either(tmp_path: Path) -> None:
    artefacts = FakeArtefacts()
    keep_what_is_heard(artefacts, tmp_path)
    artefacts.kept = {name: body for name, body in artefacts.kept.items() if not name[2].startswith("speech")}

    assert keep_what_is_heard(artefacts, tmp_path) == ["stt", "speech"]


def test_a_sound_whose_answer_could_not_be_kept_is_in_no_list_of_what_is_there(tmp_path: Path) -> None:
    assert keep_what_is_heard(Forgetful(kind="stt"), tmp_path) == []


def test_of_a_sound_that_comes_again_only_the_first_need_be_there_to_be_kept(tmp_path: Path) -> None:
    artefacts = FakeArtefacts()
    ports = Ports(FakeVideos(), FakeExtractor(pcm=AGAIN), FakeRecogniser(), FakeModel(), FakeResults())
    ports = resume(ports, JobCheckpoints(artefacts, a_job(), hold(FakeLedger())))
    digests: list[str] = []

    for clip in clips_of(ports, tmp_path):
        if clip.digest in digests:
            clip.discard()
        digests.append(clip.digest)

    assert len(set(digests)) < len(digests)
    kept = {name.partition("-")[0] for _, _, name in artefacts.kept}
    assert kept == {"pcm", "speech"}


def test_a_flac_is_decoded_anew_even_where_the_clips_are_listed(tmp_path: Path) -> None:
    extractor, flac = FakeExtractor(), tmp_path / "sound.flac"
    ports = Ports(FakeVideos(), extractor, FakeRecogniser(), FakeModel(), FakeResults())
    ports = resume(ports, JobCheckpoints(FakeArtefacts(), a_job(), hold(FakeLedger())))

    fresh = list(clips_of(ports, tmp_path))
    again = list(ports.audio.extract(FakeVideo(), LISTENING, tmp_path, a_deadline(), flac))

    assert again[:-1] == fresh
    assert (len(extractor.asked), flac.exists()) == (2, True)


def test_an_old_list_of_what_is_there_is_good_without_the_pauses_and_a_new_one_keeps_them(tmp_path: Path) -> None:
    artefacts = FakeArtefacts()
    ports = Ports(FakeVideos(), FakeExtractor(pcm=AGAIN), FakeRecogniser(), FakeModel(), FakeResults())
    ports = resume(ports, JobCheckpoints(artefacts, a_job(), hold(FakeLedger())))

    fresh, again = list(clips_of(ports, tmp_path)), list(clips_of(ports, tmp_path))
    (key,) = (key for key in artefacts.kept if key[2].startswith("speech"))
    listing = json.loads(artefacts.kept[key])
    for clip in listing["clips"]:
        del clip["pauses"]
    artefacts.kept[key] = json.dumps(listing).encode()
    old = list(clips_of(ports, tmp_path))

    assert all(clip.pauses for clip in fresh)
    assert again == fresh
    assert old == [replace(clip, pauses=()) for clip in fresh]


@dataclass
class Forgetful(FakeArtefacts):
    """Cannot keep one kind of thing."""

    kind: str = ""

    def save(self, job: Job, name: str, body: bytes) -> None:
        if name.startswith(self.kind):
            raise JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")
        super().save(job, name, body)


def test_of_two_equal_calls_in_the_air_one_comes_down_at_a_time() -> None:
    lease = hold(FakeLedger())
    lease.begin_call("stt-1")
    lease.begin_call("stt-1")

    lease.end_call("stt-1", saved=True)

    assert lease.entry.pending_calls == ("stt-1",)
