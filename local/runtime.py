"""AWS's Lambda emulator (RIE) on a handler of `app`, with the environment the deployed function has."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from local.aws import CREDENTIALS, REGION
from local.ports import answers, reserved_port
from local.programs import Program

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from local.deployment import Function

ROOT = Path(__file__).parents[1]
EMULATOR = ROOT / ".cache/rie/aws-lambda-rie"
WATCHED_BY = "FUNCTION_PYTHONPATH"
"""Of this process's environment: where the function's Python looks first. Tests have what notes its calls there."""

INVOCATION_PATH = "/2015-03-31/functions/function/invocations"


@contextmanager
def running_function(
    environment: Mapping[str, str], folder: Path, handler: str = "handler"
) -> Generator[tuple[Program, str]]:
    """The function in its runtime, until the context ends.

    Args:
        environment: All of the function's, see `function_environment`.
        folder: For the log, the function's lines and the runtime's own: `function.log`, or `sweep.log`.
        handler: Its name in `app`: `handler` or `sweep`.

    Yields:
        The program, and the URL to POST an event to. One at a time: two at once crash it.

    Raises:
        ProgramError: It does not come up.
    """
    with ExitStack() as stack:
        port, inner_port = (stack.enter_context(reserved_port()) for _ in range(2))
        command = [
            *(str(EMULATOR), "--runtime-interface-emulator-address", f"127.0.0.1:{port}"),
            *("--runtime-api-address", f"127.0.0.1:{inner_port}"),
            *(sys.executable, "-m", "awslambdaric", f"app.{handler}"),
        ]
        log = folder / ("function.log" if handler == "handler" else f"{handler}.log")
        program = Program("the Lambda runtime", command, environment, ROOT / "function", log)
        stack.enter_context(program)
        program.wait_until(lambda: answers(port))
        yield program, f"http://127.0.0.1:{port}{INVOCATION_PATH}"


def function_environment(function: Function, overrides: Mapping[str, str], folder: Path) -> dict[str, str]:
    """What the function finds in its environment: the template's variables, Lambda's own, and what this machine needs.

    Args:
        function: The deployed configuration.
        overrides: By name; they win over the template's.
        folder: For temporary files, in the place of Lambda's /tmp.
    """
    lambdas = {
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_TIMEOUT": str(function.timeout),
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
    }
    machine = {
        "PATH": os.defpath,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "NO_PROXY": "127.0.0.1,localhost",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    if WATCHED_BY in os.environ:
        machine["PYTHONPATH"] = os.environ[WATCHED_BY]
    return machine | lambdas | CREDENTIALS | dict(function.variables) | dict(overrides)
