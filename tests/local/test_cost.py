from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from rich.console import Console

from local.cost.__main__ import main
from local.cost.estimate import estimate, guess_tokens
from local.cost.hearing import FileVideo, Heard, hear
from local.cost.prices import KRW_PER_USD, TOKENS_IN, TOKENS_OUT, Price, list_prices, read_prices
from local.cost.show import show
from local.problem import ProblemError
from tests.media.store import FFMPEG
from tests.media.waves import Floats, tone, write_wav
from worker.adapters.ffmpeg import FfmpegProgram
from worker.jobs.errors import JobError
from worker.llm.model import ModelUsage
from worker.speech.audio import AudioFilter
from worker.speech.listening import Listening

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
MODEL = "claude-haiku-5-5"
HOUR = Heard(1_100_000_000, 3600, 3600, 70, 3_810)
SILENCE = Heard(1_100_000_000, 3600, 0, 0, 0)
RATE = 16_000


def beep(seconds: float) -> Floats:
    return tone(440, -6, seconds, RATE)


def silence(seconds: int) -> Floats:
    return np.zeros((1, seconds * RATE))


def listen(path: Path, *sounds: Floats) -> Heard:
    path.write_bytes(write_wav(np.concatenate(sounds, axis=1), RATE))
    return hear(path, FfmpegProgram(FFMPEG), Listening(AudioFilter.NONE, "Kor"), 3600)


def amounts(heard: Heard, model: str = MODEL, **settings: str) -> dict[str, tuple[str, float | None]]:
    rows = estimate(heard, model, read_prices(model, settings))
    return {row.service: (row.amount, row.krw if row.krw is None else round(row.krw, 2)) for row in rows}


def shown(heard: Heard, prices: Mapping[str, Price], model: str = MODEL) -> str:
    text = io.StringIO()
    show(heard, estimate(heard, model, prices), prices, Console(file=text, width=80))
    return text.getvalue()


def test_a_video_is_billed_by_its_speech_and_not_by_its_length(tmp_path: Path) -> None:
    heard = listen(tmp_path / "talk.wav", beep(20), silence(100))

    assert (round(heard.seconds), heard.clips, heard.billed_seconds) == (120, 1, 30)
    assert 19 < heard.speech_seconds < 22


@pytest.mark.parametrize(("first", "last"), [(0, 10), (3, 7), (9, 10), (4, 4)])
def test_any_part_of_a_file_is_read(tmp_path: Path, first: int, last: int) -> None:
    (tmp_path / "video").write_bytes(b"0123456789")
    video = FileVideo(tmp_path / "video")

    assert b"".join(video.stream(first, last)) == b"0123456789"[first:last]
    assert video.size == 10


def test_the_same_sound_twice_is_billed_once(tmp_path: Path) -> None:
    heard = listen(tmp_path / "jingle.wav", *[beep(20), silence(40)] * 3)

    assert heard.clips < 3


def test_a_file_that_no_job_could_hear_is_refused_as_by_the_job(tmp_path: Path) -> None:
    (tmp_path / "letter.mp4").write_text("no media")

    with pytest.raises(JobError, match="not a video"):
        hear(tmp_path / "letter.mp4", FfmpegProgram(FFMPEG), Listening(AudioFilter.SPEECH, "Kor"), 3600)


def test_an_hour_of_speech_costs_what_the_documents_say() -> None:
    assert amounts(HOUR, KRW_PER_USD="1000") == {
        "CLOVA": ("3,810 s billed", 1016.0),
        "Claude": ("25,000 tokens in, 3,000 out", 4.0),
        "Lambda": ("120 s of 3,008 MB", 5.88),
        "S3 requests": ("270 GET, 150 PUT", 0.86),
        "S3, a month": ("1.10 GB", 25.3),
    }


def test_silence_costs_nothing_at_clova_and_claude() -> None:
    found = amounts(SILENCE)

    assert (found["CLOVA"][1], found["Claude"][1]) == (0, 0)


def test_a_prompt_beyond_the_cliff_costs_five_times_as_much() -> None:
    below, beyond = (amounts(Heard(0, 0, 3600 * hours, 1, 15), KRW_PER_USD="1000")["Claude"] for hours in (4, 5))

    assert below == ("97,000 tokens in, 10,800 out", 15.1)
    assert beyond == ("121,000 tokens in, 13,400 out, x5", 94.0)


def test_tokens_are_guessed_from_the_speech() -> None:
    assert guess_tokens(0) == ModelUsage()
    assert guess_tokens(600) == ModelUsage(5_000, 833)


def test_a_model_without_a_price_is_left_out_of_the_sum_and_named() -> None:
    text = shown(HOUR, read_prices("claude-new", {}), "claude-new")

    assert re.search(r"^Claude .* no price", text, re.MULTILINE)
    assert "sum          without Claude" in text


def test_a_model_without_a_price_gets_one_from_the_settings() -> None:
    found = amounts(HOUR, "claude-new", KRW_PER_USD="1000", **{TOKENS_IN: "1", TOKENS_OUT: "10"})

    assert found["Claude"][1] == 55.0


@pytest.mark.parametrize("setting", [TOKENS_IN, TOKENS_OUT])
def test_one_of_two_prices_of_a_model_is_no_price(setting: str) -> None:
    assert amounts(HOUR, "claude-new", **{setting: "1"})["Claude"][1] is None


def test_the_sum_is_in_won_and_in_dollars() -> None:
    text = shown(HOUR, read_prices(MODEL, {KRW_PER_USD: "1000"}))

    assert re.search(r"^sum +1\.05 USD +1,052\.0\d", text, re.MULTILINE)


@pytest.mark.parametrize(("clips", "words"), [(1, "in 1 call."), (2, "in 2 calls.")])
def test_one_call_is_said_in_the_singular(clips: int, words: str) -> None:
    assert words in shown(Heard(0, 30, 30, clips, 30), list_prices(MODEL))


def test_a_corrected_price_counts_as_confirmed_and_says_whose_it_is() -> None:
    prices = read_prices(MODEL, {KRW_PER_USD: "1385.5", "CLOVA_KRW_PER_15_SECONDS": ""})

    assert str(prices[KRW_PER_USD]) == "KRW_PER_USD=1385.5"
    assert re.search(r"KRW_PER_USD=1385.5\n +your setting\n", shown(HOUR, prices))
    assert re.search(r"^CLOVA .*unconfirmed", shown(HOUR, prices), re.MULTILINE)


@pytest.mark.parametrize("text", ["free", "-1", "nan", "inf", "1,400"])
def test_a_price_that_is_no_number_is_named(text: str) -> None:
    with pytest.raises(ProblemError, match=f"KRW_PER_USD={text} is no price"):
        read_prices(MODEL, {KRW_PER_USD: text})


@pytest.mark.parametrize("heard", [HOUR, SILENCE, Heard(10**10, 36_000, 36_000, 700, 38_100, ("A warning. " * 12,))])
def test_an_estimate_fits_80_columns_with_a_sum_and_every_doubt(heard: Heard) -> None:
    text = shown(heard, list_prices(MODEL))

    assert max(map(len, text.splitlines())) <= 80
    assert re.search(r"^sum +[\d.]+ USD +[\d,.]+", text, re.MULTILINE)
    assert re.search(r"^CLOVA .*unconfirmed", text, re.MULTILINE)
    assert "users' reports, September 2026, unconfirmed" in text


def test_the_page_of_the_costs_lists_every_price_with_its_date_and_source() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\S+) \| (.+?) \| (.+?) \|$", (ROOT / "docs/costs.md").read_text(), re.MULTILINE)
    listed = {f"{setting}={value}": (dated, source) for setting, value, dated, source in rows}

    prices = {str(price): price for price in list_prices(MODEL).values()}
    assert listed.keys() == prices.keys()
    for text, (dated, source) in listed.items():
        assert (dated, "unconfirmed" in source) == (prices[text].dated, not prices[text].confirmed)
        assert source.startswith(prices[text].source)


def test_the_entry_page_dates_every_price_it_shows_as_the_table_does() -> None:
    page = (ROOT / "README.md").read_text()

    assert {price.dated for price in list_prices(MODEL).values() if price.dated not in page} == set()


def test_the_example_file_shows_prices_of_the_table() -> None:
    shown = set(re.findall(r"^# (\w*KRW\w*=.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert shown
    assert shown <= {str(price) for price in list_prices(MODEL).values()}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"VIDEO": "nowhere.mp4"}, "There is no file nowhere.mp4."),
        ({"SPOKEN": "Fra"}, "SPOKEN is one of Kor, Eng, Jpn, Chn."),
        ({"AUDIO_FILTER": "loud"}, "AUDIO_FILTER cannot be used"),
        ({"MAX_VIDEO_SECONDS": "long"}, "MAX_VIDEO_SECONDS is no number"),
        ({"MAX_VIDEO_SECONDS": "1"}, "at most 1 s are accepted"),
    ],
)
def test_what_cannot_be_estimated_is_said_in_a_sentence(
    changes: dict[str, str], sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in changes.items():
        monkeypatch.setenv(name, value)

    assert main() == 1
    assert sentence in capsys.readouterr().out
