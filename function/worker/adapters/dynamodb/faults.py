"""What DynamoDB's errors mean."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from worker.jobs.errors import LEDGER_FORBIDDEN, LEDGER_UNAVAILABLE, JobError

DYNAMODB_ERRORS = (ClientError, BotoCoreError)
"""Everything boto3 raises for a call: an error answer, or no answer."""

_FORBIDDEN = frozenset({"AccessDeniedException", "ResourceNotFoundException", "UnrecognizedClientException"})


def is_stale(error: BaseException) -> bool:
    """Whether the item did not meet the condition of a write."""
    return _code_of(error) == "ConditionalCheckFailedException"


def explain(error: BaseException) -> JobError:
    """Our error for one of DynamoDB's. Throttling and expired credentials are retryable: they pass."""
    code = _code_of(error)
    if code in _FORBIDDEN or isinstance(error, NoCredentialsError):
        sentence = f"LEDGER: DynamoDB answered {code or 'no credentials'}; check the table and the role."
        return JobError(LEDGER_FORBIDDEN, sentence, setting="JOB_TABLE_NAME")
    what = f"answered {code}" if code else f"did not answer ({type(error).__name__})"
    return JobError(LEDGER_UNAVAILABLE, f"LEDGER: DynamoDB {what}.")


def _code_of(error: BaseException) -> str:
    return error.response.get("Error", {}).get("Code", "") if isinstance(error, ClientError) else ""
