"""The catalogue's own ways to fail (`jobs.errors`)."""

from __future__ import annotations

from worker.jobs.errors import Condition, Handling

CATALOG_NO_ANSWER = Condition("catalog_no_answer", "CATALOG_API_FAILED", Handling.RETRYABLE)
CATALOG_UNAVAILABLE = Condition("catalog_unavailable", "CATALOG_API_FAILED", Handling.RETRYABLE)
CATALOG_REJECTED = Condition("catalog_rejected", "CATALOG_API_FAILED", Handling.PERMANENT)
CATALOG_MISCONFIGURED = Condition("catalog_misconfigured", "CATALOG_API_FAILED", Handling.CONFIGURATION)
CONTENT_UNKNOWN = Condition("content_unknown", "DATABASE_FAILED", Handling.RETRYABLE)
DATABASE_UNAVAILABLE = Condition("database_unavailable", "DATABASE_FAILED", Handling.RETRYABLE)
DATABASE_MISCONFIGURED = Condition("database_misconfigured", "DATABASE_FAILED", Handling.CONFIGURATION)
