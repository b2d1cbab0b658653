"""The segment mix's own way to fail (`jobs.errors`)."""

from __future__ import annotations

from worker.jobs.errors import Axis, Condition

ORDER_INVALID = Condition("order_invalid", "ORDER_INVALID", Axis.PERMANENT)
