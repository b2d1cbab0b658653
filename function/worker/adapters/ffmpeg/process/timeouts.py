"""Whether the source or FFmpeg is to blame when a run is out of time."""

from __future__ import annotations

from worker.jobs.errors import FFMPEG_OUT_OF_TIME, SOURCE_OUT_OF_TIME, JobError


def explain_no_turn(*, fed: bool) -> JobError:
    """The error for no turn in time; a video that is `fed` was not fetched either."""
    if fed:
        return JobError(SOURCE_OUT_OF_TIME, "DOWNLOAD: no time was left for it.")
    return JobError(FFMPEG_OUT_OF_TIME, "FFMPEG: no time was left for it.")


def explain_timeout(allowed: float, *, starved: bool) -> JobError:
    """The error for a run that used its `allowed` seconds; `starved` says that it was waiting for its source."""
    if starved:
        return JobError(SOURCE_OUT_OF_TIME, "DOWNLOAD: the video did not arrive in the time left.")
    return JobError(FFMPEG_OUT_OF_TIME, f"FFMPEG: it did not end within {allowed:.0f} s.")


def explain_lingering() -> JobError:
    """The error for a child that closed its pipes and kept running."""
    return JobError(FFMPEG_OUT_OF_TIME, "FFMPEG: it did not end after its output.")
