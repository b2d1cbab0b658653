"""One receipt of a message, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message as received.

    `receive_count` counts from 1 and `last` says that no receive is left, as always where there is no queue (Lambda
    invoked by S3 itself).
    """

    body: str
    receive_count: int
    last: bool


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The message is done with."""


@dataclass(frozen=True, slots=True)
class GivenBack:
    """The message is reported as failed and comes back, or goes to the DLQ, after `delay` seconds."""

    delay: int
    reason: str


Disposition = Acknowledged | GivenBack
