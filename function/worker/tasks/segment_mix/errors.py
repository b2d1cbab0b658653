"""The segment mix's own way to fail (`jobs.errors`)."""

from __future__ import annotations

from worker.jobs.errors import Condition, Handling

ORDER_INVALID = Condition("order_invalid", "ORDER_INVALID", Handling.PERMANENT)
