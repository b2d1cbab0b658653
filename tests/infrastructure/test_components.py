"""What our command lines ask of FFmpeg, held against what `components.txt` builds."""

from __future__ import annotations

import itertools
import re

import pytest

from tests.infrastructure.templates import ROOT
from worker.adapters.ffmpeg.arguments import (
    FORMATS,
    decode_arguments,
    flac_arguments,
    probe_arguments,
    survey_arguments,
)
from worker.adapters.ffmpeg.conversion import wav_arguments
from worker.adapters.ffmpeg.pictures.arguments import packet_arguments, picture_arguments, plan_renderings
from worker.adapters.ffmpeg.speech.chains import plan_chains
from worker.adapters.ffmpeg.speech.graphs import fork, render, render_changing, render_mix
from worker.speech.audio import AudioFilter

COMPONENTS = (ROOT / "layers" / "ffmpeg" / "components.txt").read_text(encoding="utf-8").splitlines()

GRAPHS = [
    write(chain, left_only=left_only)
    for write in (render, render_changing)
    for kind in AudioFilter
    for chain in plan_chains(kind, "5.1.9")
    for left_only in (False, True)
]
CODECS = ("h264", "hevc", "mpeg2video", "vp9", "prores", "mpeg4")
COMMANDS = [
    *(decode_arguments("pipe:0", 0, graph, 60.0) for graph in GRAPHS),
    decode_arguments("pipe:0", 0, render_mix(plan_chains(AudioFilter.SPEECH, "")[0], (0, 1)), 60.0),
    decode_arguments("pipe:0", 0, "anull", 60.0, 1),
    (*decode_arguments("pipe:0", 0, fork("anull", 0), 60.0), *flac_arguments("pipe:9", 60.0)),
    *(
        picture_arguments("pipe:0", 5.0, rendering)
        for codec in CODECS
        for rendering in plan_renderings(codec, hdr=True)
    ),
    *(wav_arguments("file:sound.bin", rate) for rate in (None, 48_000)),
    *(probe_arguments("pipe:0"), survey_arguments("pipe:0", 0), packet_arguments("pipe:0")),
]
"""Every command line that the worker builds."""

OWN_NAMES = {"mpeg": "mpegps", "s16le": "pcm_s16le"}
"""What FFmpeg's command line calls otherwise than its build."""

DEFAULT_ENCODERS = {"s16le": "pcm_s16le"}
"""What FFmpeg encodes to for a muxer where the command line says nothing."""


def components(kind: str) -> set[str]:
    """What `components.txt` names of one kind."""
    return {name for line in COMPONENTS if line.startswith(f"{kind} ") for name in line.split()[1].split(",")}


def values(*options: str) -> set[str]:
    """What stands behind these options in any command."""
    return {value for command in COMMANDS for option, value in itertools.pairwise(command) if option in options}


def filters(graph: str) -> set[str]:
    """The filters of a graph; a comma between quotes stands in an expression, a name in brackets is a link."""
    return {part.partition("=")[0] for part in re.sub(r"'[^']*'|\[[^\]]*\]", "", graph.replace(";", ",")).split(",")}


def test_every_container_that_the_worker_admits_is_in_the_build() -> None:
    admitted = {name for formats in values("-format_whitelist") for name in formats.split(",")}

    assert admitted == set(FORMATS.split(","))
    assert {OWN_NAMES.get(name, name) for name in admitted} <= components("demuxer")


def test_subtitles_are_read_of_no_upload_for_no_command_opens_one_without_the_list_of_formats() -> None:
    inputs = [itertools.pairwise(command[: command.index("-i")]) for command in COMMANDS]

    assert "srt" in components("demuxer") - set(FORMATS.split(","))
    assert all(("-format_whitelist", FORMATS) in options for options in inputs)


# What the coming tasks write, beside the FLAC of this one: a dubbed video, its subtitles, and sound for a search.
@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("encoder", "flac,aac,libmp3lame,movtext"),
        ("muxer", "flac,mp3,mp4,mov,matroska"),
        ("demuxer", "srt"),
        ("decoder", "subrip"),
    ],
)
def test_the_build_writes_sound_video_and_subtitles(kind: str, names: str) -> None:
    assert set(names.split(",")) <= components(kind)


@pytest.mark.parametrize("playlist", ["hls", "dash", "concat", "sdp", "image2", "subviewer"])
def test_nothing_that_can_name_another_file_is_in_the_build(playlist: str) -> None:
    assert playlist not in components("demuxer")


def test_the_build_opens_files_and_pipes_only() -> None:
    assert components("protocol") == {"file", "pipe"}


def test_every_protocol_of_a_command_is_in_the_build() -> None:
    assert values("-protocol_whitelist") == components("protocol")


def test_every_filter_of_a_command_is_in_the_build() -> None:
    used = {name for graph in values("-af", "-vf", "-filter_complex") for name in filters(graph)}

    assert {"aresample", "aformat", "select", "tonemap"} <= used <= components("filter")


def test_every_muxer_of_a_command_is_in_the_build() -> None:
    used = {OWN_NAMES.get(name, name) for name in values("-f")}

    assert {"image2pipe", "wav", "flac"} <= used <= components("muxer")


def test_every_encoder_of_a_command_is_in_the_build() -> None:
    chosen = values("-c", "-c:a", "-c:v") - {"copy"}
    implied = {
        DEFAULT_ENCODERS[command[command.index("-f") + 1]]
        for command in COMMANDS
        if "-f" in command and not {"-c", "-c:a", "-c:v"} & set(command)
    }

    assert {"mjpeg", "pcm_f32le", "flac"} <= chosen | implied <= components("encoder")


def test_every_bitstream_filter_of_a_command_is_in_the_build() -> None:
    used = {written.partition("=")[0] for written in values("-bsf:V")}

    assert {"h264_metadata", "vp9_metadata"} <= used <= components("bsf")
