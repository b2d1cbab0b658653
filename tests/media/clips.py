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


def container(ending: str, seconds: float = 20.0, *more: str) -> Path:
    """The bursts in another container."""
    return make(f"bursts.{ending}", (*pictures(seconds), *sound(seconds, BURSTS, BURSTS), *codecs(ending), *more))


def codecs(ending: str) -> tuple[str, ...]:
    """Codecs that a container can hold."""
    return {
        "webm": ("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus"),
        "avi": ("-c:v", "mpeg4", "-c:a", "libmp3lame"),
        "flac": ("-vn",),
        "flv": (*H264, *AAC, "-ar", "44100"),
        "mpg": ("-c:v", "mpeg2video", "-r", "25", "-c:a", "mp2"),
        "ogg": ("-c:v", "libtheora", "-c:a", "libvorbis"),
        **dict.fromkeys(("wav", "w64", "caf", "mp3", "opus", "aiff", "au", "aac", "wma"), ("-vn",)),
        "rf64": ("-vn", "-rf64", "always", "-f", "wav"),
        "wmv": ("-c:v", "wmv2", "-c:a", "wmav2"),
    }.get(ending, (*H264, *AAC))


def fragmented() -> Path:
    """A fragmented MP4, as recorders in browsers write it: two seconds a fragment, only the first ones declared."""
    return fragments("frag_keyframe+empty_moov")


def indexed_fragments() -> Path:
    """The same as DASH has it, with a list of all fragments (`sidx`) at the head, which declares the whole length."""
    return fragments("frag_keyframe+empty_moov+default_base_moof+global_sidx")


def fragments(flags: str) -> Path:
    """The bursts as an MP4 with a fragment each two seconds."""
    return make("fragments.mp4", (*pictures(20.0), *sound(20.0), *H264, "-g", "10", *AAC, "-movflags", flags))


def rotated() -> Path:
    """A phone's portrait video: a display matrix turns the picture."""
    return make("rotated.mp4", ("-display_rotation", "90", "-i", str(bursts()), "-c", "copy"))


def variable_frame_rate() -> Path:
    """A screen recording: a picture now and then, at uneven times."""
    uneven = ("-vf", "select='lt(mod(n,17),3)'", "-fps_mode", "vfr")
    return make("vfr.mp4", (*pictures(20.0, "25"), *sound(20.0), *uneven, *MP4))


def colours(*more: str, name: str = "colours.mp4") -> Path:
    """A picture that is red for 4 s, then green for 4 s, then blue."""
    parts = [("-f", "lavfi", "-i", f"color={colour}:s=320x180:r=10:d=4") for colour in ("red", "lime", "blue")]
    joined = ("-filter_complex", "[0:v][1:v][2:v]concat=n=3:v=1:a=0")
    return make(name, (*sum(parts, ()), *joined, *H264, "-movflags", "+faststart", *more))


def hdr(transfer: str) -> Path:
    """HDR10 (smpte2084) or HLG (arib-std-b67): ten bits, wide colours."""
    named = f"colorprim=bt2020:transfer={transfer}:colormatrix=bt2020nc:log-level=error"
    tags = ("-color_primaries", "bt2020", "-color_trc", transfer, "-colorspace", "bt2020nc")
    coded = ("-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", "-x265-params", named, *tags)
    return make(f"hdr-{transfer}.mp4", (*pictures(3.0, "10", "320x180"), *coded, "-movflags", "+faststart"))


def oblong_pixels() -> Path:
    """Pixels of 4:3, as on a DVD."""
    return make("oblong.mp4", (*pictures(3.0), "-vf", "setsar=4/3", *MP4))


def with_cover() -> Path:
    """Music: sound, and a still cover that is no track of pictures."""
    cover = make("cover.png", ("-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1"))
    mapped = ("-map", "0:a", "-map", "1", "-c:a", "aac", "-c:v", "copy", "-disposition:v:0", "attached_pic")
    return make("music.m4a", (*sound(5.0), "-i", str(cover), *mapped))
