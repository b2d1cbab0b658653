from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.adapters.listening import FileVideo, extract, listen, listen_through, onsets_of
from tests.builders import a_deadline
from tests.media import clips, damaged, edits, oddities
from tests.media.edits import edited
from tests.media.store import FFMPEG, make, write
from worker.adapters.ffmpeg import FfmpegExtractor, FfmpegProgram
from worker.adapters.ffmpeg.arguments import decode_arguments
from worker.adapters.ffmpeg.source.edit_lists import PICTURES, SOUND
from worker.adapters.ffmpeg.speech.chains import plan_chains
from worker.adapters.ffmpeg.speech.graphs import render
from worker.jobs.deadline import Deadline
from worker.jobs.errors import SOURCE_OUT_OF_TIME, SOURCE_REPLACED, SOURCE_TOO_LARGE, JobError
from worker.speech.audio import AudioFilter
from worker.video.video import Passage

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from tests.adapters.listening import Heard
    from worker.video.video import Video


def index_at_end() -> Path:
    return make("tail.mp4", ("-i", str(clips.bursts()), "-c", "copy"))


def index_at_end_of_much() -> Path:
    """A file of more than one part whose index stands between boxes that are no samples."""
    content = index_at_end().read_bytes()
    place = content.index(b"moov") - 4
    free = (6_000_000).to_bytes(4, "big") + b"free" + bytes(5_999_992)
    return write("much.mp4", content[:place] + free + content[place:] + free)


def odd_index() -> Path:
    """The index says that it goes on to the end of the file, which FFmpeg believes only where it can go back."""
    content = bytearray(clips.bursts().read_bytes())
    place = content.index(b"moov") - 4
    content[place : place + 4] = bytes(4)
    return write("odd.mp4", bytes(content))


def sound_of(file: Path) -> bytes:
    """What FFmpeg makes of a file when it opens it itself."""
    chain = plan_chains(AudioFilter.SPEECH, "")[0]
    command = [FFMPEG, *decode_arguments(f"file:{file}", 0, render(chain), 3_600)]
    return subprocess.run(command, check=True, capture_output=True).stdout


@dataclass(frozen=True)
class FailingVideo(FileVideo):
    """A video that stops coming after so many bytes; `wait` comes before the error."""

    after: int = 0
    wait: Callable[[], object] = int

    def stream(self, first: int, last: int) -> Generator[bytes]:
        yield from super().stream(first, min(last, self.after))
        if last > self.after:
            self.wait()
            raise JobError(SOURCE_REPLACED, "DOWNLOAD", "the video was replaced by another upload.")


def extract_from(video: Video, workspace: Path, deadline: Deadline | None = None) -> Heard:
    extractor = FfmpegExtractor(FfmpegProgram(FFMPEG), 3_600)
    return listen(extractor.extract(video, listen_through(AudioFilter.SPEECH), workspace, deadline or a_deadline()))


@pytest.mark.parametrize(
    "make",
    [
        *(partial(clips.container, ending) for ending in ("mov", "mkv", "webm", "avi", "ts", "flv", "wmv")),
        clips.bursts,
        clips.fragmented,
        index_at_end,
        index_at_end_of_much,
        partial(oddities.late_sound, "mp4"),
    ],
)
def test_what_is_streamed_sounds_as_the_file_does_to_the_bit(make: Callable[[], Path], tmp_path: Path) -> None:
    audio = extract(make(), tmp_path)

    assert audio.passage is Passage.STREAM
    assert audio.pcm == sound_of(make())


def test_nothing_of_a_streamed_video_is_on_the_disk(tmp_path: Path) -> None:
    decoded = FfmpegExtractor(FfmpegProgram(FFMPEG), 3_600).extract(
        FileVideo(index_at_end()), listen_through(AudioFilter.SPEECH), tmp_path, a_deadline()
    )

    next(decoded)
    next(decoded)

    assert [path.name for path in tmp_path.iterdir()] == ["ffmpeg.pid"]
    decoded.close()


def test_an_index_that_a_pipe_cannot_take_makes_it_a_file(tmp_path: Path) -> None:
    audio = extract(odd_index(), tmp_path)

    assert audio.passage is Passage.FILE
    assert audio.pcm == sound_of(odd_index())


@pytest.mark.parametrize("pieces", [edits.REPEATED, edits.TURNED, edits.PARTED], ids=["again", "back", "gap"])
def test_a_track_that_is_played_in_pieces_sounds_as_the_file_does(
    pieces: tuple[edits.Edit, ...], tmp_path: Path
) -> None:
    audio = extract(edited(*pieces), tmp_path)

    assert (audio.passage, audio.partial) == (Passage.FILE, False)
    assert audio.pcm == sound_of(edited(*pieces))
    assert len(onsets_of(audio)) >= len(clips.BURST_TIMES)


@pytest.mark.parametrize("pieces", [((20, 0),), ((4, None), (20, 0)), ((20, 5),)], ids=["usual", "late", "begun"])
def test_a_track_that_is_played_in_one_piece_is_streamed(pieces: tuple[edits.Edit, ...], tmp_path: Path) -> None:
    assert extract(edited(*pieces), tmp_path).passage is Passage.STREAM


@pytest.mark.parametrize(
    ("kind", "passage"), [(SOUND, Passage.FILE), (PICTURES, Passage.STREAM)], ids=["sound", "pictures"]
)
def test_only_pieces_of_sound_keep_sound_from_being_streamed(kind: bytes, passage: Passage, tmp_path: Path) -> None:
    assert extract(edited(*edits.PARTED, kind=kind), tmp_path).passage is passage


def test_a_video_that_must_be_a_file_and_does_not_fit_is_refused_before_its_bytes_are_fetched(tmp_path: Path) -> None:
    @dataclass(frozen=True)
    class HugeVideo(FailingVideo):
        @property
        def size(self) -> int:
            return 2**60

    with pytest.raises(JobError, match="does not fit the disk") as refused:
        extract_from(HugeVideo(odd_index(), after=100_000), tmp_path)

    assert refused.value.condition is SOURCE_TOO_LARGE


@pytest.mark.parametrize("share", [0.0, 0.5, 0.95])
@pytest.mark.parametrize("make", [clips.bursts, index_at_end, odd_index])
def test_a_video_that_stops_coming_is_the_sources_fault_and_no_shorter_sound(
    make: Callable[[], Path], share: float, tmp_path: Path
) -> None:
    video = make()

    with pytest.raises(JobError) as caught:
        extract_from(FailingVideo(video, after=round(share * video.stat().st_size)), tmp_path)

    assert caught.value.condition is SOURCE_REPLACED


def test_a_video_that_does_not_come_in_time_is_the_sources_fault(tmp_path: Path) -> None:
    over = threading.Event()
    video = FailingVideo(clips.bursts(), after=100_000, wait=lambda: over.wait(20))

    with pytest.raises(JobError) as caught:
        extract_from(video, tmp_path, Deadline.after(1.5))

    over.set()
    assert caught.value.condition is SOURCE_OUT_OF_TIME


def test_a_short_sound_is_looked_for_in_the_stream_once_more(tmp_path: Path) -> None:
    audio = extract(damaged.truncated_faststart(), tmp_path)

    assert (audio.passage, audio.partial) == (Passage.STREAM, True)
