"""Ordinary videos. Where the sound is `BURSTS`, tones of 0.3 s begin at `BURST_TIMES`, in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.media.store import make

if TYPE_CHECKING:
    from pathlib import Path

BURST_TIMES = (1.0, 6.0, 11.0, 16.0)
BURSTS = "0.4*sin(2*PI*1000*t)*between(mod(t\\,5)\\,1\\,1.3)"
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
AAC = ("-c:a", "aac", "-b:a", "96k")
MP4 = (*H264, *AAC, "-movflags", "+faststart")


def pictures(seconds: float, rate: str = "5", size: str = "160x90") -> tuple[str, ...]:
    """An input of moving test pictures."""
    return ("-f", "lavfi", "-i", f"testsrc2=s={size}:r={rate}:d={seconds}")


def sound(seconds: float, *channels: str) -> tuple[str, ...]:
    """An input of sound, one expression of t for each channel; bursts in one channel where none is given."""
    expressions = "|".join(channels or (BURSTS,))
    return ("-f", "lavfi", "-i", f"aevalsrc={expressions}:s=48000:d={seconds}")


def bursts(seconds: float = 20.0) -> Path:
    """An MP4 with tone bursts in both channels."""
    return make("bursts.mp4", (*pictures(seconds), *sound(seconds, BURSTS, BURSTS), *MP4))


def tone(seconds: float) -> Path:
    """An MP4 of a constant tone."""
    return make("tone.mp4", (*pictures(seconds), *sound(seconds, "0.3*sin(2*PI*440*t)"), *MP4))


def container(ending: str) -> Path:
    """The bursts in another container, with codecs that it can hold."""
    codecs = {
        "webm": ("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus"),
        "avi": ("-c:v", "mpeg4", "-c:a", "libmp3lame"),
        "flv": (*H264, *AAC, "-ar", "44100"),
        "mpg": ("-c:v", "mpeg2video", "-r", "25", "-c:a", "mp2"),
        "wav": ("-vn",),
        "wmv": ("-c:v", "wmv2", "-c:a", "wmav2"),
    }.get(ending, (*H264, *AAC))
    return make(f"bursts.{ending}", (*pictures(20.0), *sound(20.0, BURSTS, BURSTS), *codecs))


def fragmented() -> Path:
    """A fragmented MP4, as recorders in browsers write it: the container declares no length at its head."""
    return make("fragmented.mp4", ("-i", str(bursts()), "-c", "copy", "-movflags", "frag_keyframe+empty_moov"))


def rotated() -> Path:
    """A phone's portrait video: a display matrix turns the picture."""
    return make("rotated.mp4", ("-display_rotation", "90", "-i", str(bursts()), "-c", "copy"))


def variable_frame_rate() -> Path:
    """A screen recording: a picture now and then, at uneven times."""
    uneven = ("-vf", "select='lt(mod(n,17),3)'", "-fps_mode", "vfr")
    return make("vfr.mp4", (*pictures(20.0, "25"), *sound(20.0), *uneven, *MP4))
