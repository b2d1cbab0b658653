"""Decode an upload once: its clips are saved under `work/`, as far as they have no answer yet.

Once all clips are cut, the audio of the unanswered ones is saved, and then a list of all. An attempt that finds the
list fetches and decodes nothing: it goes on with the first clip that has no answer.
"""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from worker.jobs.errors import RESULT_UNAVAILABLE, JobError
from worker.jobs.workspace import Workspace
from worker.speech.audio import Recording, SpeechClip
from worker.speech.clips.find_speech import find_speech

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    from worker.jobs.deadline import Deadline
    from worker.jobs.ports import Checkpoints
    from worker.speech.audio import Decoded
    from worker.speech.listening import Listening
    from worker.speech.ports import AudioExtractor
    from worker.video.video import Video


@dataclass(frozen=True, slots=True)
class _Listed:
    digest: str
    start: float
    end: float
    pauses: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class _Listing:
    clips: tuple[_Listed, ...]
    recording: Recording


_LISTING = TypeAdapter(_Listing)


class ResumingExtractor:
    """Implements `speech.ports.AudioExtractor`; gives clips instead of PCM.

    Args:
        extractor: decodes an upload that has no saved clips.
        checkpoints: where clips are saved.
        answered: digests of the clips that have a saved answer; grows while the clips are recognised.
    """

    def __init__(self, extractor: AudioExtractor, checkpoints: Checkpoints, answered: set[str]) -> None:
        self._extractor = extractor
        self._checkpoints = checkpoints
        self._answered = answered

    def extract(
        self, video: Video, listening: Listening, folder: Path, deadline: Deadline, flac: Path | None = None
    ) -> Generator[Decoded]:
        name = f"speech-{listening.name}.json"
        listing = self._load_listing(name) if flac is None else None  # no FLAC is saved: it is decoded anew
        if listing is not None:
            yield from (self._revive(name, clip) for clip in listing.clips)
            yield replace(listing.recording, recalled=True)
            return
        clips: list[SpeechClip] = []
        decoded = self._extractor.extract(video, listening, folder, deadline, flac)
        with closing(find_speech(decoded, Workspace(folder, deadline))) as cut:
            for piece in cut:
                if isinstance(piece, Recording):
                    self._save_listing(name, clips, piece)
                else:
                    clips.append(piece)
                yield piece

    def _load_listing(self, name: str) -> _Listing | None:
        body = self._checkpoints.load(name)
        try:
            return _LISTING.validate_json(body) if body else None
        except ValidationError:
            return None

    def _revive(self, listing: str, clip: _Listed) -> SpeechClip:
        return SpeechClip(
            clip.digest, clip.start, clip.end, partial(self._load_audio, listing, clip.digest), pauses=clip.pauses
        )

    def _load_audio(self, listing: str, digest: str) -> bytes:
        """The audio of a clip; if it is gone, empty the list, so that the next attempt decodes again."""
        pcm = self._checkpoints.load(_name_audio(digest))
        if pcm is None or hashlib.sha256(pcm).hexdigest() != digest:
            self._checkpoints.save(listing, b"")
            raise JobError(RESULT_UNAVAILABLE, "CHECKPOINT", "the audio of a clip is gone.")
        return pcm

    def _save_listing(self, name: str, clips: Sequence[SpeechClip], recording: Recording) -> None:
        """Save what a later attempt needs, the list last; without the list, that attempt decodes again."""
        first_of_equals = {clip.digest: clip for clip in reversed(clips)}
        if all(self._save_audio(clip) for clip in first_of_equals.values()):
            listed = tuple(_Listed(clip.digest, clip.start, clip.end, clip.pauses) for clip in clips)
            self._checkpoints.save(name, _LISTING.dump_json(_Listing(listed, recording)))

    def _save_audio(self, clip: SpeechClip) -> bool:
        """Save a clip that has no answer yet; False if neither it nor its answer could be saved."""
        try:
            pcm = clip.load()
        except FileNotFoundError:
            return clip.digest in self._answered
        return self._checkpoints.save(_name_audio(clip.digest), pcm)


def _name_audio(digest: str) -> str:
    return f"pcm-{digest}"
