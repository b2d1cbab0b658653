"""A task's tests send messages through the handler, too: in its world, and with its questions at the end."""

from __future__ import annotations

from tests.handler.conftest import bucket, nothing_stays_and_nothing_leaks, scratch, services, world

__all__ = ["bucket", "nothing_stays_and_nothing_leaks", "scratch", "services", "world"]
