from __future__ import annotations

import io
import wave

import pytest

from tests.faults.sounds import RATE, hear, speak


@pytest.mark.parametrize("number", [0, 1, 2, 77, 12_345, 131_071])
def test_a_sound_says_its_number(number: int) -> None:
    assert hear(pcm_of(speak(number))) == (number, 0)


def test_a_sound_of_two_clips_says_its_number_twice_a_minute_apart() -> None:
    pcm = pcm_of(speak(77, clips=2))
    half = len(pcm) // 4 * 2

    assert hear(pcm[:half]) == (77, 0)
    assert hear(pcm[half:]) == (77, 1)
    assert len(pcm) > 2 * RATE * 55


def test_a_sound_that_was_changed_says_nothing() -> None:
    pcm = bytearray(pcm_of(speak(5)))
    pcm[-1600:] = bytes(1600)  # the last bit, which makes the loud ones odd in number

    with pytest.raises(ValueError, match="no number"):
        hear(bytes(pcm))


def pcm_of(sound: bytes) -> bytes:
    with wave.open(io.BytesIO(sound)) as file:
        return file.readframes(file.getnframes())
