"""One receipt of a message, and what becomes of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Requeued:
    """A message that we sent again: `mark` names that sending, `sent_at` is in seconds since 1970.

    A redrive keeps the mark, as it keeps all our attributes, but is sent later. `sent_by` is the latest time at which
    we can have sent the message, by the queue's clock; infinite where the queue did not say its time.
    """

    mark: str
    sent_at: float
    sent_by: float = math.inf


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message as received.

    `receive_count` counts from 1 and `last` says that SQS has no receive left. `bare` marks an event without a queue
    (S3 itself invoked Lambda): it has one attempt. `sent_at` is when the message was sent, by the queue's clock in
    seconds since 1970; `receipt` identifies this delivery to the queue. One that we `requeued` has the
    `message_id` and the `sent_at` of the first one. `hidden_at` is when the queue hid the message for its job, by the
    same clock; None where the queue did not say.
    """

    body: str
    receive_count: int
    last: bool
    message_id: str = ""
    sent_at: float = 0.0
    receipt: str = ""
    bare: bool = False
    requeued: Requeued | None = None
    hidden_at: float | None = None


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """The message is finished."""


@dataclass(frozen=True, slots=True)
class Retry:
    """The message is reported as failed and comes back, or goes to the DLQ, after `delay` seconds."""

    delay: int
    reason: str

    @classmethod
    def to_dlq(cls, reason: str) -> Retry:
        """The message comes back at once until it has no receive left, and so reaches the DLQ."""
        return cls(0, reason)


@dataclass(frozen=True, slots=True)
class Wait:
    """The message waits for `delay` seconds through no fault of its own: this must not use up its last receive.

    With `afresh` it uses up no receive at all, because it is always sent again: its job waits for something that may
    take hours, and looks again many times.
    """

    delay: int
    reason: str
    afresh: bool = False


Disposition = Acknowledge | Retry | Wait


def combine(dispositions: list[Disposition]) -> Disposition:
    """Combine the dispositions of a message's records: it comes back if any record needs that.

    A record that waits decides before those to retry, so that waiting does not end in the DLQ; then the longest delay.
    """
    kept = [one for one in dispositions if not isinstance(one, Acknowledge)]
    chosen = max(kept, key=lambda one: (isinstance(one, Wait), one.delay), default=Acknowledge())
    afresh = any(isinstance(one, Wait) and one.afresh for one in kept)
    return replace(chosen, afresh=afresh) if isinstance(chosen, Wait) else chosen
