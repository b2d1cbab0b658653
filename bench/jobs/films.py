"""What is uploaded: 1280 x 720 at 2.4 Mb/s with speech over music, as long as one asks, made once and kept."""

from __future__ import annotations

from pathlib import Path

from tests.media.clips import pictures
from tests.media.store import make

_TALK = Path(__file__).parents[2] / "local/sample/sample.mp4"
"""63 s of English by flite, with the pauses of somebody who reads."""

MUSIC = "aevalsrc='0.012*(sin(2*PI*220*t)+sin(2*PI*277*t)+sin(2*PI*330*t))*(0.6+0.4*sin(2*PI*t/4)):s=48000'"
"""A soft chord, 30 dB under the voice: nowhere is silence."""

_H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "60", "-b:v", "2400k")
_AAC = ("-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000")
_COPIES = {
    "mp4": ("-c", "copy", "-movflags", "+faststart"),
    "mov": ("-c", "copy"),  # its index stands at the end
    "mkv": ("-c", "copy"),
    "ts": ("-c", "copy"),
    "webm": ("-vf", "scale=320:-2", "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"),
}
ENDINGS = tuple(_COPIES)


def film(minutes: float, ending: str = "mp4", *, music: bool = True) -> Path:
    """A film of so many minutes. Every 63 s of speech a pause of 7 s follows, with or without music below."""
    repeated = ("-stream_loop", "-1", "-i", str(_scene(music=music)), "-t", str(60 * minutes))
    return make(f"film{minutes:g}.{ending}", (*repeated, *_COPIES[ending]))


def _scene(*, music: bool) -> Path:
    """70 s of it."""
    voice = f"[1:a]aformat=channel_layouts=stereo,apad=whole_dur=70[voice];{MUSIC}:d=70,volume={int(music)}[music]"
    mixed = ("-filter_complex", f"{voice};[voice][music]amix=duration=longest:normalize=0[sound]")
    inputs = (*pictures(70, "30", "1280x720"), "-i", str(_TALK))
    return make("scene.mkv", (*inputs, *mixed, "-map", "0:v", "-map", "[sound]", *_H264, *_AAC, "-t", "70"))
