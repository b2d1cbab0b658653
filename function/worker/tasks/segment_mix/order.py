"""A message of the segment mix -> its job (docs/sources.md, Mixing)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from worker.tasks.segment_mix.job import SegmentMixJob
from worker.tasks.segment_mix.mix import Segment
from worker.video.keys import LONGEST_KEY, is_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.jobs.task import Message

MOST_SEGMENTS = 1000

_MOST_FOLDERS = 13
"""Parts of a key below `projects/`, including its file."""


def _check_key(key: str) -> str:
    root, *names = key.split("/")
    is_below = root == "projects" and 1 < len(names) <= _MOST_FOLDERS
    if not is_below or not all(map(is_name, names)) or len(key.encode()) > LONGEST_KEY:
        raise ValueError("must be a key under projects/ of plain names")
    return key


_Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$")]
_Gain = Annotated[float, Field(ge=0, le=4, allow_inf_nan=False)]
_Key = Annotated[str, AfterValidator(_check_key)]
_Prefix = Annotated[str, AfterValidator(lambda prefix: _check_key(prefix.rstrip("/")))]


class _Model(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)


class _Address(_Model):
    """Where the callback goes, and what it is about: without these none can be sent."""

    task: Literal["segment_mix", "tts_bgm_mix"]
    job_id: _Id
    project_id: _Id
    callback_url: str = Field(min_length=1, max_length=2048)


class _Segment(_Model):
    index: int = Field(ge=0, le=9999)
    bgm_key: _Key | None = None
    tts_key: _Key | None = None
    output_key: _Key | None = None
    bgm_gain: _Gain = 1.0
    tts_gain: _Gain = 1.0


class _Order(_Model):
    intermediate_prefix: _Prefix | None = None
    segments: list[_Segment] = Field(min_length=1, max_length=MOST_SEGMENTS)
    continue_on_error: bool = False


def accept(message: Message) -> SegmentMixJob | None:
    """Take every order of a mix; `tts_bgm_mix` is its old name.

    Raises:
        ValidationError: it does not say which job, project or `callback_url`.
    """
    match message:
        case {"task": "segment_mix" | "tts_bgm_mix"}:
            return _read_order(message)
        case _:
            return None


def _read_order(message: dict[str, Any]) -> SegmentMixJob:
    """Read an order. A literal `{job_id}` anywhere in it stands for the job's id.

    Returns:
        The job; with a `problem` if only its address can be used, so that a callback can be sent.
    """
    job_id = _Address.model_validate(message).job_id
    filled = json.loads(json.dumps(message).replace("{job_id}", job_id))
    address = _Address.model_validate(filled)
    folder = f"projects/{address.project_id}/interim/{job_id}/segments"
    job = SegmentMixJob(job_id, address.project_id, address.callback_url, folder)
    try:
        order = _Order.model_validate(filled)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        return replace(job, problem=f"{'.'.join(map(str, first['loc']))}: {first['msg']}")
    prefix = order.intermediate_prefix or job.prefix
    segments = tuple(_complete(segment, prefix) for segment in order.segments)
    problem = _find_foreign(prefix, segments, f"projects/{job.project_id}/") or _find_overwriting(segments)
    if problem is not None:
        return replace(job, problem=problem)
    return replace(job, prefix=prefix, segments=segments, keep_going=order.continue_on_error)


def _complete(segment: _Segment, prefix: str) -> Segment:
    """Name the files that the order leaves to the prefix, as the dubbing pipeline names them."""
    stem = f"{prefix}/{segment.index:04d}"
    return Segment(
        segment.index,
        segment.bgm_key or f"{stem}_bgm.wav",
        segment.tts_key or f"{stem}_tts.wav",
        segment.output_key or f"{stem}_mix.wav",
        segment.bgm_gain,
        segment.tts_gain,
    )


def _find_foreign(prefix: str, segments: Sequence[Segment], project: str) -> str | None:
    """Why the order may not use its keys: it reads other projects' files, or writes outside interim/; or None."""
    if not prefix.startswith(project):
        return "intermediate_prefix: must be under the project's own folder"
    for segment in segments:
        if not (segment.bgm_key.startswith(project) and segment.tts_key.startswith(project)):
            return f"segment {segment.index}: its keys must be under the project's own folder"
        if not segment.output_key.startswith(f"{project}interim/") or not segment.output_key.endswith(".wav"):
            return f"segment {segment.index}: output_key must be a .wav under the project's interim/"
    return None


def _find_overwriting(segments: Sequence[Segment]) -> str | None:
    """Why the files would not stay the same: an output is written twice, or is also a source; None if they would."""
    outputs = {segment.output_key for segment in segments}
    sources = {key for segment in segments for key in (segment.bgm_key, segment.tts_key)}
    if len(outputs) < len(segments) or len({segment.index for segment in segments}) < len(segments):
        return "segments: two of them have the same index or output_key"
    return "segments: an output_key is also a source" if outputs & sources else None
