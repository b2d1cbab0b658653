from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tests.faults.history import Delivery
from tests.faults.memory import MOST_SPIKE, MOST_STEP, WARM, measure


def deliveries(*sizes: float) -> list[Delivery]:
    """A worker that is warm, and then of these sizes, with a megabyte of noise."""
    noise = Random(1)  # noqa: S311 - the same each time
    grown = [size + noise.random() for size in ([50.0] * WARM + list(sizes))]
    plain = Delivery(0, 1, 2, 1, "worker-0", "none", hit=True, ending="acknowledged", megabytes=0)
    return [replace(plain, megabytes=size, case=f"case {place}") for place, size in enumerate(grown)]


def test_a_flat_worker_has_nothing_to_tell() -> None:
    memory = measure(deliveries(*[100.0] * 400))

    assert abs(memory.slope) < 0.5
    assert (memory.steps, memory.spikes, memory.flaws) == ([], [], [])


def test_what_a_worker_loads_in_the_first_half_is_no_slope() -> None:
    memory = measure(deliveries(*[100 + 10 * min(1, place / 400) for place in range(1200)]))

    assert memory.flaws == []


def test_a_worker_that_grows_little_by_little_has_a_slope_and_no_step() -> None:
    memory = measure(deliveries(*[100 + place / 100 for place in range(400)]))

    assert 9 < memory.slope < 11
    assert memory.steps == []
    assert memory.flaws == [f"slope {memory.slope:+.2f} MB in 1,000 deliveries"]


@pytest.mark.parametrize("place", [0, 30, 200, 370])
def test_a_rise_that_stays_is_a_step_of_its_delivery_and_no_slope(place: int) -> None:
    memory = measure(deliveries(*[100.0] * place, *[100.0 + MOST_STEP + 48] * (400 - place)))

    steps = [(round(step.megabytes / 10), step.case) for step in memory.steps]
    assert steps == ([(6, f"case {WARM + place}")] if place else [])
    assert abs(memory.slope) < 3
    assert bool(memory.flaws) == bool(place)


def test_a_rise_that_is_given_back_is_a_spike_of_its_delivery() -> None:
    sizes = [100.0] * 400
    sizes[200] += MOST_SPIKE + 5
    memory = measure(deliveries(*sizes))

    assert [spike.case for spike in memory.spikes] == [f"case {WARM + 200}"]
    assert memory.steps == []
    assert len(memory.flaws) == 1


def test_a_worker_that_was_never_warm_tells_nothing() -> None:
    assert measure(deliveries()).flaws == []
