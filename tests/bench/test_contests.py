from __future__ import annotations

import math
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bench.contests import Contest, hold
from bench.loading import loading_contests
from bench.sound import sound_contests
from tests.measuring import RunError, Usage, run_program

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.long
def test_every_contest_over_a_short_clip_ends_in_finite_ratios(tmp_path: Path) -> None:
    with_sdk, _, providers = loading_contests(tmp_path)  # the one left out compiles every library
    contests = [*sound_contests(5.0), with_sdk, providers]

    findings = [hold(replace(contest, rounds=1)) for contest in contests]

    ratios = [ratio for finding in findings for ratio in finding.ratios.values()]
    assert len(findings) == 7
    assert all(math.isfinite(ratio) and ratio > 0 for ratio in ratios)


def test_a_ratio_is_that_of_the_medians() -> None:
    walls = iter((9.0, 1.0, 4.0, 2.0, 8.0, 100.0))

    def take() -> Usage:
        return Usage(next(walls), 1.0)

    assert hold(Contest("costly before chosen", take, take)).ratios == {"wall": 4.0, "cpu": 1.0}


def test_a_program_that_fails_is_not_measured() -> None:
    with pytest.raises(RunError, match="ended with 3"):
        run_program([sys.executable, "-c", "raise SystemExit(3)"])
