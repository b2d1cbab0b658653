"""What boto3 raises for the ledger's table -> our errors."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from worker.adapters.aws import code_of
from worker.delivery.ledger.entry import StaleEntryError
from worker.jobs.errors import LEDGER_FORBIDDEN, LEDGER_UNAVAILABLE, JobError

if TYPE_CHECKING:
    from collections.abc import Generator

_FORBIDDEN = frozenset({"AccessDeniedException", "ResourceNotFoundException", "UnrecognizedClientException"})


@contextmanager
def faults_explained() -> Generator[None]:
    """Turn everything that boto3 raises for a call into our errors.

    Raises:
        StaleEntryError: the item did not meet the condition of a write.
        JobError: UNKNOWN_ERROR, an error answer, or no answer.
    """
    try:
        yield
    except (ClientError, BotoCoreError) as error:
        if code_of(error) == "ConditionalCheckFailedException":
            raise StaleEntryError from error
        raise _explain(error) from error


def _explain(error: BaseException) -> JobError:
    """Throttling and expired credentials are retryable: they pass."""
    code = code_of(error)
    if code in _FORBIDDEN or isinstance(error, NoCredentialsError):
        sentence = f"DynamoDB answered {code or 'no credentials'}; check the table and the role."
        return JobError(LEDGER_FORBIDDEN, "LEDGER", sentence, setting="JOB_TABLE_NAME")
    what = f"answered {code}" if code else f"did not answer ({type(error).__name__})"
    return JobError(LEDGER_UNAVAILABLE, "LEDGER", f"DynamoDB {what}.")
