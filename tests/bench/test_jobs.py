from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bench.jobs.board import Claim, Row
from bench.jobs.bounds import bound_bill, bound_schedule, copy_sound, decode_alone, read_bytes
from bench.jobs.endless import Endless
from bench.jobs.plot import draw
from bench.jobs.report import write_claim
from bench.jobs.runs import SEQUENTIAL, Bench, Run, bench, run_ours
from bench.jobs.services import Pace, serving
from tests.media.spoken import sentence
from tests.media.store import make
from tests.media.talks import talk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.measuring import Usage

SECONDS, SIZE = 120, 12_000_000


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("bucket")
    (folder / "sentence.mp4").write_bytes(sentence().read_bytes())
    (folder / "talk.mkv").write_bytes(make("talk.mkv", ("-i", str(talk(5.0)), "-c", "copy")).read_bytes())
    told = {"film": "talk.mkv", "seconds": SECONDS, "bytes": SIZE}
    (folder / "long.endless").write_text(json.dumps(told))
    with serving(Pace(0, 0, 0)) as services, bench(folder, 0.0, services) as world:
        yield world


@pytest.mark.long  # below, ours is counted by the same code
def test_all_that_the_sequential_way_took_is_counted(world: Bench) -> None:
    video = world.folder / "sentence.mp4"

    run = world.run(SEQUENTIAL, [video])

    assert (run.billed, run.fetched * 1e6) == (15, video.stat().st_size)
    assert min(run.wall, run.cpu, run.memory, run.disk) > 0


def test_each_clip_of_a_batch_is_a_job_of_its_own(world: Bench) -> None:
    run = run_ours(world, [world.folder / "sentence.mp4"] * 2, 4)

    assert sorted(call.job_id for call in world.services.backend.accepted[-2:]) == ["0-sentence", "1-sentence"]
    assert run.billed == 30
    assert min(run.wall, run.cpu, run.memory, run.disk) > 0


@pytest.mark.long  # below, the same film is only read
def test_an_endless_film_is_as_long_and_as_large_as_it_is_told_to_be(world: Bench) -> None:
    run = run_ours(world, [world.folder / "long.endless"], 4)

    meta = world.services.backend.accepted[-1].body["meta"]
    assert run.fetched * 1e6 == pytest.approx(SIZE, rel=0.001)
    assert meta["video_duration"] == pytest.approx(SECONDS, rel=0.02)
    assert meta["warnings"] == []


def test_an_endless_film_reads_the_same_from_anywhere(world: Bench) -> None:
    with Endless(world.folder / "long.endless") as film:
        size = film.seek(0, 2)
        film.seek(0)
        whole = b"".join(iter(lambda: film.read(70_001), b""))
        film.seek(size - 99_999)
        end = b"".join(iter(lambda: film.read(10_007), b""))

    assert len(whole) == size
    assert end == whole[-99_999:]


def test_the_schedules_bound_is_its_slowest_step_then_the_last_call_and_the_model() -> None:
    pace = Pace(clova_call=1, clova_second=0.1, claude=3)

    assert bound_schedule(2, 1, [50, 50, 40, 10], 4, pace) == pytest.approx(19 / 4 + 2 + 3)
    assert bound_schedule(9, 1, [50, 50, 40, 10], 4, pace) == pytest.approx(9 + 2 + 3)


def test_silence_need_not_be_billed() -> None:
    assert bound_bill(bytes(32_000 * 20)) == 0


@pytest.mark.parametrize(("value", "at_least", "missed"), [(3, True, False), (2, True, True), (2, False, False)])
def test_a_claim_that_is_missed_says_so(value: float, at_least: bool, missed: bool) -> None:  # noqa: FBT001 - a table
    assert ("MISSED" in write_claim(Claim("what", value, 3, at_least))) == missed


def test_a_plot_escapes_its_names() -> None:
    assert "5 &lt; 6" in draw([Row("5 < 6", Run(2.0, 1.0, 100.0, 0.0, 0.0, 0.0, ()), bound=1.0)])


@pytest.mark.parametrize("bound", [decode_alone, copy_sound, read_bytes])
def test_a_bound_by_its_program_is_measured(bound: Callable[[Path], Usage]) -> None:
    assert bound(sentence()).wall > 0
