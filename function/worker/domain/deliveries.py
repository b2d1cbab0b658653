"""One receipt of a message, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message as received.

    `receive_count` counts from 1 and `last` says that SQS has no receive left. `bare` is an event with no queue behind
    it (Lambda invoked by S3 itself): its own only attempt. `sent_at` is when the message was sent, in seconds since
    1970; `receipt` names this delivery to the queue. One that we sent again has the `message_id` and, unless it was
    redriven, the `sent_at` of the first.
    """

    body: str
    receive_count: int
    last: bool
    message_id: str = ""
    sent_at: float = 0.0
    receipt: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The message is done with."""


@dataclass(frozen=True, slots=True)
class GivenBack:
    """The message is reported as failed and comes back, or goes to the DLQ, after `delay` seconds."""

    delay: int
    reason: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """The message waits for `delay` seconds through no fault of its own, so this must not cost it its last receive."""

    delay: int
    reason: str


Disposition = Acknowledged | GivenBack | Deferred
