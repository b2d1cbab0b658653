"""Run as a program: `python -m local.cost`."""

from __future__ import annotations

import logging
import os
import sys
from typing import TYPE_CHECKING

import imageio_ffmpeg  # pyright: ignore[reportMissingTypeStubs] - it has none; one function of it is used
from rich.console import Console

from local.checkup.settings import read_env_file, with_defaults
from local.cost.estimate import estimate
from local.cost.hearing import hear
from local.cost.prices import read_prices
from local.cost.show import show
from local.problem import ProblemError
from local.request import ROOT, find_problem, read_request
from worker.adapters.clova.request import read_language
from worker.adapters.ffmpeg import FfmpegProgram
from worker.jobs.errors import JobError
from worker.speech.audio import AudioFilter
from worker.speech.languages import name_language
from worker.speech.listening import Listening

if TYPE_CHECKING:
    from collections.abc import Mapping


def main() -> int:
    """Estimate and show.

    Returns:
        0, or 1 where the video cannot be heard or a setting cannot be used.
    """
    console = Console(highlight=False)
    logging.disable()  # the worker's lines are for CloudWatch
    try:
        _run(read_env_file(ROOT / ".env") | dict(os.environ), console)
    except (ProblemError, JobError) as problem:
        console.print(str(problem), style="red", markup=False, soft_wrap=True)
        return 1
    finally:
        logging.disable(logging.NOTSET)
    return 0


def _run(given: Mapping[str, str], console: Console) -> None:
    request = read_request({name: given.get(name, "") for name in ("VIDEO", "SPOKEN")})
    if problem := find_problem(request):
        raise ProblemError(problem)
    settings = with_defaults(given)
    model = settings["CLAUDE_MODEL"]
    prices = read_prices(model, given)
    console.print(f"{request.video.name}: listening here, nothing is uploaded.", markup=False, soft_wrap=True)
    program = FfmpegProgram(imageio_ffmpeg.get_ffmpeg_exe())
    heard = hear(request.video, program, _read_listening(settings, request.language), _read_limit(settings))
    show(heard, estimate(heard, model, prices), prices, console)


def _read_listening(settings: Mapping[str, str], spoken: str | None) -> Listening:
    try:
        audio_filter = AudioFilter(settings["AUDIO_FILTER"])
    except ValueError:
        raise ProblemError("AUDIO_FILTER cannot be used; make doctor says why.") from None
    language = name_language(spoken, read_language(settings["CLOVA_STT_URL"]))
    return Listening(audio_filter, language, settings["AUDIO_TRACK"].lower())


def _read_limit(settings: Mapping[str, str]) -> float:
    try:
        return float(settings["MAX_VIDEO_SECONDS"])
    except ValueError:
        raise ProblemError("MAX_VIDEO_SECONDS is no number.") from None


if __name__ == "__main__":
    sys.exit(main())
