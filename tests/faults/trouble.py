"""What one delivery has to cope with, besides the job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.faults.fault import Deed, Fault

DEADLY = frozenset({Deed.KILL, Deed.EXIT, Deed.TERMINATE, Deed.HANG, Deed.FREEZE})


@dataclass(frozen=True)
class Trouble:
    """Whatever befalls the worker of one delivery.

    Attributes:
        fault: At a boundary.
        settings: Of the worker's environment, in place of the usual ones; see `surroundings` for those of the suite.
        killed_after: Seconds after which it is killed wherever it is.
        syscall: It is killed at this system call of one of its threads.
    """

    fault: Fault | None = None
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    killed_after: float | None = None
    syscall: int | None = None

    @property
    def deed(self) -> Deed | None:
        """What the fault does."""
        return self.fault.deed if self.fault else None

    @property
    def ends_worker(self) -> bool:
        """Whether the process that handles it is another afterwards."""
        killed = self.killed_after is not None or self.syscall is not None
        return killed or bool(self.settings) or self.deed in DEADLY

    @property
    def may_pay_again(self) -> bool:
        """Whether an answer that was paid for may be lost by it."""
        anywhere = self.killed_after is not None or self.syscall is not None
        return anywhere or (self.fault is not None and self.fault.in_submit_window)

    def __str__(self) -> str:
        killed = f"SIGKILL after {self.killed_after:.3f} s" if self.killed_after is not None else ""
        called = f"SIGKILL at system call {self.syscall}" if self.syscall is not None else ""
        settings = " ".join(f"{name}={value}" for name, value in self.settings.items())
        return ", ".join(filter(None, (str(self.fault or ""), killed, called, settings))) or "none"


NONE = Trouble()
