"""The queue's event source mapping: receives messages, has workers handle them, deletes what they acknowledge."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from threading import Event, Lock, Timer
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from tests.builders import sqs_batch
from tests.faults.case import Run, Upload
from tests.faults.functions import SWEEP
from tests.faults.ground import Ground
from tests.faults.history import Delivery
from tests.faults.records import make_record
from tests.faults.trouble import NONE, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mypy_boto3_sqs.type_defs import MessageTypeDef

    from tests.faults.lambda_slot import LambdaSlot
    from tests.faults.slot import Answer, Slot

_VANISHING_SECONDS = 1.0
"""After the claim, and before the end of the two seconds in which that worker dawdles."""

_SWEEPING_SECONDS = 1.0
_MOST_WAITING = 60
"""So that what is given back does not wait behind new messages for so long that its job counts as dead."""

_NUMBER = re.compile(r"job-(\d+)")


class StuckError(Exception):
    """Messages are still there when time is up."""


@dataclass
class Pump:
    """Delivers until the queue is empty. `runs` are by number; a message of none has no trouble."""

    ground: Ground
    runs: dict[int, Run]
    _over: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)

    def drain(self, coming: Iterable[Run], seconds: float) -> None:
        """Send runs, but never too many at once, and deliver everything.

        Raises:
            StuckError: that takes longer than so many seconds.
        """
        slots = self.ground.slots
        with ThreadPoolExecutor(len(slots)) as pool:
            working = [pool.submit(self._work, slot) for slot in slots]
            empty = self._wait(iter(coming), time.monotonic() + seconds)
            self._over.set()
        for one in working:
            one.result()
        if not empty:
            raise StuckError(f"{self.ground.waiting()} messages or jobs are left after {seconds:.0f} s")

    def _wait(self, coming: Iterator[Run], end: float) -> bool:
        while time.monotonic() < end:
            self.ground.sweeper.invoke(SWEEP, NONE)
            waiting = self.ground.waiting()
            fresh = list(islice(coming, max(0, _MOST_WAITING - waiting)))
            for run in fresh:
                self.ground.start(run)
            if not waiting and not fresh:
                return True
            time.sleep(_SWEEPING_SECONDS)
        return False

    def _work(self, slot: Slot | LambdaSlot) -> None:
        queue = self.ground.queue
        while not self._over.is_set():
            received = self.ground.aws.sqs.receive_message(
                QueueUrl=queue,
                WaitTimeSeconds=1,
                MessageSystemAttributeNames=["All"],
                MessageAttributeNames=["All"],
            )
            for message in received.get("Messages", []):
                self.deliver(slot, message)

    def deliver(self, slot: Slot | LambdaSlot, message: MessageTypeDef) -> None:
        """Have one message handled, and delete it if that went well."""
        event, run = sqs_batch(make_record(message)), self._run_of(message)
        trouble = self._next_trouble(run, slot)
        began = time.time()
        if run is not None and run.case.upload is Upload.VANISHING and run.deliveries == 1:
            Timer(_VANISHING_SECONDS, self.ground.delete, (run,)).start()
        before = find_files(slot)
        answer = slot.invoke(event, trouble)
        ending = _name(answer)
        receive = int(event["Records"][0]["attributes"]["ApproximateReceiveCount"])
        number = run.number if run else -1
        times = (began, time.time(), number, receive)
        self.ground.history.deliveries.append(
            Delivery(
                *times,
                slot.folder.name,
                str(trouble),
                answer.hit,
                ending,
                answer.megabytes,
                run.case.name if run else "",
            )
        )
        # A worker with a small disk of its own does not see what another one has left on the usual one.
        if not answer.trouble and "FAULTS_DISK" not in trouble.settings:
            self.ground.history.leftovers.extend(left for left in find_files(slot) if left in before)
        if ending == "acknowledged":
            with suppress(ClientError):  # it has expired meanwhile
                self.ground.aws.sqs.delete_message(
                    QueueUrl=self.ground.queue, ReceiptHandle=message.get("ReceiptHandle", "")
                )

    def _run_of(self, message: MessageTypeDef) -> Run | None:
        named = _NUMBER.search(message.get("Body", ""))
        return self.runs.get(int(named[1])) if named else None

    def _next_trouble(self, run: Run | None, slot: Slot | LambdaSlot) -> Trouble:
        if run is None:
            return NONE
        with self._lock:
            run.deliveries += 1
            trouble = next(islice(run.case.troubles, run.deliveries - 1, None), NONE)
        return NONE if slot.steady and trouble.ends_worker else trouble


def find_files(slot: Slot | LambdaSlot) -> list[str]:
    """What there is in a worker's folder; what an invocation finds there it has to clear."""
    scratch = slot.folder / "clipscribe"
    return [f"{slot.folder.name} holds {path.relative_to(scratch)}" for path in scratch.rglob("*")]


def _name(answer: Answer) -> str:
    if answer.trouble:
        return answer.trouble
    given_back = answer.returned and answer.returned.get("batchItemFailures")
    return "given back" if given_back else "acknowledged"
