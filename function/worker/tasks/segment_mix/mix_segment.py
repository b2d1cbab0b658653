"""Mix one segment."""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from worker.jobs.deadline import LOOK_SECONDS
from worker.jobs.errors import FFMPEG_OUT_OF_TIME, RESULT_UNAVAILABLE, SOURCE_GONE, SOURCE_TOO_LARGE, JobError
from worker.jobs.plain_text import MEGABYTE, say_megabytes
from worker.tasks.segment_mix.mix import Output, Segment, StoredFile, Track

if TYPE_CHECKING:
    import threading
    from collections.abc import Generator
    from pathlib import Path

    from worker.jobs.deadline import Deadline
    from worker.jobs.workspace import Workspace
    from worker.tasks.segment_mix.ports import Mixer, Tracks

NEEDED_SECONDS = 10.0
"""No segment begins with less time left; the job goes on in another invocation."""

MOST_BYTES = 64 * MEGABYTE
"""Of one track: almost six minutes of 16-bit stereo at 48 kHz."""

RECIPE = 1
"""Part of what a mix was made of: raise it when mixes should sound different."""

MOST_RACES = 5
"""How often a mix is stored again because another was stored meanwhile: only other orders do that, and they are few."""


def mix_segment(
    segment: Segment, tracks: Tracks, mixer: Mixer, room: threading.Semaphore, workspace: Workspace
) -> str | None:
    """Mix a segment's two tracks and store the mix, unless the same mix is stored already.

    `room` limits how many segments have their three files in the workspaces; a segment waits for its place.

    Returns:
        What the already stored mix was made of (`name_origin`); None where it had to be mixed.

    Raises:
        JobError: a track is not there, too large or no sound; or the bucket, the time or the memory failed.
        SupersededError: the ledger knows a newer order.
    """
    deadline = workspace.deadline
    _ask_for_time(deadline)
    bgm, tts = (
        _find(name, key, tracks, deadline) for name, key in (("bgm", segment.bgm_key), ("tts", segment.tts_key))
    )
    origin = name_origin(segment, bgm, tts)
    stored = tracks.find(segment.output_key, deadline)
    if stored is not None and stored.origin == origin:
        return origin
    with _finding(room, deadline), _files(workspace, segment.index) as (bgm_path, tts_path, out):
        tracks.fetch(bgm, bgm_path, deadline)
        tracks.fetch(tts, tts_path, deadline)
        voice, background = Track("tts", tts_path, segment.tts_gain), Track("bgm", bgm_path, segment.bgm_gain)
        mixer.mix(background, voice, out, deadline)
        bgm_path.unlink()
        tts_path.unlink()
        _store(out, Output(segment.output_key, origin, stored), tracks, deadline)
    return None


def name_origin(segment: Segment, bgm: StoredFile, tts: StoredFile) -> str:
    """Name what a mix is made of: its files as they are now, their gains and the recipe; 32 hexadecimal digits."""
    made_of = (RECIPE, bgm.etag, segment.bgm_gain, tts.etag, segment.tts_gain)
    return hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:32]


def _ask_for_time(deadline: Deadline) -> None:
    if deadline.left() < NEEDED_SECONDS:
        raise JobError(FFMPEG_OUT_OF_TIME, "MIX", "there was no time left.")


def _find(name: str, key: str, tracks: Tracks, deadline: Deadline) -> StoredFile:
    found = tracks.find(key, deadline)
    if found is None:
        raise JobError(SOURCE_GONE, "MIX", f"its {name} is not there.")
    if found.size > MOST_BYTES:
        sizes = f"{say_megabytes(found.size)}, over the limit of {MOST_BYTES // MEGABYTE} MB"
        raise JobError(SOURCE_TOO_LARGE, "MIX", f"its {name} has {sizes}.")
    return found


def _store(mix: Path, output: Output, tracks: Tracks, deadline: Deadline) -> None:
    """Store a mix over any other file; the same mix is there already if the answer to an earlier write was lost."""
    for _ in range(MOST_RACES):
        if tracks.store(mix, output, deadline):
            return
        found = tracks.find(output.key, deadline)
        if found is not None and found.origin == output.origin:
            return
        output = Output(output.key, output.origin, found)
    raise JobError(RESULT_UNAVAILABLE, "MIX", "others wrote its mix again and again.")


@contextmanager
def _finding(room: threading.Semaphore, deadline: Deadline) -> Generator[None]:
    while not room.acquire(timeout=LOOK_SECONDS):
        _ask_for_time(deadline)
    try:
        yield
    finally:
        room.release()


@contextmanager
def _files(workspace: Workspace, index: int) -> Generator[list[Path]]:
    paths = [workspace.file(f"{index:04d}_{name}.wav") for name in ("bgm", "tts", "mix")]
    try:
        yield paths
    finally:
        for path in paths:
            path.unlink(missing_ok=True)
