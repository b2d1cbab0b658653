"""Lambda's entry points, and the only file that knows Lambda."""

from __future__ import annotations

import json
import math
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, cast

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,  # pyright: ignore[reportUnknownVariableType] - its record handler is untyped
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from worker import bootstrap
from worker.delivery.backoff import retry_delay
from worker.delivery.delivery import Acknowledge, Delivery, Disposition, Retry, Wait
from worker.delivery.receiving import read_delivery
from worker.jobs.deadline import Deadline
from worker.jobs.errors import SETTINGS_INVALID, JobError
from worker.settings.worker import RETRY_BASE_SECONDS
from worker.telemetry.log import carry, logger, quiet_libraries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aws_lambda_powertools.utilities.typing import LambdaContext

    from worker.bootstrap import Worker
    from worker.delivery.sweeper import Sweeper

    Handler = Callable[[dict[str, Any], LambdaContext], dict[str, Any]]

RETURN_SECONDS = 3.0
"""Reserved so that the answer reaches Lambda before Lambda kills the invocation."""


class NotHandledError(Exception):
    """SQS must keep this record; the text is the reason, never a message body."""


def make_handler(make_worker: Callable[[Mapping[str, str]], Worker]) -> Handler:
    """Make a Lambda handler.

    Args:
        make_worker: makes a worker from the environment: `bootstrap.make_worker`, or a test's.

    Returns:
        A function of Lambda's event (an SQS batch, or a bare S3 or EventBridge event) and context. It returns
        `batchItemFailures` for a batch, and `{"acknowledged": bool}` with a `reason` for a bare event.
    """

    @logger.inject_lambda_context(clear_state=True)
    def handle(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        quiet_libraries()
        bootstrap.close_to_children()
        bootstrap.remove_leftovers()
        worker = make_worker(os.environ)
        match event:
            case {"Records": [{"eventSource": "aws:sqs"}, *_]}:
                return _handle_batch(event, worker, context)
            case _:
                return _handle_bare(event, worker, context)

    return handle


def _handle_batch(event: dict[str, Any], worker: Worker, context: LambdaContext) -> dict[str, Any]:
    """Handle all records of a batch in parallel, each in its own context."""
    records = [SQSRecord(record) for record in event["Records"]]

    def process_record(record: SQSRecord) -> None:
        delivery = read_delivery(record.raw_event, worker.max_receive_count)
        disposition = _process(delivery, worker, context)
        if isinstance(disposition, Acknowledge) or _requeued(delivery, disposition, worker):
            if len(records) > 1:
                _hide_until_batch_ends(delivery, worker, context)
            return
        if worker.queue is not None:
            worker.queue.hide(delivery.receipt, disposition.delay)
        raise NotHandledError(disposition.reason)

    with ThreadPoolExecutor(len(records), "record") as pool:
        handled = {record.receipt_handle: pool.submit(carry(process_record), record) for record in records}

    def reraise(record: SQSRecord) -> None:
        handled[record.receipt_handle].result()

    batch = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    return cast("dict[str, Any]", process_partial_response(event, reraise, batch, context))


def _hide_until_batch_ends(delivery: Delivery, worker: Worker, context: LambdaContext) -> None:
    """Hide a finished message until its whole batch is finished: Lambda deletes all of them together."""
    if worker.queue is not None:
        worker.queue.extend(delivery.receipt, math.ceil(context.get_remaining_time_in_millis() / 1000))


def _requeued(delivery: Delivery, disposition: Retry | Wait, worker: Worker) -> bool:
    """Send a message that waits as a new one if it has no receive left or must use none; returns whether it was sent.

    One that could not be sent stays: it is hidden as long and reported, which does use a receive.
    """
    if not isinstance(disposition, Wait) or not (delivery.last or disposition.afresh) or worker.queue is None:
        return False
    return worker.queue.requeue(delivery, disposition.delay)


def _handle_bare(event: dict[str, Any], worker: Worker, context: LambdaContext) -> dict[str, Any]:
    """Handle an event without a queue: it has one attempt, and a failure is returned, not raised."""
    delivery = Delivery(json.dumps(event), receive_count=1, last=True, message_id=context.aws_request_id, bare=True)
    disposition = _process(delivery, worker, context)
    if isinstance(disposition, Retry | Wait):
        return {"acknowledged": False, "reason": disposition.reason}
    return {"acknowledged": True}


def _process(delivery: Delivery, worker: Worker, context: LambdaContext) -> Disposition:
    if worker.processor is None:
        error = JobError(SETTINGS_INVALID, "SETTINGS", "they cannot be used.")
        return Retry(retry_delay(error, delivery.receive_count, RETRY_BASE_SECONDS), error.condition.reason)
    left = context.get_remaining_time_in_millis() / 1000
    return worker.processor.process(delivery, Deadline.after(left - RETURN_SECONDS))


def make_sweep(make_sweeper: Callable[[Mapping[str, str]], Sweeper | None]) -> Handler:
    """Make the handler that the schedule invokes.

    Args:
        make_sweeper: `bootstrap.make_sweeper`, or a test's.

    Returns:
        A function of any event and Lambda's context. It returns how many entries were `swept`, and raises where the
        ledger cannot be read, so that Lambda counts an error.
    """

    @logger.inject_lambda_context(clear_state=True)
    def sweep(_event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        quiet_libraries()
        sweeper = make_sweeper(os.environ)
        left = context.get_remaining_time_in_millis() / 1000
        return {"swept": sweeper.sweep(Deadline.after(left - RETURN_SECONDS)) if sweeper else 0}

    return sweep


handler = make_handler(bootstrap.make_worker)
sweep = make_sweep(bootstrap.make_sweeper)
