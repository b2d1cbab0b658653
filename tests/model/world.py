"""The state of everything, as one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum, auto

from tests.model.callbacks import Post
from tests.model.replacing import replace
from tests.model.rules import Faults, Rules
from worker.delivery.ledger.entry import Entry
from worker.jobs.ending import FailureReport, Status

WORKERS = 2


class Place(StrEnum):
    """Where a message is."""

    QUEUE = auto()
    FLIGHT = auto()
    DEAD = auto()
    GONE = auto()


@dataclass(frozen=True, slots=True)
class Message:
    """`sent` is when, in seconds since 1970; one that we sent again has a `mark`, and was sent `first` before."""

    sent: float = 0.0
    first: float = 0.0
    mark: str = ""
    receives: int = 0
    place: Place = Place.QUEUE


class Doing(StrEnum):
    """What a worker does next; it may be killed or paused before each."""

    CLAIM = auto()
    BEGIN = auto()
    BEGIN_CALL = auto()
    PAY = auto()
    KEEP = auto()
    END_CALL = auto()
    STORE = auto()
    PUT = auto()
    NOTE = auto()
    REREAD = auto()
    DECIDE = auto()
    SEND = auto()
    NOTE_SENT = auto()
    COUNT = auto()
    LEAVE = auto()
    SEND_ANEW = auto()
    FORGET = auto()


class Answer(StrEnum):
    """What the backend said to a post, as far as the worker heard."""

    ACCEPTED = auto()
    REFUSED = auto()
    CLOSED = auto()
    NONE = auto()


@dataclass(frozen=True, slots=True)
class Worker:
    """One at work on `messages[message]`, or the sweep, which has none; `entry` is what it wrote last or claims.

    `again` says that the ledger counts its call as one that may be paid a second time.
    """

    message: int | None
    doing: Doing
    entry: Entry
    failure: FailureReport | None = None
    post: Post | None = None
    answer: Answer = Answer.NONE
    again: bool = False


@dataclass(frozen=True, slots=True)
class World:
    """The state of everything, as one value.

    `entry` is what the ledger holds and `heard` what reached the backend, each post when it came first.
    `charges` counts paid calls, less one for each fault that hit between a call and the keeping of its answer, and
    `uncounted` paid calls, less those that the ledger counted as possible second ones. `stored` is which result is in
    S3, `bodies` are the kept callbacks. `trespassed` says that a worker wrote over its successor; `vanished` counts the
    workers that were killed or paused, and `left` is the epoch of the worker that noted last that it was alive.
    """

    messages: tuple[Message, ...] = (Message(),)
    workers: tuple[Worker, ...] = ()
    entry: Entry | None = None
    kept: bool = False
    charges: int = 0
    uncounted: int = 0
    stored: Status | None = None
    bodies: frozenset[tuple[str, Post]] = frozenset()
    heard: tuple[Post, ...] = ()
    redrives: int = 0
    trespassed: bool = False
    vanished: int = 0
    left: int = 0
    faults: Faults = field(default_factory=Faults)
    rules: Rules = field(default_factory=Rules, compare=False)

    @property
    def now(self) -> float:
        """Seconds since 1970, by the queue's clock; only a redrive moves them on."""
        return self.redrives * 10.0 + 5.0

    @property
    def clock(self) -> float:
        """The same by the clock of the workers."""
        return self.now - self.rules.late

    def spend(self, fault: str) -> World:
        """The same world with one fault less to come."""
        return replace(self, faults=replace(self.faults, **{fault: getattr(self.faults, fault) - 1}))

    def moved(self, index: int, message: Message) -> World:
        """One message is changed."""
        return replace(self, messages=(*self.messages[:index], message, *self.messages[index + 1 :]))

    def hears(self, post: Post) -> World:
        """The backend gets a callback; the same twice is as once."""
        return self if post in self.heard else replace(self, heard=(*self.heard, post))

    def turned(self, old: Worker, *new: Worker) -> World:
        """One worker goes on, or is no more; who stands first makes no difference."""
        workers = [*(worker for worker in self.workers if worker is not old), *new]
        workers.sort(key=lambda one: (one.doing, one.entry.epoch, str(one.message)))
        return replace(self, workers=tuple(workers))
