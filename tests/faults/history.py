"""What happened, as those outside the worker saw it; a job goes by its number."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Charge:
    """A call that CLOVA or Claude carried out, and so bills. `what` is `clip 0`, `clip 1`, ... or `summary`."""

    at: float
    number: int
    what: str


@dataclass(frozen=True)
class Post:
    """A callback that the backend took, or the partner who ordered a mix; `STARTED` says that a mix began."""

    at: float
    number: int
    status: str
    webhook_id: str
    digest: str


@dataclass(frozen=True)
class Delivery:
    """A message in a worker's hands.

    `case` names the job's. `hit` says that its fault found its boundary, where it had one. `ending` is `acknowledged`,
    `given back`, `raised`, or how the worker died.
    """

    began: float
    ended: float
    number: int
    receive: int
    slot: str
    trouble: str
    hit: bool
    ending: str
    megabytes: float
    case: str = ""

    @property
    def died(self) -> bool:
        """Whether the worker gave no answer."""
        return self.ending not in {"acknowledged", "given back", "raised"}


@dataclass
class History:
    """Everything, in the order it was seen, calls and callbacks by number; appending is safe from every thread."""

    charges: dict[int, list[Charge]] = field(default_factory=lambda: defaultdict(list[Charge]))
    posts: dict[int, list[Post]] = field(default_factory=lambda: defaultdict(list[Post]))
    deliveries: list[Delivery] = field(default_factory=list[Delivery])
    contents: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list[int]))
    """The numbers under which the catalogue's API took each video's content."""
    leftovers: list[str] = field(default_factory=list[str])
