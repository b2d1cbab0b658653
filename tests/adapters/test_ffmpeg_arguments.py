from __future__ import annotations

import itertools

import pytest

from worker.adapters.ffmpeg.arguments import decode_arguments, probe_arguments, survey_arguments
from worker.adapters.ffmpeg.speech.chains import ANLMDN_SURVIVORS, Chain, plan_chains
from worker.adapters.ffmpeg.speech.graphs import FORWARD, render, render_changing, render_mix
from worker.speech.audio import AudioFilter, AudioQuality

VIDEO = "pipe:0"
EVERY_CHAIN = [
    chain
    for audio_filter in AudioFilter
    for version in ("9.0.2", *ANLMDN_SURVIVORS)
    for chain in plan_chains(audio_filter, version)
]
CHAIN = plan_chains(AudioFilter.HIGHPASS, "9.0.2")[0]
INPUT_OPTIONS = {
    "-protocol_whitelist": "pipe",
    "-max_streams": "64",
    "-max_pixels": "67108864",
    "-max_alloc": "536870912",
    "-threads": "1",
}


@pytest.mark.parametrize("chain", EVERY_CHAIN, ids=lambda chain: chain.name)
@pytest.mark.parametrize("left_only", [False, True])
def test_resampling_comes_first_and_framing_last(chain: Chain, left_only: bool) -> None:  # noqa: FBT001 - a table
    clock, _, rest = render(chain, left_only=left_only).partition(f"{FORWARD},")
    filters = rest.split(",")

    assert clock == ""
    assert filters[0].startswith("aresample=16000:")
    assert filters[0].endswith("async=1:first_pts=0")
    assert filters[-2:] == ["aformat=sample_fmts=s16", "asetnsamples=n=16384:p=0"]


def test_the_speech_chain_is_the_specifications() -> None:
    assert render(plan_chains(AudioFilter.SPEECH, "9.0.2")[0]) == (
        f"{FORWARD},aresample=16000:ochl=mono:async=1:first_pts=0,highpass=f=200,lowpass=f=3800,afftdn=nf=-60,"
        "volumedetect,aformat=sample_fmts=s16,asetnsamples=n=16384:p=0"
    )


@pytest.mark.parametrize(
    ("left_only", "mono"), [(False, "aresample=16000:ochl=mono"), (True, "aresample=16000,pan=mono|c0=c0")]
)
def test_a_changing_track_keeps_its_clock_in_a_graph_that_sees_no_change(left_only: bool, mono: str) -> None:  # noqa: FBT001 - a table
    arguments = decode_arguments(VIDEO, 1, render_changing(CHAIN, 1, left_only=left_only), 60.0)
    graphs = [value for option, value in itertools.pairwise(arguments) if option == "-filter_complex"]

    assert graphs == [
        f"[0:a:1]{mono}[steady]",
        f"[steady]{FORWARD},aresample=16000:async=1:first_pts=0,highpass=f=80,volumedetect,aformat=sample_fmts=s16[sound]",
    ]
    assert "[sound]" in arguments
    assert "-af" not in arguments


def test_tracks_are_mixed_in_one_graph_each_on_the_videos_clock() -> None:
    arguments = decode_arguments(VIDEO, 0, render_mix(CHAIN, [0, 2]), 60.0)
    graphs = [value for option, value in itertools.pairwise(arguments) if option == "-filter_complex"]

    filters = "highpass=f=80,volumedetect,aformat=sample_fmts=s16"
    assert len(graphs) == 1
    assert graphs[0].replace(FORWARD, "FORWARD").split(";") == [
        "[0:a:0]FORWARD,aresample=16000:ochl=mono:async=1:first_pts=0[mono0]",
        "[0:a:2]FORWARD,aresample=16000:ochl=mono:async=1:first_pts=0[mono2]",
        f"[mono0][mono2]amix=inputs=2:normalize=0,alimiter=limit=0.95:level=0:latency=1,{filters}[sound]",
    ]


@pytest.mark.parametrize(
    "arguments",
    [probe_arguments(VIDEO), decode_arguments(VIDEO, 0, "anull", 60.0), survey_arguments(VIDEO, 0)],
    ids=["probe", "decode", "survey"],
)
def test_the_limits_stand_before_the_input_that_they_limit(arguments: tuple[str, ...]) -> None:
    before = arguments[: arguments.index("-i")]
    formats = before[before.index("-format_whitelist") + 1].split(",")

    assert {option: before[before.index(option) + 1] for option in INPUT_OPTIONS} == INPUT_OPTIONS
    assert not {"hls", "dash", "concat", "sdp", "image2"} & set(formats)


def test_decoding_stops_at_its_limit_and_ignores_pictures() -> None:
    arguments = decode_arguments(VIDEO, 2, "anull", 60.0)
    output = arguments[arguments.index("-i") + 2 :]

    assert output[output.index("-t") + 1] == "60.000"
    assert output[output.index("-map") + 1] == "0:a:2"
    assert {"-vn", "-sn", "-dn"} < set(output)


def test_pictures_that_count_for_the_clock_are_copied_into_nothing_behind_the_sound() -> None:
    plain = decode_arguments(VIDEO, 0, "anull", 60.0)

    assert decode_arguments(VIDEO, 0, "anull", 60.0, 3) == (*plain, "-map", "0:3?", "-c", "copy", "-f", "null", "-")


def test_no_part_of_decoding_starts_threads_of_its_own() -> None:
    arguments = decode_arguments(VIDEO, 0, "anull", 60.0)
    place = arguments.index("-i")
    before, behind = arguments[:place], arguments[place:]

    assert before[before.index("-threads") + 1] == "1"
    assert behind[behind.index("-threads") + 1] == "1"
    assert behind[behind.index("-filter_threads") + 1] == "1"


@pytest.mark.parametrize(
    ("audio_filter", "version", "expected"),
    [
        (AudioFilter.SPEECH, "9.0.2", ["afftdn high", "plain medium"]),
        (AudioFilter.SPEECH, "", ["afftdn high", "plain medium"]),
        (AudioFilter.SPEECH, "7.0.2", ["afftdn high", "anlmdn medium", "plain medium"]),
        (AudioFilter.HIGHPASS, "7.0.2", ["highpass high", "plain medium"]),
        (AudioFilter.NONE, "7.0.2", ["plain low"]),
    ],
)
def test_the_chains_fall_towards_plain_decoding(audio_filter: AudioFilter, version: str, expected: list[str]) -> None:
    chains = plan_chains(audio_filter, version)

    assert [f"{chain.name} {AudioQuality(chain.quality)}" for chain in chains] == expected
