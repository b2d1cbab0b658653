"""The speech recognisers of a deployment, and which of them hears a video."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from worker.jobs.errors import ENGINE_UNKNOWN, STT_MISCONFIGURED, JobError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Engine(StrEnum):
    """Setting `STT_ENGINE` and an object's `x-amz-meta-stt`: CLOVA CSR, or CLOVA Speech's long-form recognition."""

    CSR = "csr"
    SPEECH = "speech"

    @property
    def label(self) -> str:
        """Its name in `meta.stt_engine`."""
        return "clova" if self is Engine.CSR else "clova_speech"


def choose_engine(declared: str | None, usual: Engine, unset: Mapping[Engine, tuple[str, ...]]) -> Engine:
    """The engine for one video.

    Args:
        declared: the object's `x-amz-meta-stt`, if any.
        usual: `STT_ENGINE`.
        unset: engines that this deployment is not set up for, and the settings that they lack.

    Raises:
        JobError: STT_BAD_RESPONSE, `declared` names no engine (permanent), or one that is not set up (configuration).
    """
    named = (declared or "").strip().lower() or usual
    if named not in {*Engine}:
        raise JobError(ENGINE_UNKNOWN, "STT", f"x-amz-meta-stt is none of {', '.join(Engine)}.")
    engine = Engine(named)
    if engine in unset:
        sentence = "x-amz-meta-stt asks for an engine that this deployment is not set up for."
        raise JobError(STT_MISCONFIGURED, "STT", sentence, setting=unset[engine])
    return engine
