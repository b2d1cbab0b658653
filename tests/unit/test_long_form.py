"""A job whose recording is recognised elsewhere, over several deliveries."""

from __future__ import annotations

from collections import deque

import pytest

from tests.fakes.long_form import FakeCheckpoints, FakeLongForm, Waiting
from tests.fakes.summary import FakeExtractor, FakeModel, FakeVideos
from worker.jobs.errors import (
    LLM_UNAVAILABLE,
    RESULT_UNAVAILABLE,
    STT_FAILED,
    STT_GAVE_UP,
    STT_LOST,
    STT_MISCONFIGURED,
    STT_NO_ANSWER,
    STT_UNAVAILABLE,
    Condition,
    JobError,
)
from worker.speech.audio import SAMPLE_BYTES, SAMPLE_RATE, AudioFilter
from worker.speech.engines import Engine
from worker.speech.long_form.waits import next_delay
from worker.speech.transcript import Speaker

TOKEN = "token-1"


def pending(times: int) -> FakeLongForm:
    return FakeLongForm(deque([None] * times))


def failing(*conditions: Condition) -> FakeLongForm:
    return FakeLongForm(deque(JobError(condition, "STT", "no.") for condition in conditions))


def test_a_short_recording_is_ready_within_the_delivery_that_submits_it() -> None:
    job = Waiting(recogniser=pending(3))

    result = job.deliver()

    assert result.transcript is not None
    assert (result.transcript.text, result.transcript.language) == ("안녕하세요 여러분", "ko-KR")
    assert result.meta is not None
    assert (result.meta.stt_engine, result.meta.billed_stt_seconds, result.meta.cost.stt_krw) == (
        "clova_speech",
        15,
        11,
    )
    assert job.recogniser.submitted == [(b"fLaC" + job.extractor.pcm, "ko-KR")]
    assert [listening.audio_filter for listening in job.extractor.asked] == [AudioFilter.NONE]


def test_what_is_not_ready_after_twenty_seconds_is_waited_for_elsewhere() -> None:
    job = Waiting(recogniser=pending(99))

    wait = job.wait()

    assert (wait.delay, wait.reason, wait.since) == (15.0, "stt", 1000.0)
    assert len(job.recogniser.looked) == 4
    assert job.clock.now == 1000 + 20 + 15


def test_a_delivery_with_little_time_does_not_linger() -> None:
    job = Waiting(recogniser=pending(99))

    with pytest.raises(Exception, match="stt"):
        job.deliver(seconds=21)

    assert job.recogniser.looked == []


def test_twenty_polls_read_decode_and_pay_once() -> None:
    job = Waiting(recogniser=pending(4 + 20))

    job.wait()
    waits = [job.wait() for _ in range(20)]
    result = job.deliver()

    assert (len(job.videos.located), len(job.videos.fetched), len(job.extractor.asked)) == (1, 1, 1)
    assert len(job.recogniser.submitted) == 1
    assert {*job.recogniser.looked} == {TOKEN}
    assert {wait.since for wait in waits} == {1000.0}
    assert result.transcript is not None


def test_a_submitted_job_keeps_to_the_upload_and_the_engine_that_it_began_with() -> None:
    job = Waiting(videos=FakeVideos("en", engine="speech"), recogniser=pending(4))
    job.wait()

    job.videos = FakeVideos(error=JobError(STT_UNAVAILABLE, "it is not asked."))
    result = job.deliver()

    assert result.source.etag == "d41d8cd98f00b204e9800998ecf8427e"
    assert result.transcript is not None
    assert result.transcript.language == "en-US"


def test_a_submitted_job_keeps_its_engine_although_the_setting_changes() -> None:
    job = Waiting(videos=FakeVideos(), recogniser=pending(4), engine=Engine.SPEECH)
    job.wait()

    job.engine = Engine.CSR
    result = job.deliver()

    assert result.meta is not None
    assert result.meta.stt_engine == "clova_speech"


def test_the_result_is_kept_at_once_so_that_a_failed_summary_asks_nobody_again() -> None:
    job = Waiting(model=FakeModel(error=JobError(LLM_UNAVAILABLE, "LLM", "no.")))
    job.fail()
    job.model.error = None

    result = job.deliver()

    assert result.transcript is not None
    assert job.recogniser.looked == [TOKEN]


def test_silence_is_neither_submitted_nor_paid() -> None:
    job = Waiting(extractor=FakeExtractor(pcm=bytes(SAMPLE_RATE * SAMPLE_BYTES * 3)))

    result = job.deliver()

    assert job.recogniser.submitted == []
    assert result.meta is not None
    assert (result.meta.speech, result.meta.billed_stt_seconds, result.meta.cost.stt_krw) == (False, 0, 0)


def test_words_are_heard_on_the_videos_clock() -> None:
    result = Waiting().deliver()

    assert result.transcript is not None
    [segment] = result.transcript.segments
    assert (segment.start, segment.end) == pytest.approx((0.975, 2.975))
    assert [word.start for word in segment.words] == pytest.approx([1.475, 2.075])


def test_the_service_names_the_speakers() -> None:
    result = Waiting().deliver()

    assert result.transcript is not None
    assert result.transcript.speakers == (Speaker("1", "A"),)


@pytest.mark.parametrize("condition", [STT_FAILED, STT_LOST])
def test_a_failed_or_lost_recording_is_submitted_once_more(condition: Condition) -> None:
    job = Waiting(recogniser=failing(condition))

    result = job.deliver()

    assert job.recogniser.looked == ["token-1", "token-2"]
    assert result.meta is not None
    assert result.meta.billed_stt_seconds == 30


@pytest.mark.parametrize("condition", [STT_FAILED, STT_LOST])
def test_a_recording_that_fails_twice_fails_for_good(condition: Condition) -> None:
    job = Waiting(recogniser=failing(condition, condition, condition))

    error = job.fail()
    again = job.fail()

    assert (error.condition, error.handling, again.condition) == (condition, "permanent", condition)
    assert len(job.recogniser.submitted) == 2


def test_a_recording_that_the_service_gave_up_is_not_submitted_again() -> None:
    job = Waiting(recogniser=failing(STT_GAVE_UP))

    assert (job.fail().code, len(job.recogniser.submitted)) == ("STT_TIMEOUT", 1)


@pytest.mark.parametrize("condition", [STT_NO_ANSWER, STT_UNAVAILABLE])
def test_a_question_without_an_answer_uses_up_no_attempt(condition: Condition) -> None:
    job = Waiting(recogniser=failing(*[condition] * 5))

    job.wait()
    job.wait()

    assert job.deliver().transcript is not None
    assert len(job.recogniser.submitted) == 1


def test_a_wrong_secret_while_waiting_is_the_deployments_fault() -> None:
    job = Waiting(recogniser=failing(STT_MISCONFIGURED))

    assert job.fail().handling == "configuration"


@pytest.mark.parametrize(("most", "bound"), [(None, 1800 + 3 * 2), (100.0, 100)])
def test_a_wait_has_a_bound(most: float | None, bound: float) -> None:
    job = Waiting(recogniser=pending(999), most_seconds=most)
    while job.clock.now - 1000 <= bound:
        job.wait()

    error = job.fail()

    assert (error.code, error.condition.reason, error.handling) == ("STT_TIMEOUT", "stt_overdue", "permanent")
    assert len(job.recogniser.submitted) == 1


def test_a_token_that_could_not_be_saved_at_first_is_saved_before_the_job_waits() -> None:
    job = Waiting(recogniser=pending(4), checkpoints=FakeCheckpoints(unsaved={"stt-long.json"}))
    job.wait()

    job.deliver()

    assert len(job.recogniser.submitted) == 1


class NeverSaved(set[str]):
    """Saves nothing of these names, however often it is asked."""

    def remove(self, _element: str) -> None:
        """They stay unsaved."""


def test_a_job_whose_token_cannot_be_saved_uses_up_an_attempt_rather_than_paying_at_each_look() -> None:
    job = Waiting(recogniser=pending(9), checkpoints=FakeCheckpoints(unsaved=NeverSaved({"stt-long.json"})))

    assert job.fail().condition is RESULT_UNAVAILABLE


def test_a_submission_with_an_unknown_outcome_is_made_again_by_another_attempt_only() -> None:
    error = JobError(STT_NO_ANSWER, "STT", "no answer.", perhaps_heard=True)
    job = Waiting(recogniser=FakeLongForm(error=error))
    job.fail()
    assert len(job.recogniser.submitted) == 1

    job.recogniser.error = None
    job.deliver()

    assert len(job.recogniser.submitted) == 2


def test_delays_grow_with_the_wait_and_stay_short_enough_to_be_late_by_two_minutes_at_most() -> None:
    assert [next_delay(waited) for waited in (0, 20, 60, 100, 480, 10_000)] == [15, 15, 15, 25, 120, 120]


def test_an_object_without_an_engine_is_heard_as_before() -> None:
    job = Waiting(videos=FakeVideos())

    result = job.deliver()

    assert result.meta is not None
    assert result.meta.stt_engine == "clova"
    assert job.recogniser.submitted == []
