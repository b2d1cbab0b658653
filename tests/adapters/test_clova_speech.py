from __future__ import annotations

import json
from itertools import repeat
from typing import TYPE_CHECKING

import pytest

from local.standins.clova_speech import ClovaSpeechStandIn
from local.standins.clova_speech_contract import Domain
from local.standins.clova_speech_jobs import Pace
from local.standins.faults import CutConnection, Delay, Fault, Raw, Status
from tests.adapters.naps import Naps
from tests.adapters.submitting import Quick, fail_to_look, fail_to_submit, keys, look, recogniser, submit
from tests.standins.recordings import flac
from tests.standins.sounds import wav
from worker.adapters.clova_speech.upload import Upload
from worker.jobs.deadline import Deadline
from worker.jobs.errors import STT_LOST, STT_NO_ANSWER, STT_OUT_OF_TIME, STT_UNAVAILABLE, Handling, JobError
from worker.speech.long_form.wishes import Wishes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    file = tmp_path / "a name of an uploader.flac"
    file.write_bytes(flac(wav(3)))
    return file


@pytest.fixture
def speech() -> Iterator[ClovaSpeechStandIn]:
    with ClovaSpeechStandIn() as running:
        yield running


def test_a_recording_becomes_a_transcript(speech: ClovaSpeechStandIn, sound: Path) -> None:
    raw = look(speech, submit(speech, sound))

    assert raw is not None
    segments, _ = recogniser(speech).read(raw)
    assert segments
    assert all(segment.words for segment in segments)


def test_the_file_is_sent_with_a_length_and_its_params_without_a_file_name(
    speech: ClovaSpeechStandIn, sound: Path
) -> None:
    submit(speech, sound)

    [sent] = speech.submissions
    assert sent.media == sound.read_bytes()
    assert int(sent.headers["content-length"]) > len(sent.media)
    assert "transfer-encoding" not in sent.headers


def test_an_upload_is_read_piece_by_piece(sound: Path) -> None:
    with Upload(b"{}", sound) as upload:
        pieces = list(iter(lambda: upload.read(100), b""))
        assert max(map(len, pieces)) <= 100
        assert len(b"".join(pieces)) == len(upload)


def test_what_is_asked_for_is_sent(speech: ClovaSpeechStandIn, sound: Path) -> None:
    submit(speech, sound, Wishes((2, 4), ("클로바", "lambda")), "enko")

    assert speech.submissions[0].params == {
        "language": "enko",
        "completion": "async",
        "wordAlignment": True,
        "fullText": True,
        "noiseFiltering": True,
        "diarization": {"enable": True, "speakerCountMin": 2, "speakerCountMax": 4},
        "boostings": [{"words": "클로바,lambda"}],
    }


def test_a_domain_without_speaker_recognition_takes_what_wants_no_speakers(sound: Path) -> None:
    with ClovaSpeechStandIn(domain=Domain("/external/v1/1/key", "secret", detects_speakers=False)) as speech:
        assert submit(speech, sound)
        error = fail_to_submit(speech, sound, wishes=Wishes((-1, -1)))

    assert (error.handling, error.setting) == (Handling.CONFIGURATION, "STT_SPEAKERS")


def test_the_acknowledgement_of_a_submission_is_no_result(speech: ClovaSpeechStandIn, sound: Path) -> None:
    token = submit(speech, sound)
    speech.poll_script = [Raw(200, json.dumps({"token": token, "result": "SUCCEEDED"}).encode())]

    assert look(speech, token) is None
    assert look(speech, token) is not None


def test_there_is_nothing_while_it_waits(speech: ClovaSpeechStandIn, sound: Path) -> None:
    speech.jobs.pace = Pace(waiting=1000)

    assert look(speech, submit(speech, sound)) is None
    assert speech.polls == ["WAITING"]


@pytest.mark.parametrize(
    ("ending", "reason", "code"),
    [("FAILED", "stt_failed", "STT_BAD_RESPONSE"), ("TIMEOUT", "stt_gave_up", "STT_TIMEOUT")],
)
def test_an_end_without_a_transcript_is_told_with_200(
    speech: ClovaSpeechStandIn, sound: Path, ending: str, reason: str, code: str
) -> None:
    speech.endings = iter([ending])

    error = fail_to_look(speech, submit(speech, sound))

    assert (error.condition.reason, error.code) == (reason, code)


@pytest.mark.parametrize(
    "body",
    [b"[]", b"no json", b"{}", b'{"result": "DELAYED"}', b'{"result": 1}', b'{"result": "FAILED?", "segments": []}'],
)
def test_any_other_answer_with_200_is_malformed(speech: ClovaSpeechStandIn, sound: Path, body: bytes) -> None:
    error = fail_to_look(speech, submit(speech, sound), repeat(Raw(200, body)))

    assert (error.condition.reason, error.handling) == ("stt_malformed", Handling.RETRYABLE)


def test_a_token_that_is_not_known_any_more_is_a_lost_answer(speech: ClovaSpeechStandIn, sound: Path) -> None:
    token = submit(speech, sound)
    speech.jobs.forget()

    assert fail_to_look(speech, token).condition is STT_LOST


@pytest.mark.parametrize("fault", [Delay(5), CutConnection(), Status(500), Status(503, "STT998")])
def test_a_submission_that_may_have_been_taken_is_not_repeated(
    speech: ClovaSpeechStandIn, sound: Path, fault: Fault
) -> None:
    error = fail_to_submit(speech, sound, repeat(fault))

    assert error.condition in {STT_NO_ANSWER, STT_UNAVAILABLE}
    assert error.perhaps_heard
    assert len(speech.submissions) == 1


def test_a_submission_that_was_refused_for_pace_is_repeated(speech: ClovaSpeechStandIn, sound: Path) -> None:
    speech.script = [Status(429)]

    assert submit(speech, sound)
    assert len(speech.submissions) == 2


def test_a_submission_that_reached_nobody_is_repeated(speech: ClovaSpeechStandIn, sound: Path) -> None:
    naps = Naps()
    nobody = Quick(keys(speech, url="http://127.0.0.1:9/external/v1/1/key"), "ko-KR", Wishes(), naps.policy())

    with pytest.raises(JobError) as caught:
        nobody.submit(sound, "ko-KR", Deadline.after(100))

    assert (caught.value.condition, caught.value.perhaps_heard, len(naps.taken)) == (STT_NO_ANSWER, 0, 3)


def test_a_question_is_repeated(speech: ClovaSpeechStandIn, sound: Path) -> None:
    token = submit(speech, sound)
    speech.poll_script = [CutConnection(), Status(500)]

    assert look(speech, token) is not None


@pytest.mark.parametrize("call", ["submit", "look"])
def test_nothing_is_asked_without_time(speech: ClovaSpeechStandIn, sound: Path, call: str) -> None:
    asked = recogniser(speech)

    with pytest.raises(JobError) as caught:
        asked.submit(sound, "ko-KR", Deadline.after(0)) if call == "submit" else asked.look("t", Deadline.after(0))

    assert caught.value.condition is STT_OUT_OF_TIME
    assert (speech.submissions, speech.polls) == ([], [])


def test_a_wrong_secret_is_named_and_not_quoted(speech: ClovaSpeechStandIn, sound: Path) -> None:
    stranger = Quick(keys(speech, secret="canary"), "ko-KR", Wishes(), Naps().policy())

    with pytest.raises(JobError) as caught:
        stranger.submit(sound, "ko-KR", Deadline.after(100))

    assert (caught.value.handling, caught.value.setting) == (Handling.CONFIGURATION, "CLOVA_SPEECH_SECRET")
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("secret", ["  ", "can\nary", "비밀"])
def test_a_secret_that_no_header_carries_is_never_sent(speech: ClovaSpeechStandIn, sound: Path, secret: str) -> None:
    stranger = Quick(keys(speech, secret=secret), "ko-KR", Wishes(), Naps().policy())

    with pytest.raises(JobError) as caught:
        stranger.submit(sound, "ko-KR", Deadline.after(100))

    assert caught.value.setting == "CLOVA_SPEECH_SECRET"
    assert speech.submissions == []
