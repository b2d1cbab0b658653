from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.listening import FileVideo, extract, listen_through, onsets_of, whole
from tests.adapters.programs import SLEEP, write_fragile_ffmpeg
from tests.media import clips
from tests.media.store import FFMPEG
from worker.adapters.ffmpeg import FfmpegExtractor, FfmpegProgram
from worker.adapters.ffmpeg.process.program import consume
from worker.jobs.deadline import Deadline
from worker.jobs.errors import FFMPEG_CRASHED, FFMPEG_KILLED, FFMPEG_OUT_OF_TIME, Condition, Handling, JobError
from worker.speech.audio import AudioFilter, AudioQuality

if TYPE_CHECKING:
    from pathlib import Path

ABORT, KILL, SEGMENTATION_FAULT = "kill -ABRT $$", "kill -KILL $$", "kill -SEGV $$"
ONE_SECOND = "/usr/bin/head -c 32000 /dev/zero; exit 0"


def refusal_of(program: str, workspace: Path) -> tuple[Condition, Handling]:
    with pytest.raises(JobError) as refused:
        extract(clips.bursts(), workspace, program=program)
    return refused.value.condition, refused.value.handling


@pytest.mark.parametrize(("fate", "status"), [(ABORT, -6), (SEGMENTATION_FAULT, -11), (KILL, -9), ("exit 8", 8)])
def test_a_filter_that_dies_costs_quality_and_not_the_job(fate: str, status: int, tmp_path: Path) -> None:
    audio = extract(clips.bursts(), tmp_path, program=write_fragile_ffmpeg(tmp_path, "9.0.2", afftdn=fate))

    assert (audio.quality, audio.delay, audio.partial) == (AudioQuality.MEDIUM, 0.0, False)
    assert audio.warnings == (f"FFmpeg's afftdn chain ended with status {status}.",)


def test_a_fallback_begins_again_and_discards_what_was_written(tmp_path: Path) -> None:
    program = write_fragile_ffmpeg(tmp_path, "9.0.2", afftdn="/usr/bin/head -c 3000000 /dev/urandom; exit 1")

    audio = extract(clips.bursts(), tmp_path, program=program)

    assert (len(audio.pcm), whole(audio.samples)) == (audio.size, 320_000)
    assert onsets_of(audio) == pytest.approx(clips.BURST_TIMES, abs=0.03)


@pytest.mark.parametrize(
    ("version", "delay"),
    [("7.0.2-static", 0.008), ("n9.0.2-17-g2a571b6068", 0.0), ("8.1.2", 0.0)],
)
def test_anlmdn_is_only_tried_where_it_is_known_to_work(version: str, delay: float, tmp_path: Path) -> None:
    program = write_fragile_ffmpeg(tmp_path, version, afftdn=ABORT, anlmdn=ONE_SECOND)

    assert extract(clips.bursts(), tmp_path, program=program).delay == delay


def test_the_highpass_falls_to_plain_decoding(tmp_path: Path) -> None:
    program = write_fragile_ffmpeg(tmp_path, "9.0.2", highpass=ABORT)

    audio = extract(clips.bursts(), tmp_path, program=program, audio_filter=AudioFilter.HIGHPASS)

    assert (audio.quality, len(audio.warnings)) == (AudioQuality.MEDIUM, 1)


def test_an_ffmpeg_that_survives_no_filter_gives_up_for_good(tmp_path: Path) -> None:
    program = write_fragile_ffmpeg(tmp_path, "7.0.2", aresample=ABORT)

    assert refusal_of(program, tmp_path) == (FFMPEG_CRASHED, Handling.PERMANENT)


def test_an_ffmpeg_that_the_machine_kills_is_worth_another_attempt(tmp_path: Path) -> None:
    program = write_fragile_ffmpeg(tmp_path, "9.0.2", aresample=KILL)

    assert refusal_of(program, tmp_path) == (FFMPEG_KILLED, Handling.RETRYABLE)


def test_a_filter_that_hangs_is_not_followed_by_another(tmp_path: Path) -> None:
    program = write_fragile_ffmpeg(tmp_path, "9.0.2", afftdn=SLEEP)
    extractor = FfmpegExtractor(FfmpegProgram(program), 60)

    with pytest.raises(JobError) as refused:
        consume(
            extractor.extract(
                FileVideo(clips.bursts()), listen_through(AudioFilter.SPEECH), tmp_path, Deadline.after(3)
            )
        )

    assert refused.value.condition is FFMPEG_OUT_OF_TIME


def test_the_pretended_versions_stand_for_a_real_ffmpeg(tmp_path: Path) -> None:
    program = write_fragile_ffmpeg(tmp_path, "9.0.2", nothing=ABORT)

    assert extract(clips.bursts(), tmp_path, program=program) == extract(clips.bursts(), tmp_path, program=FFMPEG)
