from __future__ import annotations

from typing import TYPE_CHECKING

from local.operating.attempt_log import Attempt, read_last_attempt

if TYPE_CHECKING:
    from local.joblog import Line

BEGAN = 1_795_000_000.0
"""2026-11-18T11:06:40Z in seconds since 1970."""


def line(stage: str, second: float, milliseconds: int = 0, **fields: object) -> Line:
    timestamp = f"2026-11-18T11:06:{40 + second:06.3f}+00:00"
    return {"level": "INFO", "stage": stage, "timestamp": timestamp, "duration_ms": milliseconds, **fields}


FIRST = [
    line("JOB_START", 0),
    line("DOWNLOAD_START", 0),
    line("FFMPEG_START", 0),
    line("STT_START", 1),
    line("STT_RETRY", 2),
    line("JOB_RETRY", 6, error_code="STT_TIMEOUT", reason="stt_no_answer", delay_seconds=37),
]
WHOLE = [
    line("JOB_START", 10),
    line("DOWNLOAD_START", 10),
    line("DOWNLOAD_DONE", 12, 2000),
    line("CALLBACK_SUCCESS", 13, 100),
    line("JOB_DONE", 13, 3000),
]


def read(*lines: Line) -> Attempt:
    attempt = read_last_attempt(lines)
    assert attempt is not None
    return attempt


def test_an_attempt_that_failed_tells_its_stage_its_cause_and_when_the_next_begins() -> None:
    attempt = read(*FIRST)

    assert attempt.seconds == {"DOWNLOAD": 6.0, "FFMPEG": 6.0, "STT": 5.0}
    assert (attempt.failed, attempt.cause) == ("STT", "STT_TIMEOUT, stt_no_answer")
    assert attempt.next_at == BEGAN + 6 + 37


def test_a_code_that_speaks_of_no_stage_blames_every_one_that_was_stopped() -> None:
    attempt = read(*FIRST[:-1], line("JOB_RETRY", 6, error_code="UNKNOWN_ERROR", reason="unexpected"))

    assert attempt.failed == "DOWNLOAD, FFMPEG, STT"


def test_the_last_attempt_is_the_one_that_is_told_in_whatever_order_lines_arrive() -> None:
    attempt = read(*reversed([*FIRST, *WHOLE]))

    assert attempt.seconds == {"DOWNLOAD": 2.0, "CALLBACK": 0.1}
    assert (attempt.failed, attempt.cause, attempt.next_at) == ("", "", None)


def test_a_callback_that_was_not_accepted_is_the_stage_that_failed() -> None:
    attempt = read(
        *WHOLE[:3],
        line("CALLBACK_FAILED", 13, 100),
        line("JOB_RETRY", 13, error_code="CALLBACK_FAILED", reason="callback_unavailable", delay_seconds=30),
    )

    assert attempt.failed == "CALLBACK"


def test_a_job_that_failed_for_good_tells_the_stage_without_the_time_of_its_callback() -> None:
    attempt = read(
        *FIRST[:-1],
        line("CALLBACK_SUCCESS", 6, 1000),
        line("JOB_FAILED", 6, 6000, error_code="STT_BAD_RESPONSE", reason="stt_refused"),
    )

    assert (attempt.seconds["STT"], attempt.failed) == (4.0, "STT")


def test_a_delivery_that_waited_for_another_worker_moves_the_next_attempt_only() -> None:
    deferred = line("JOB_DEFERRED", 12, delay_seconds=100)
    attempt = read(*FIRST, line("JOB_START", 11), deferred)

    assert (attempt.failed, attempt.next_at) == ("STT", BEGAN + 112)


def test_a_record_that_is_given_back_for_lack_of_time_has_not_failed() -> None:
    attempt = read(*WHOLE[:3], line("STT_START", 12), line("JOB_RETRY", 13, delay_seconds=20))

    assert (attempt.failed, attempt.cause, attempt.next_at) == ("", "", BEGAN + 33)


def test_a_line_that_ends_as_a_stage_does_but_is_about_none_is_left_out() -> None:
    attempt = read(*WHOLE[:3], *(line(f"{what}_FAILED", 12) for what in ("HIDE", "CLEAR", "SEND", "RESULT")))

    assert (attempt.seconds, attempt.failed) == ({"DOWNLOAD": 2.0}, "")


def test_two_runs_of_a_stage_that_overlap_are_added_up() -> None:
    ends = [line("FFMPEG_DONE", 12, 2000), line("FFMPEG_DONE", 13, 2000)]
    attempt = read(line("JOB_START", 10), line("FFMPEG_START", 10), line("FFMPEG_START", 11), *ends)

    assert attempt.seconds == {"FFMPEG": 4.0}


def test_without_lines_there_is_no_attempt() -> None:
    assert read_last_attempt([line("JOB_START", 1)]) is None


def test_a_look_that_came_too_early_moves_the_next_one_and_leaves_no_stage_open() -> None:
    early = line("JOB_WAITING", 12, waits_for="stt", waited_seconds=0, delay_seconds=15)
    failed = line("JOB_RETRY", 17, error_code="LLM_BAD_RESPONSE", reason="llm_unavailable", delay_seconds=30)
    attempt = read(*WHOLE[:3], line("STT_START", 12), early, line("LLM_START", 15), failed)

    assert ("STT" in attempt.seconds, attempt.failed, attempt.next_at) == (False, "LLM", BEGAN + 47)
