from __future__ import annotations

import hashlib
import itertools
import math
import random
from array import array
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_deadline
from worker.jobs.errors import FFMPEG_OUT_OF_DISK, JobError
from worker.jobs.workspace import Workspace
from worker.speech.audio import SAMPLE_RATE, AudioQuality, Beginning, Decoded, Recording, SpeechClip
from worker.speech.clips.find_speech import find_speech
from worker.speech.clips.levels import measure_levels

if TYPE_CHECKING:
    from pathlib import Path


def tone(seconds: float, dbfs: float) -> array[int]:
    """A sine whose RMS is the given level."""
    peak = 32768 * math.sqrt(2) * 10 ** (dbfs / 20)
    period = [round(peak * math.sin(2 * math.pi * n / 80)) for n in range(80)]
    samples = round(seconds * SAMPLE_RATE)
    return array("h", (period * (samples // 80 + 1))[:samples])


def silence(seconds: float) -> array[int]:
    return array("h", bytes(round(seconds * SAMPLE_RATE) * 2))


def play(*parts: array[int], delay: float = 0.0, piece: int = 65_536) -> Generator[Decoded]:
    """A decoding of these, in pieces of so many bytes."""
    pcm = b"".join(part.tobytes() for part in parts)
    yield Beginning(delay)
    for first in range(0, len(pcm), piece):
        yield pcm[first : first + piece]
    yield Recording(len(pcm) // 2, len(pcm) / 2 / SAMPLE_RATE, AudioQuality.HIGH)


Find = Callable[[Generator[Decoded]], list[SpeechClip]]


@pytest.fixture
def find(tmp_path: Path) -> Find:
    """The clips of a decoding."""

    def find(decoded: Generator[Decoded]) -> list[SpeechClip]:
        pieces = find_speech(decoded, Workspace(tmp_path, a_deadline()))
        return [piece for piece in pieces if isinstance(piece, SpeechClip)]

    return find


@pytest.mark.parametrize("dbfs", [-50, -40, -20, -6])
def test_a_voice_is_found_however_quiet(find: Find, dbfs: float) -> None:
    assert len(find(play(silence(2), tone(0.5, dbfs), silence(2)))) == 1


@pytest.mark.parametrize("dbfs", [-60, -69.5, -80])
def test_what_is_too_quiet_for_a_voice_is_not_sent(find: Find, dbfs: float) -> None:
    assert find(play(tone(5, dbfs))) == []


def test_digital_silence_is_not_sent(find: Find) -> None:
    assert find(play(silence(70))) == []


def test_a_click_is_no_voice(find: Find) -> None:
    assert find(play(silence(2), tone(0.005, -40), silence(2))) == []


def test_a_silence_between_spoken_clips_is_not_sent(find: Find) -> None:
    clips = find(play(tone(30, -20), silence(400), tone(30, -20)))

    assert len(clips) == 2
    assert clips[0].start == 0
    assert clips[-1].end == 460
    assert sum(clip.end - clip.start for clip in clips) < 62


def test_clips_are_timed_on_the_videos_clock(find: Find) -> None:
    first, second = find(play(tone(80, -20), delay=0.025))

    assert (first.start, second.end) == (0.0, 79.975)
    assert first.end == second.start == pytest.approx(len(first.load()) / 2 / SAMPLE_RATE - 0.025)


def test_a_clip_knows_where_nothing_is_said_in_it_on_the_videos_clock(find: Find) -> None:
    (clip,) = find(play(silence(0.5), tone(3, -20), silence(0.8), tone(4, -20), delay=0.025))

    assert [edge for pause in clip.pauses for edge in pause] == pytest.approx(
        [clip.start, 0.475, 3.475, 4.275], abs=0.05
    )


def test_a_stop_inside_a_word_is_no_pause_of_a_clip(find: Find) -> None:
    (clip,) = find(play(tone(3, -20), silence(0.2), tone(4, -20)))

    assert clip.pauses == ()


@pytest.mark.parametrize("piece", [999, 65_536, 10_000_000])
def test_clips_hold_exactly_the_samples_however_they_are_dealt_out(find: Find, piece: int) -> None:
    noise = array("h", random.Random(7).randbytes(200 * SAMPLE_RATE * 2 + 36))  # noqa: S311 - noise, not secrets

    clips = find(play(noise, piece=piece))

    assert b"".join(clip.load() for clip in clips) == noise.tobytes()
    assert [clip.digest for clip in clips] == [hashlib.sha256(clip.load()).hexdigest() for clip in clips]


def test_a_clip_is_there_before_the_sound_ends(tmp_path: Path) -> None:
    decoded = play(tone(600, -20))

    clips = find_speech(decoded, Workspace(tmp_path, a_deadline()))

    first = next(clips)

    assert isinstance(first, SpeechClip)
    assert first.start == 0
    assert len(b"".join(piece for piece in decoded if isinstance(piece, bytes))) > 400 * SAMPLE_RATE * 2


def test_after_a_new_beginning_the_clips_that_were_given_stand_and_it_is_cut_on(find: Find) -> None:
    noise = array("h", random.Random(7).randbytes(200 * SAMPLE_RATE * 2))  # noqa: S311 - noise, not secrets

    def fall() -> Generator[Decoded]:
        yield Beginning(0.025)
        yield bytes(800) + noise[: 150 * SAMPLE_RATE].tobytes()
        yield from play(noise)

    clips = find(fall())

    assert b"".join(clip.load() for clip in clips) == bytes(800) + noise.tobytes()
    assert all(one.end == following.start for one, following in itertools.pairwise(clips))
    assert clips[-1].end == 200


def test_a_new_beginning_that_ends_earlier_gives_nothing_twice(find: Find) -> None:
    def fall() -> Generator[Decoded]:
        yield Beginning(0.0)
        yield tone(200, -20).tobytes()
        yield from play(tone(20, -20))

    assert max(clip.end for clip in find(fall())) < 200


def test_a_full_disk_is_worth_another_attempt(tmp_path: Path) -> None:
    (tmp_path / "clip-0.pcm").symlink_to("/dev/full")

    with pytest.raises(JobError) as refused:
        next(find_speech(play(tone(10, -20)), Workspace(tmp_path, a_deadline())))

    assert refused.value.condition is FFMPEG_OUT_OF_DISK


def test_another_trouble_with_the_disk_is_not_called_a_full_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        next(find_speech(play(tone(10, -20)), Workspace(tmp_path / "nowhere", a_deadline())))


@pytest.mark.parametrize("dbfs", [-6, -30, -55])
def test_a_level_is_the_mean_square_of_its_frame(dbfs: float) -> None:
    levels = measure_levels(tone(1, dbfs).tobytes())

    assert len(levels) == 50
    assert 10 * math.log10(levels[20] / 32768**2) == pytest.approx(dbfs, abs=0.1)
