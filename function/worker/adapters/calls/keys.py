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
"""The longest that reading a secret takes (`secrets`)."""


class Keys:
    """The secrets of one service, read again once where a call fails because of one; threads may share them.

    Args:
        values: setting -> value.
        read: reads settings anew, whichever there are; by default there are none but these.
    """

    def __init__(self, values: Mapping[str, str], read: Callable[[], Mapping[str, str]] = dict) -> None:
        self._values = values
        self._read = read
        self._lock = Lock()

    def run(self, attempt: Callable[[Mapping[str, str]], T], deadline: Deadline, limits: CallLimits) -> T:
        """Make one call, and make it again where it fails over a secret that has changed since.

        Args:
            attempt: the call, with the values to use; its error's `setting` names the secret at fault.
            deadline: when the job must be done; without time to read and call again the failure stands.
            limits: bounds of one call.

        Returns:
            What the call returned.

        Raises:
            JobError: the call's failure; the second call's where there was one.
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
        """Read the secrets, unless another thread has since these were `used`; whether they are other ones now."""
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
