"""Whose permissions count: the role of the function that takes from the job queue, else whoever is at the machine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from local.checkup.access import Access

_SESSION = re.compile(r"arn:([\w-]+):sts::(\d+):assumed-role/([^/]+)/.*")


@dataclass(frozen=True)
class Principal:
    """Somebody with permissions.

    Attributes:
        arn: As IAM knows a role or user.
        is_worker: Whether it is the function's role.
    """

    arn: str
    is_worker: bool


def find_principal(access: Access, queue_arn: str) -> Principal:
    """The function's role where the caller may look for it.

    Args:
        access: The way to AWS.
        queue_arn: Of the jobs; empty where it is not known.

    Raises:
        BotoCoreError: AWS cannot be reached.
        ClientError: AWS refuses even to say who the caller is.
    """
    role = _find_role(access, queue_arn) if queue_arn else ""
    return Principal(role, is_worker=True) if role else Principal(_without_session(access.caller()), is_worker=False)


def _find_role(access: Access, queue_arn: str) -> str:
    functions = access.client("lambda")
    try:
        mappings = functions.list_event_source_mappings(EventSourceArn=queue_arn)["EventSourceMappings"]
        names = [mapping["FunctionArn"] for mapping in mappings]
        return functions.get_function_configuration(FunctionName=names[0])["Role"] if names else ""
    except (BotoCoreError, ClientError):
        return ""


def _without_session(arn: str) -> str:
    """The role that a session is of; one below a path is not found by it, since the session's ARN leaves that out."""
    session = _SESSION.fullmatch(arn)
    return f"arn:{session[1]}:iam::{session[2]}:role/{session[3]}" if session else arn
