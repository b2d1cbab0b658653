"""The catalogue's own ways to fail (`jobs.errors`)."""

from __future__ import annotations

from worker.jobs.errors import Axis, Condition

CATALOG_NO_ANSWER = Condition("catalog_no_answer", "CATALOG_API_FAILED", Axis.RETRYABLE)
CATALOG_UNAVAILABLE = Condition("catalog_unavailable", "CATALOG_API_FAILED", Axis.RETRYABLE)
CATALOG_REJECTED = Condition("catalog_rejected", "CATALOG_API_FAILED", Axis.PERMANENT)
CATALOG_MISCONFIGURED = Condition("catalog_misconfigured", "CATALOG_API_FAILED", Axis.CONFIGURATION)
CONTENT_UNKNOWN = Condition("content_unknown", "DATABASE_FAILED", Axis.RETRYABLE)
DATABASE_UNAVAILABLE = Condition("database_unavailable", "DATABASE_FAILED", Axis.RETRYABLE)
DATABASE_MISCONFIGURED = Condition("database_misconfigured", "DATABASE_FAILED", Axis.CONFIGURATION)
