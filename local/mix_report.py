"""How loud two sounds are by themselves, and how loud each is in their mix."""

from __future__ import annotations

import json
import wave
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from rich.table import Table

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

Floats = npt.NDArray[np.float64]


def show_mixed(console: Console, folder: Path, segments: list[dict[str, Any]], told: list[dict[str, Any]]) -> None:
    """Print the levels of every segment, and what the editor was told.

    Args:
        console: Where.
        folder: Holds the tracks and the mixes under the names that they have in S3.
        segments: As in the message.
        told: Bodies of the callbacks.
    """
    columns = ("segment", "bgm", "gain", "in the mix", "tts", "gain", "in the mix", "peak")
    table = Table(*columns, title="Levels in dB", title_justify="left")
    for segment in segments:
        table.add_row(*_describe(folder, segment))
    console.print(table)
    for body in told:
        console.print_json(json.dumps(body))


def _describe(folder: Path, segment: dict[str, Any]) -> list[str]:
    bgm, tts, mix = (_read(folder / f"{segment['index']:04d}_{name}.wav") for name in ("bgm", "tts", "mix"))
    parts = np.zeros((2, len(mix)))
    parts[0, : len(bgm)], parts[1, : len(tts)] = bgm, tts
    # How much of each is in the mix: the least squares of their correlation with it.
    heard = np.linalg.lstsq(parts.T, mix, rcond=None)[0]
    row = [str(segment["index"])]
    for part, name, factor in zip((bgm, tts), ("bgm_gain", "tts_gain"), heard, strict=True):
        row += [_decibels(_rms(part)), _decibels(segment[name]), _decibels(_rms(part) * abs(factor))]
    return [*row, _decibels(float(np.abs(mix).max()))]


def _read(path: Path) -> Floats:
    with wave.open(str(path), "rb") as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768


def _rms(samples: Floats) -> float:
    return float(np.sqrt(np.mean(samples**2)))


def _decibels(value: float) -> str:
    return f"{20 * np.log10(max(value, 1e-6)):.2f}"
