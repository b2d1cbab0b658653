"""Programs of the laptop stack, each under a guard that ends it when the stack's own process is gone."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from local.problem import ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

GUARD = Path(__file__).with_name("guard.py")


class ProgramError(ProblemError):
    """A program of the stack did not start, or ended before its time; the message carries the end of its log."""


class Program:
    """One guarded program, as a context manager; its output goes to a file.

    Args:
        name: What to call it in an error.
        command: The program by absolute path, and its arguments.
        environment: All of it; nothing is inherited.
        folder: Its working directory.
        log: File for what it prints.

    Attributes:
        ending_seconds: How long it may take to end; after that its guard is killed, and it with its guard.
    """

    ending_seconds: float = 30

    def __init__(self, name: str, command: list[str], environment: Mapping[str, str], folder: Path, log: Path) -> None:
        self.name = name
        self.log = log
        self._command = [sys.executable, "-I", "-S", str(GUARD), *command]
        self._environment = dict(environment)
        self._folder = folder
        self._guard: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        with self.log.open("ab") as sink:
            self._guard = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=sink,
                stderr=subprocess.STDOUT,
                env=self._environment,
                cwd=self._folder,
                start_new_session=True,  # Ctrl-C is for the demo, which then ends its programs in order
            )
        return self

    def __exit__(self, *_: object) -> None:
        if self._guard is None:
            return
        try:
            self._guard.communicate(timeout=self.ending_seconds)  # closes its stdin, which is the sign to end
        except subprocess.TimeoutExpired:
            print(f"{self.name} did not end within {self.ending_seconds:.0f} s and was killed", file=sys.stderr)
            self._guard.kill()
            self._guard.wait(self.ending_seconds)

    @property
    def running(self) -> bool:
        """Whether it has not ended by itself."""
        return self._guard is not None and self._guard.poll() is None

    def wait_until(self, ready: Callable[[], bool], seconds: float = 60) -> None:
        """Wait until it is of use.

        Raises:
            ProgramError: It ended, or took longer than `seconds`.
        """
        last = time.monotonic() + seconds
        while not ready():
            if not self.running:
                raise ProgramError(f"{self.name} ended while starting:\n{self.tail()}")
            if time.monotonic() > last:
                raise ProgramError(f"{self.name} was not ready after {seconds:.0f} s:\n{self.tail()}")
            time.sleep(0.02)

    def tail(self, lines: int = 15) -> str:
        """The end of what it printed."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def run_program(
    name: str, command: list[str], seconds: float, folder: Path, environment: Mapping[str, str] | None = None
) -> None:
    """Run one to its end.

    Args:
        name: What to call it in an error.
        command: The program by absolute path, and its arguments.
        seconds: How long it may take.
        folder: Its working directory.
        environment: All of it; None leaves it this process's own.

    Raises:
        ProgramError: It failed, or took longer.
    """
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise ProgramError(f"{name} took longer than {seconds:.0f} s.") from None
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().splitlines()[-15:]
        raise ProgramError("\n".join([f"{name} failed:", *words]))
