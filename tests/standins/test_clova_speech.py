from __future__ import annotations

from dataclasses import replace
from http.client import RemoteDisconnected
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from local.standins.clova_speech import ClovaSpeechStandIn
from local.standins.clova_speech_answer import CONFESSION, Heard
from local.standins.clova_speech_jobs import Pace
from local.standins.faults import CutAfterAccept, Status
from local.standins.recogniser import ENGLISH_WORDS, Recogniser
from local.standins.words import hear_words
from tests.standins.recordings import AS_FILE, DOMAIN, SECRET, field, flac, params, poll, send
from tests.standins.sounds import wav
from tests.standins.test_recogniser import SPEECH, pcm_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DELAY_MS = 4000


class Clock:
    """Seconds that pass when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def hear_three(pcm: bytes) -> Sequence[Heard]:
    """As many samples as there are, then two more stretches."""
    return [
        Heard(0, 900, ((800, 900, str(len(pcm))),)),
        Heard(900, 2000, ((1000, 1500, "second"), (1500, 2000, "stretch"))),
        Heard(3000, 4000, ((3000, 4000, "third"),)),
    ]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def speech(clock: Clock) -> Iterator[ClovaSpeechStandIn]:
    with ClovaSpeechStandIn(hear_three, domain=DOMAIN, clock=clock) as stand_in:
        yield stand_in


def hear(speech: ClovaSpeechStandIn, *fields: bytes) -> dict[str, Any]:
    return poll(speech, send(speech, *fields).json["token"]).json


def test_an_upload_is_acknowledged_with_a_token_and_without_a_text(speech: ClovaSpeechStandIn) -> None:
    answer = send(speech)

    assert (answer.status, answer.json) == (200, {"token": speech.tokens[0], "result": "SUCCEEDED"})
    assert speech.refusals == []


def test_a_recording_waits_then_is_heard_then_is_there(speech: ClovaSpeechStandIn, clock: Clock) -> None:
    speech.jobs.pace = Pace(waiting=10, processing=20)
    token = send(speech).json["token"]

    for clock.now in (0, 9.9, 10, 29.9, 30, 31):
        poll(speech, token)

    assert speech.polls == ["WAITING", "WAITING", "PROCESSING", "PROCESSING", "COMPLETED", "COMPLETED"]


def test_a_result_that_is_not_there_yet_has_no_segments(speech: ClovaSpeechStandIn) -> None:
    speech.jobs.pace = Pace(waiting=10)

    assert set(hear(speech)) == {"result", "message", "token"}


def test_a_result_has_the_shape_of_the_service(speech: ClovaSpeechStandIn) -> None:
    result = hear(speech)

    speaker = {"label": "1", "name": "A", "edited": False}
    assert result["segments"][0] == {
        "start": 100,
        "end": 900,
        "text": "32000",
        "confidence": 0.9,
        "diarization": {"label": "1"},
        "speaker": speaker,
        "words": [[800, 900, "32000"]],
        "textEdited": "32000",
    }
    assert result["result"] == "COMPLETED"
    assert result["text"] == "32000 second stretch third"
    assert result["speakers"] == [speaker, {"label": "2", "name": "B", "edited": False}]


def test_speakers_take_turns_and_are_said_to_be_made_up(speech: ClovaSpeechStandIn) -> None:
    result = hear(speech)

    assert [segment["speaker"]["label"] for segment in result["segments"]] == ["1", "2", "1"]
    assert result["version"] == CONFESSION


@pytest.mark.parametrize(("wanted", "labels"), [({"speakerCountMin": 3}, "123"), ({"speakerCountMax": 1}, "111")])
def test_as_many_speakers_are_made_up_as_are_asked_for(
    speech: ClovaSpeechStandIn, wanted: dict[str, int], labels: str
) -> None:
    result = hear(speech, field(AS_FILE, wav(1)), params(diarization={"enable": True, **wanted}))

    assert "".join(segment["diarization"]["label"] for segment in result["segments"]) == labels


def test_without_diarization_a_segment_has_no_speaker(speech: ClovaSpeechStandIn) -> None:
    result = hear(speech, field(AS_FILE, wav(1)), params(diarization={"enable": False}))

    assert not {"speaker", "diarization"} & set(result["segments"][0])
    assert result["speakers"] == []


def test_without_word_alignment_there_are_no_words(speech: ClovaSpeechStandIn) -> None:
    assert hear(speech, field(AS_FILE, wav(1)), params(wordAlignment=False))["segments"][0]["words"] == []


@pytest.mark.parametrize("end", ["FAILED", "TIMEOUT"])
def test_a_job_that_fails_is_told_with_status_200(speech: ClovaSpeechStandIn, end: str) -> None:
    speech.endings = iter([end])

    answer = poll(speech, send(speech).json["token"])

    assert (answer.status, answer.json["result"]) == (200, end)
    assert hear(speech)["result"] == "COMPLETED"


@pytest.mark.parametrize("media", [b"RIFF", bytes(32_000), b"fLaC and nothing more", b"\x1aE\xdf\xa3webm"])
def test_a_recording_that_cannot_be_decoded_fails_later(speech: ClovaSpeechStandIn, media: bytes) -> None:
    assert hear(speech, field(AS_FILE, media), params())["result"] == "FAILED"


def test_a_recording_that_is_too_long_fails_later(clock: Clock) -> None:
    with ClovaSpeechStandIn(domain=replace(DOMAIN, most_seconds=1), clock=clock) as speech:
        assert hear(speech, field(AS_FILE, wav(1)), params())["result"] == "COMPLETED"
        assert hear(speech, field(AS_FILE, wav(1.1)), params())["result"] == "FAILED"


def test_flac_is_heard_as_the_same_samples(speech: ClovaSpeechStandIn) -> None:
    assert hear(speech, field(AS_FILE, flac(wav(1))), params())["text"].startswith("32000 ")


def test_a_token_that_was_never_given_or_is_forgotten_is_not_found(speech: ClovaSpeechStandIn) -> None:
    token = send(speech).json["token"]
    speech.jobs.forget()

    assert [poll(speech, name).status for name in ("none", token)] == [404, 404]
    assert speech.polls == ["404", "404"]


def test_uploads_and_polls_have_a_script_each(speech: ClovaSpeechStandIn) -> None:
    speech.script, speech.poll_script = [Status(503)], [Status(500, "STT998", "busy")]

    assert send(speech).status == 503
    answer = poll(speech, send(speech).json["token"])
    assert (answer.status, answer.json) == (500, {"result": "STT998", "message": "busy"})


def test_an_upload_whose_answer_is_lost_was_taken(speech: ClovaSpeechStandIn) -> None:
    speech.script = [CutAfterAccept()]

    with pytest.raises(RemoteDisconnected):
        send(speech)

    assert poll(speech, speech.tokens[0]).json["result"] == "COMPLETED"


def test_a_submission_is_kept_without_the_secret(speech: ClovaSpeechStandIn) -> None:
    send(speech)

    (submission,) = speech.submissions
    assert submission.params["language"] == "en-US"
    assert SECRET["X-CLOVASPEECH-API-KEY"] not in str(submission)


@pytest.fixture(scope="module")
def recognise() -> Iterator[Recogniser]:
    with Recogniser(1, ENGLISH_WORDS) as recogniser:
        yield recogniser


def test_real_words_come_in_order_at_the_times_they_are_said(recognise: Recogniser) -> None:
    (heard, *more) = hear_words(recognise)(pcm_of("sentence"))
    late = hear_words(recognise)(bytes(32 * DELAY_MS) + pcm_of("sentence"))

    assert heard.text.split()[0] == (SPEECH / "sentence.txt").read_text().lower().split()[0]
    assert all(first[1] <= then[0] for first, then in pairwise(heard.words))
    assert late[0].words[0][0] == pytest.approx(heard.words[0][0] + DELAY_MS, abs=50)
    assert not more


@pytest.mark.parametrize("silence", [b"", bytes(64_000)])
def test_no_words_are_heard_in_silence(recognise: Recogniser, silence: bytes) -> None:
    assert hear_words(recognise)(silence) == []
