"""The machine a worker runs on, and the AWS around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults.case import EITHER, Case
from tests.faults.trouble import Trouble

if TYPE_CHECKING:
    from random import Random

_LOSSES = 2
"""What cannot be kept is paid again: a clip and a summary."""

RULES = {
    "dynamodb.*=ThrottlingException": 0,
    "dynamodb.PutItem=ProvisionedThroughputExceededException": 0,
    "dynamodb.PutItem=ConditionalCheckFailedException": 0,
    "dynamodb.PutItem=lost": 0,
    "dynamodb.Query=InternalServerError": 0,
    "dynamodb.*=ExpiredTokenException": 0,
    "s3.*=ExpiredToken": _LOSSES,
    "s3.*=SlowDown": _LOSSES,
    "s3.GetObject=AccessDenied": 0,
    "s3.PutObject=SlowDown": _LOSSES,
    "s3.PutObject=lost": 0,
    "sqs.*=ExpiredToken": 0,
}
"""What AWS answers during a delivery, and how many answers that makes impossible to keep."""


def aws(repeats: int, _chance: Random) -> list[Case]:
    """Throttling, conditions that fail, answers that are lost, credentials that have expired."""
    return [
        Case(rule, (Trouble(settings={"FAULTS_AWS": rule}),), excused=losses) for rule, losses in RULES.items()
    ] * repeats


def machine(repeats: int, _chance: Random) -> list[Case]:
    """A disk too small for the video or its sound; an FFmpeg that is killed for want of memory, or is not there."""
    settings = [
        *({"FAULTS_DISK": str(size)} for size in (4096, 20_000, 50_000, 70_000)),
        *({"FAULTS_FFMPEG": program} for program in ("kill -KILL $$", "exit 127", "exec 2>/dev/full; exit 1")),
    ]
    troubles = [Trouble(settings=one) for one in settings]
    once = [Case(str(trouble), (trouble,), ends=EITHER) for trouble in troubles]
    twice = [Case(f"twice {trouble}", (trouble,) * 2, ends=EITHER) for trouble in troubles]
    return [*once, *twice] * repeats
