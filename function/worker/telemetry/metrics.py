"""CloudWatch metrics (EMF), printed job by job.

Powertools prints them only when a handler returns, so a killed batch would lose the metrics of its finished jobs
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
"""Reentrant: garbage collection may end an unclosed generator while its thread counts, and that end may count, too."""


def gather_metrics() -> None:
    """Gather the metrics of this context until `print_gathered`."""
    _gathered.set(_make_metrics())


def print_gathered() -> None:
    """Print the gathered metrics and stop gathering."""
    metrics = _gathered.get()
    if metrics is not None:
        _print(metrics)
    _gathered.set(None)


def count(name: str, value: float = 1, unit: MetricUnit = MetricUnit.Count) -> None:
    """Add a value to a metric of the current job; without a job, print it at once."""
    metrics = _gathered.get()
    if metrics is None:
        count_by(name, {}, value, unit)
        return
    with _counting:
        metrics.add_metric(name=name, unit=unit, value=value)


def count_by(name: str, dimensions: Mapping[str, str], value: float = 1, unit: MetricUnit = MetricUnit.Count) -> None:
    """Print one metric at once, with its own dimensions besides the service."""
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
    """Print in one write: Powertools' `print` writes the line end separately, and another thread's may come between."""
    with _counting:
        if metrics.metric_set:
            emf = metrics.serialize_metric_set()  # pyright: ignore[reportUnknownMemberType] - its arguments are bare dicts
            sys.stdout.write(json.dumps(emf, separators=(",", ":")) + "\n")
            metrics.clear_metrics()
