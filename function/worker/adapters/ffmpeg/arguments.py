"""FFmpeg's command lines. They never contain a name that a user chose."""

from __future__ import annotations

from itertools import chain

FORMATS = "mov,matroska,avi,mpegts,mpeg,flv,asf,ogg,wav,w64,aiff,au,caf,amr,mp3,flac,aac"
"""Demuxers that may read an upload: containers that cannot name another file. Playlists (HLS, DASH, ffconcat, SDP) are
missing on purpose: the protocol whitelist alone lets a DASH manifest read other files (measured on 9.0.2 and 7.0.2)."""

LOGGING = ("-nostdin", "-nostats", "-v", "verbose")
# One block of 512 MB: a 27 KB MP4 that claims 60 million samples takes 2.1 GB without it, 33 MB with it (measured).
_MEMORY = ("-max_alloc", "536870912")
_INPUT = (
    *("-format_whitelist", FORMATS),
    *("-max_streams", "64"),
    # 8192 x 8192: opening a 16000 x 16000 picture takes 600 MB even when only the sound is wanted (measured).
    *("-max_pixels", "67108864"),
    *("-threads", "1"),
)


def probe_arguments(address: str) -> tuple[str, ...]:
    """Describe a video and decode nothing. Without an output FFmpeg ends with 1, which is success here."""
    return (*LOGGING, *input_arguments(address))


def decode_arguments(
    address: str, track: int, filters: str, max_seconds: float, pictures: int | None = None
) -> tuple[str, ...]:
    """Decode one audio track to headerless PCM on standard output.

    Args:
        address: where the video is, from `inputs`.
        track: index among the audio streams, unless the filters name it.
        filters: the filter graph or graphs, from `graphs`.
        max_seconds: length after which decoding stops.
        pictures: a stream of the file whose start also counts for the clock; it is read, not decoded.

    Returns:
        The arguments after the program's name.
    """
    return (
        *LOGGING,
        "-hide_banner",
        # We judge damage from the packet counts; by default FFmpeg fails if two packets of three are bad.
        *("-max_error_rate", "1"),
        *input_arguments(address),
        *("-filter_threads", "1"),
        *_filter_track(track, filters),
        *("-t", f"{max_seconds:.3f}"),
        *("-f", "s16le", "-threads", "1", "pipe:1"),
        *(() if pictures is None else ("-map", f"0:{pictures}?", "-c", "copy", "-f", "null", "-")),
    )


def flac_arguments(address: str, max_seconds: float) -> tuple[str, ...]:
    """A second output of a decoding whose graph `fork` has written: the sound as FLAC, without the upload's metadata.

    Args:
        address: where it goes.
        max_seconds: length after which it stops.

    Returns:
        What follows `decode_arguments`.
    """
    return (
        *("-map", "[copy]", "-map_metadata", "-1", "-map_chapters", "-1", "-bitexact"),
        *("-t", f"{max_seconds:.3f}"),
        *("-c:a", "flac", "-f", "flac", "-threads", "1", address),
    )


def survey_arguments(address: str, track: int) -> tuple[str, ...]:
    """List when the packets of one audio track (stream 0), of the pictures and of subtitles end; decode nothing."""
    return (
        *LOGGING,
        "-hide_banner",
        *input_arguments(address),
        *("-map", f"0:a:{track}", "-map", "0:V?", "-map", "0:s?", "-c", "copy"),
        *("-f", "framecrc", "pipe:1"),
    )


def _filter_track(track: int, filters: str) -> tuple[str, ...]:
    """Send the track through one graph, or through several, one per line, that name the track themselves."""
    if not filters.startswith("["):
        return ("-map", f"0:a:{track}", "-vn", "-sn", "-dn", "-af", filters)
    graphs = (("-filter_complex", graph) for graph in filters.splitlines())
    return (*chain.from_iterable(graphs), "-map", "[sound]")


def input_arguments(address: str) -> tuple[str, ...]:
    """The options that limit what an input may do, and the input."""
    protocol = address.partition(":")[0]
    return (*_MEMORY, "-protocol_whitelist", protocol, *_INPUT, "-i", address)
