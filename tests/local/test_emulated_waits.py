"""An emulated AWS that goes silent holds no command back for ever."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import pytest

from local.aws import REFUSALS, Aws
from local.cloudformation import create_stack
from local.waiting import OverdueError

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def silent() -> Iterator[str]:
    """Where the connection is taken and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_a_call_of_a_silent_aws_is_given_up(silent: str) -> None:
    with pytest.raises(REFUSALS, match="Read timeout"):
        Aws(silent, seconds=0.2).s3.list_buckets()


@dataclass
class Stalled:
    """A CloudFormation that is at work for ever, and the S3 that it reads the template from."""

    endpoint: str = "http://127.0.0.1:1"

    @property
    def s3(self) -> Stalled:
        return self

    @property
    def stacks(self) -> Stalled:
        return self

    def list_buckets(self) -> dict[str, Any]:
        return {"Buckets": [{"Name": "templates"}]}

    def put_object(self, **_: Any) -> None:
        """Take it."""

    def create_stack(self, **_: Any) -> None:
        """Begin."""

    def describe_stacks(self, **_: Any) -> dict[str, Any]:
        return {"Stacks": [{"StackStatus": "CREATE_IN_PROGRESS"}]}


def test_a_stack_that_is_never_finished_is_given_up_with_a_sentence() -> None:
    with pytest.raises(OverdueError, match=r"^template\.yaml was still being deployed after 0 s\.$"):
        create_stack(cast("Aws", Stalled()), "stack", {}, seconds=0.1)
