"""Honest videos that catch a careless decoder. Tone bursts begin at `clips.BURST_TIMES` of the video's own clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.media.clips import AAC, BURSTS, H264, MP4, bursts, codecs, container, pictures, sound
from tests.media.store import make, write

if TYPE_CHECKING:
    from pathlib import Path

SPEECH_BAND = "0.25*sin(2*PI*500*t)+0.15*sin(2*PI*1500*t)"


def late_sound(ending: str) -> Path:
    """The sound track begins 4 s after the pictures; what is heard is still heard at the same times of the video."""
    late = ("-itsoffset", "4", *sound(16.0, BURSTS.replace("t\\,5", "t+4\\,5")))
    return make(f"late.{ending}", (*pictures(20.0), *late, "-map", "0:v", "-map", "1:a", *codecs(ending)))


def much_later_sound(ending: str) -> Path:
    """The sound begins 12 s after the pictures, behind all that FFmpeg looks at when it opens a stream."""
    late = ("-itsoffset", "12", *sound(8.0, BURSTS.replace("t\\,5", "t+12\\,5")))
    return make(f"later.{ending}", (*pictures(20.0), *late, "-map", "0:v", "-map", "1:a", *codecs(ending)))


def pictures_of_unknown_size() -> Path:
    """A recording that begins amid pictures: those that say their size are missing, and it has no sound yet."""
    copied = ("-i", str(late_sound("ts")), "-c", "copy", "-bsf:v", "noise=drop=key")
    return make("sizeless.ts", copied)


def sound_with_hole(ending: str) -> Path:
    """Packets of 3 s (7 to 10) are missing from the sound track; what follows keeps its time stamps."""
    copied = ("-i", str(bursts()), "-c", "copy", "-bsf:a", "noise=drop='between(pts*tb,7,10)'")
    return make(f"hole.{ending}", copied)


def changing_sound(*later: str, ending: str = "ts") -> Path:
    """Two recordings of 10 s in a row, the second one's sound encoded otherwise.

    They have no pictures: beside those FFmpeg 9.0.2 may never end (docs/sources.md, FFmpeg).
    """
    one = make(f"one.{ending}", (*sound(10.0, BURSTS, BURSTS), *AAC))
    other = make(f"other.{ending}", (*sound(10.0), *AAC, *later, "-output_ts_offset", "10"))
    return write(f"changing.{ending}", one.read_bytes() + other.read_bytes())


def restarted(ending: str, seconds: float = 20.0, *more: str) -> Path:
    """A recorder that was stopped and started: two recordings of 20 s, one behind the other."""
    return write(f"restarted.{ending}", 2 * container(ending, seconds, *more).read_bytes())


def restarted_bw64(seconds: float) -> Path:
    """The same of an RF64 under its other name."""
    return write("restarted.bw64", restarted("rf64", seconds).read_bytes().replace(b"RF64", b"BW64"))


def set_back(ending: str, seconds: float) -> Path:
    """A camera's clock is set back in the middle of a recording."""
    times = f"setts=ts='if(gte(TS*TB,10),TS-{seconds}/TB,TS)'"
    return make(f"back.{ending}", ("-i", str(container(ending)), "-c", "copy", "-bsf", times))


def part_of_a_stream(ending: str, start: float) -> Path:
    """A part of a live stream, whose clock began long before."""
    copied = ("-i", str(container(ending)), "-c", "copy", "-output_ts_offset", str(start))
    return make(f"part.{ending}", copied)


def long_subtitles(ending: str) -> Path:
    """Subtitles that go on for 10 h behind 20 s of sound and pictures."""
    lines = write("long.srt", b"1\n00:00:01,000 --> 00:00:02,000\nOne\n\n2\n10:00:00,000 --> 10:00:01,000\nTwo\n")
    coded = ("-c:s", {"webm": "webvtt"}.get(ending, "srt"))
    inputs = ("-i", str(container(ending)), "-i", str(lines))
    return make(f"subtitles.{ending}", (*inputs, "-map", "0", "-map", "1", "-c", "copy", *coded))


def unmeasured() -> Path:
    """A WebM as recorders in browsers write it: its head declares no length."""
    return make("unmeasured.webm", ("-i", str(container("webm")), "-c", "copy", "-live", "1"))


def antiphase() -> Path:
    """Stereo whose right channel is the inverted left one: mixed, nothing is left."""
    return make("antiphase.mp4", (*pictures(5), *sound(5, SPEECH_BAND, f"-({SPEECH_BAND})"), *MP4))


def silent_stereo() -> Path:
    """Stereo without a sound."""
    return make("silent.mp4", (*pictures(5), *sound(5, "0", "0"), *MP4))


def right_only() -> Path:
    """Stereo with a very quiet sound on the right: its mix is under the silence level and the left is emptier still."""
    return make("right.wav", sound(5, "0", f"0.006*({SPEECH_BAND})"))


def taking_turns() -> Path:
    """Stereo with a very quiet sound on the left, then on the right: its mix is under the silence level, too."""
    quiet = f"0.006*({SPEECH_BAND})"
    return make("turns.wav", sound(5, f"{quiet}*lt(t\\,2)", f"{quiet}*gte(t\\,2)"))


def surround() -> Path:
    """5.1 with speech in the centre and nothing elsewhere."""
    channels = ("0", "0", SPEECH_BAND, "0", "0", "0")
    return make("surround.mp4", (*pictures(5), *sound(5, *channels), "-af", "aformat=channel_layouts=5.1", *MP4))


_TWO_TONES = (*pictures(5), *sound(5, "0.3*sin(2*PI*300*t)"), *sound(5, "0.3*sin(2*PI*1200*t)"))
_BOTH = ("-map", "0:v", "-map", "1:a", "-map", "2:a")


def two_tracks(default: int | None) -> Path:
    """Two sound tracks, the first of 300 Hz and the second of 1200 Hz; one may be marked as default."""
    marks = ("-disposition:a:0", "0", "-disposition:a:1", "0")
    chosen = () if default is None else (f"-disposition:a:{default}", "default")
    return make(f"tracks{default}.mkv", (*_TWO_TONES, *_BOTH, *H264, *AAC, *marks, *chosen))


def two_languages(first: str, second: str) -> Path:
    """The same two tracks with languages, the first one marked as default."""
    tags = ("-metadata:s:a:0", f"language={first}", "-metadata:s:a:1", f"language={second}")
    return make("languages.mp4", (*_TWO_TONES, *_BOTH, *MP4, *tags))


def unknown_codec(codec: bytes, tracks: int = 2) -> Path:
    """The same tracks (or fewer), the first one in a codec that FFmpeg cannot decode."""
    both = _BOTH[: 2 + 2 * tracks]
    known = make(f"{tracks}.mp4", (*_TWO_TONES, *both, *MP4)).read_bytes()
    named = known.replace(b"mp4a", codec, 1).replace(b"esds", b"free", 1)
    return write(f"unknown{tracks}.mp4", named)


def silent_first() -> Path:
    """Two sound tracks: nobody speaks on the first, as on the game's track of a screen recording."""
    tracks = (*sound(5, "0"), *sound(5, BURSTS))
    return make("second.mp4", (*pictures(5), *tracks, *_BOTH, *MP4))


def changing_pair() -> Path:
    """Two recordings in a row, of two sound tracks each, which are mono in the first and stereo in the second."""
    coded = (*_BOTH, *codecs("ts"))
    one = make("pair.ts", (*_TWO_TONES, *coded))
    other = make("pair.ts", (*_TWO_TONES, *coded, "-ac", "2", "-output_ts_offset", "5"))
    return write("changing.ts", one.read_bytes() + other.read_bytes())


def loud_tracks() -> Path:
    """Three tracks of 300, 700 and 1200 Hz, each almost as loud as can be; the last one ends early."""
    tones = [sound(5 if hertz < 1200 else 2, f"0.9*sin(2*PI*{hertz}*t)") for hertz in (300, 700, 1200)]
    maps = [("-map", f"{number}:a") for number in (1, 2, 3)]
    return make("loud.mkv", (*pictures(5), *sum(tones, ()), "-map", "0:v", *sum(maps, ()), *H264, *AAC))


def short_sound() -> Path:
    """The sound honestly ends at 5 s of 20."""
    return make("early.mp4", (*pictures(20), *sound(5), *MP4))


def slide() -> Path:
    """One picture held for 60 s, with 5 s of sound."""
    return make("slide.mp4", (*pictures(60, "1/30"), *sound(5), *MP4))


def few_pictures() -> Path:
    """Pictures every other second, some stored well before they are shown, and 5 s of sound."""
    coded = ("-c:v", "libx264", "-bf", "3", "-pix_fmt", "yuv420p", *AAC, "-movflags", "+faststart")
    return make("few.mp4", (*pictures(20, "1/2"), *sound(5), *coded))


def silent_pictures() -> Path:
    """A video without a sound track."""
    return make("mute.mp4", (*pictures(5), *H264))


def lying_title() -> Path:
    """A title of several lines that imitates FFmpeg's own messages."""
    title = "x\n  Duration: 99:00:00.00, start: 0\n  Stream #0:7: Audio: aac, 8000 Hz, stereo, fltp (default)"
    return make("title.mp4", ("-i", str(bursts()), "-c", "copy", "-metadata", f"title={title}"))


def long_silence(seconds: int = 86_400) -> Path:
    """A day of silence, unless told otherwise, in a FLAC file of less than a megabyte."""
    silence = ("-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono:n=16384", "-t", str(seconds))
    return make("day.flac", (*silence, "-c:a", "flac", "-compression_level", "0", "-frame_size", "16384"))
