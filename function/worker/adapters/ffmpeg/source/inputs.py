"""Where FFmpeg reads a video: from a pipe as it arrives, or from a file if a pipe will not do."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.source.faststart import Piece, begins_with_box, order_for_a_pipe, read
from worker.adapters.ffmpeg.source.flv_heads import FlvHeads, is_flv
from worker.adapters.ffmpeg.source.large_wav import HEAD_BYTES, unbound_length
from worker.video.video import Passage, Video

if TYPE_CHECKING:
    from collections.abc import Generator

    from worker.adapters.ffmpeg.report import Media

_PIECE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class LocalFile:
    """Implements `video.video.Video` for a file in the workspace."""

    path: Path

    @property
    def size(self) -> int:
        """Bytes."""
        return self.path.stat().st_size

    def stream(self, first: int, last: int) -> Generator[bytes]:
        with self.path.open("rb") as file:
            file.seek(first)
            while piece := file.read(max(0, min(_PIECE_BYTES, last - file.tell()))):
                yield piece


@dataclass(frozen=True, slots=True)
class Input:
    """A video as given to FFmpeg; `pieces` go through the pipe in order, if `passage` is a pipe."""

    video: Video
    address: str
    passage: Passage
    pieces: tuple[Piece, ...] = ()
    heads: FlvHeads = field(default_factory=FlvHeads, compare=False)

    def feed(self) -> Generator[bytes] | None:
        """The video from its beginning, for one run; None if the run opens the file itself."""
        if self.passage is not Passage.STREAM:
            return None
        return self.heads.search(self._stream()) if is_flv(self.video) else self._stream()

    def _stream(self) -> Generator[bytes]:
        for piece in self.pieces:
            if isinstance(piece, range):
                yield from self.video.stream(piece.start, piece.stop)
            else:
                yield bytes(piece)

    def suits(self, media: Media) -> bool:
        """Whether what FFmpeg found in the pipe can be decoded from there.

        A container that was not recognised may be in a file, where FFmpeg can seek and look further. The same holds for
        late sound in MPEG-PS, whose header lists no tracks. An MP4 without the usual first box may have its index at
        the end, and then a pipe gives silence (measured).
        """
        if media.container == "mpeg" and not media.tracks:
            return False
        return media.opened and (media.container.startswith("mov") <= begins_with_box(self.video))


def pipe(video: Video, kind: bytes) -> Input | None:
    """The video through a pipe, or None if its structure forbids that for tracks of a kind (`edit_lists`)."""
    pieces = _open_end(video) or order_for_a_pipe(video, kind)
    return None if pieces is None else Input(video, "pipe:0", Passage.STREAM, pieces)


def open_file(file: LocalFile) -> Input:
    """A file as it is, or through a pipe if FFmpeg would otherwise find no sound or no end in it."""
    pieces = (range(file.size),) if is_flv(file) else _open_end(file)
    return Input(file, "pipe:0", Passage.STREAM, pieces) if pieces else Input(file, f"file:{file.path}", Passage.FILE)


def _open_end(video: Video) -> tuple[Piece, ...]:
    opened = unbound_length(read(video, 0, HEAD_BYTES))
    return (opened, range(len(opened), video.size)) if opened else ()
