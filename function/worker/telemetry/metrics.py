"""CloudWatch metrics (EMF), printed job by job.

Powertools prints them only when a handler returns, so that a killed batch would lose those of its finished jobs
(docs/sources.md, Lambda and SQS).
"""

from __future__ import annotations

import contextvars
import json
import os
import sys
from threading import RLock
from typing import TYPE_CHECKING

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMESPACE = "Clipscribe"
SERVICE = os.environ.get("POWERTOOLS_SERVICE_NAME") or "clipscribe"
"""Dimension of every metric; the template sets it to the stack's name, so that two stacks stay apart."""

_gathered: contextvars.ContextVar[EphemeralMetrics | None] = contextvars.ContextVar("metrics_of_the_job", default=None)
_counting = RLock()
"""Whoever counts may be interrupted by the end of a generator that nobody closed, and that may count, too."""


def gather_metrics() -> None:
    """Keep what this context counts from now on, until `print_gathered`."""
    _gathered.set(_make_metrics())


def print_gathered() -> None:
    """Print what was gathered, and gather no more."""
    metrics = _gathered.get()
    if metrics is not None:
        _print(metrics)
    _gathered.set(None)


def count(name: str, value: float = 1, unit: MetricUnit = MetricUnit.Count) -> None:
    """Add a value to a metric of the current job; what belongs to none is printed at once."""
    metrics = _gathered.get()
    if metrics is None:
        count_by(name, {}, value, unit)
        return
    with _counting:
        metrics.add_metric(name=name, unit=unit, value=value)


def count_by(name: str, dimensions: Mapping[str, str], value: float = 1, unit: MetricUnit = MetricUnit.Count) -> None:
    """Print one metric at once, under dimensions of its own besides the service."""
    metrics = _make_metrics()
    for key, dimension in dimensions.items():
        metrics.add_dimension(name=key, value=dimension)
    metrics.add_metric(name=name, unit=unit, value=value)
    _print(metrics)


def _make_metrics() -> EphemeralMetrics:
    metrics = EphemeralMetrics(namespace=NAMESPACE)
    metrics.add_dimension(name="service", value=SERVICE)
    return metrics


def _print(metrics: EphemeralMetrics) -> None:
    """Print in one piece: Powertools' own `print` writes the line's end apart, and another thread's line before it."""
    with _counting:
        if metrics.metric_set:
            emf = metrics.serialize_metric_set()  # pyright: ignore[reportUnknownMemberType] - its arguments are bare dicts
            sys.stdout.write(json.dumps(emf, separators=(",", ":")) + "\n")
            metrics.clear_metrics()
