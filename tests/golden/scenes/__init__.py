"""Scenes that golden tests watch: a stage, and what is played on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.golden.scenes.catalog import CATALOG
from tests.golden.scenes.mixes import MIXES
from tests.golden.scenes.summaries import SUMMARIES
from tests.golden.scenes.sweeps import RECORDS, SWEEPS
from tests.handler.ledger_states import NOW
from tests.tasks.catalog.stage import CatalogStage
from tests.tasks.segment_mix.orders import stage_with_tracks

if TYPE_CHECKING:
    from tests.handler.stage import Stage

SCENES = (*SUMMARIES, *CATALOG, *MIXES, *SWEEPS, *RECORDS)


def play(scene: str) -> Stage:
    """Play a scene on a stage whose clock stands at `NOW` unless it moves it; returns the stage as it is left."""
    if scene in CATALOG:
        catalog = CatalogStage(clock=lambda: NOW)
        CATALOG[scene](catalog)
        return catalog
    stage = stage_with_tracks()
    stage.clock = lambda: NOW
    (SUMMARIES | MIXES | SWEEPS | RECORDS)[scene](stage)
    return stage
