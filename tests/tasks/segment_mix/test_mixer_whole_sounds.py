"""What is cut off, or holds a second recording, is told; what is short is heard."""

from __future__ import annotations

import pytest

from tests.media import oddities
from tests.media.waves import tone, write_wav
from tests.tasks.segment_mix.sounds import COMPRESSED, MUSIC, VOICE, Mix, encode
from worker.jobs.errors import (
    NOT_MEDIA,
    JobError,
)


@pytest.mark.parametrize(("name", "options"), COMPRESSED.values(), ids=COMPRESSED)
@pytest.mark.parametrize("share", [0.5, 0.85])
def test_a_cut_file_of_another_kind_is_no_whole_sound(mix: Mix, name: str, options: str, share: float) -> None:
    whole = encode(tone(1000, -12, 2.0), options, name)

    with pytest.raises(JobError) as caught:
        mix(write_wav(MUSIC), whole[: int(len(whole) * share)])

    assert caught.value.condition is NOT_MEDIA
    assert caught.value.sentence.startswith("MIX: its tts cannot be used: ")


@pytest.mark.parametrize(("name", "options"), COMPRESSED.values(), ids=COMPRESSED)
@pytest.mark.parametrize("seconds", [0.1, 0.3, 1.0])
def test_a_whole_file_is_heard_however_short(mix: Mix, name: str, options: str, seconds: float) -> None:
    voice = encode(tone(1000, -12, seconds), options, name)

    _, mixed = mix(write_wav(tone(440, -20, 0.01)), voice)

    assert mixed.shape[1] == pytest.approx(seconds * 48_000, abs=4_000)


_TOLD = ("float WAV", "M4A", "aiff", "w64", "caf", "ALAC", "WMA", "FLV")
SEVERAL = {"WAV": ("voice.wav", ""), "RF64": ("voice.wav", "-rf64 always")} | {kind: COMPRESSED[kind] for kind in _TOLD}


@pytest.mark.parametrize(("name", "options"), SEVERAL.values(), ids=SEVERAL)
def test_a_second_recording_that_would_be_left_out_is_told(mix: Mix, name: str, options: str) -> None:
    voice = encode(VOICE, options, name)

    with pytest.raises(JobError, match=r"MIX: its tts cannot be used: .*be decoded\.") as caught:
        mix(write_wav(MUSIC), voice + voice)

    assert caught.value.condition is NOT_MEDIA


@pytest.mark.parametrize("kind", ["MP3", "Ogg", "Opus", "flac", "au"])
def test_a_second_recording_that_is_heard_is_no_fault(mix: Mix, kind: str) -> None:
    name, options = COMPRESSED[kind]
    voice = encode(tone(1000, -12, 2.0), options, name)

    _, mixed = mix(write_wav(MUSIC), voice + voice)

    assert mixed.shape[1] == pytest.approx(4 * 48_000, abs=8_000)


def test_a_file_that_ends_with_a_fragments_index_is_no_whole_sound(mix: Mix) -> None:
    voice = encode(tone(1000, -12, 2.0), *reversed(COMPRESSED["M4A in fragments"]))

    with pytest.raises(JobError, match="bytes of the file are there"):
        mix(write_wav(MUSIC), voice[: voice.rindex(b"mdat") - 4])


def test_the_sound_of_a_video_that_goes_on_in_silence_is_heard(mix: Mix) -> None:
    _, mixed = mix(write_wav(MUSIC), oddities.short_sound().read_bytes(), 0.0, 1.0)

    assert mixed.shape[1] == pytest.approx(5 * 48_000, abs=2_000)
