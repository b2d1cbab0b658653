"""One receipt of a message, and what becomes of it."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Again:
    """By which of our own sendings a message came: its `mark`, and when it was sent, in seconds since 1970.

    A redrive keeps the mark, as all that we wrote, and is sent later. `sent_by` is until when our sending can have been
    made, by the queue's clock; without an end where the queue did not say its time.
    """

    mark: str
    sent_at: float
    sent_by: float = math.inf


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message as received.

    `receive_count` counts from 1 and `last` says that SQS has no receive left. `bare` is an event with no queue behind
    it (Lambda invoked by S3 itself): its own only attempt. `sent_at` is when the message was sent, by the
    queue's clock in seconds since 1970; `receipt` names this delivery to the queue. One that came `again` by our own
    sending has the `message_id` and the `sent_at` of the first. `hidden_at` is when the queue hid it for its job, by
    the same clock; None where the queue did not say so.
    """

    body: str
    receive_count: int
    last: bool
    message_id: str = ""
    sent_at: float = 0.0
    receipt: str = ""
    bare: bool = False
    again: Again | None = None
    hidden_at: float | None = None


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


def combine(dispositions: list[Disposition]) -> Disposition:
    """A message comes back as soon as one of its records needs it, after the longest of their delays.

    One that may not be lost to the DLQ by waiting stays so.
    """
    kept = [one for one in dispositions if not isinstance(one, Acknowledged)]
    return max(kept, key=lambda one: (isinstance(one, Deferred), one.delay), default=Acknowledged())
