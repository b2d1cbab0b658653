"""Secrets that a service may refuse because they were rotated a moment ago."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from worker.jobs.errors import JobError
from worker.telemetry.log import logger

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from worker.adapters.calls.retry import CallLimits
    from worker.jobs.deadline import Deadline

T = TypeVar("T")

READ_SECONDS = 10.0
"""The longest time that reading a secret takes (`adapters.secrets`)."""


class Keys:
    """The secrets of one service, read again once when a call fails because of one. Thread-safe.

    Args:
        values: setting -> value.
        read: reads the current settings; by default there are none to read.
    """

    def __init__(self, values: Mapping[str, str], read: Callable[[], Mapping[str, str]] = dict) -> None:
        self._values = values
        self._read = read
        self._lock = Lock()

    def run(self, attempt: Callable[[Mapping[str, str]], T], deadline: Deadline, limits: CallLimits) -> T:
        """Make one call, and repeat it if it fails because of a secret that has changed since.

        Args:
            attempt: the call, with the values to use; its error's `setting` names the secret at fault.
            deadline: when the job must be done; without time to read and call again, the failure is raised.
            limits: bounds of one call.

        Returns:
            What the call returned.

        Raises:
            JobError: the failure of the last call.
        """
        used = self._values
        try:
            return attempt(used)
        except JobError as error:
            has_time = deadline.left() >= READ_SECONDS + limits.at_least
            if error.setting not in used or not has_time or not self._renew(used):
                raise
            logger.warning("A secret was changed, and the call is made again", stage="KEY_RENEWED", duration_ms=0)
        return attempt(self._values)

    def _renew(self, used: Mapping[str, str]) -> bool:
        """Read the secrets unless another thread has replaced those `used`; return whether they have changed."""
        with self._lock:
            if self._values is used:
                self._values = {**used, **self._read_again(used)}
            return self._values != used

    def _read_again(self, used: Mapping[str, str]) -> dict[str, str]:
        try:
            found = self._read()
        except JobError as error:  # the refusal says more about the job than this does
            logger.warning("The secret cannot be read again", stage="KEY_KEPT", duration_ms=0, setting=error.setting)
            return {}
        return {name: found[name].strip() for name in used if name in found}
