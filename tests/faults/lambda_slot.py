"""A worker in AWS's own Lambda runtime, which ends it when its time is up."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from local.ports import answers, reserved_port
from local.programs import Program
from local.relay import Relay
from local.runtime import EMULATOR, INVOCATION_PATH
from tests.faults.slot import Answer

if TYPE_CHECKING:
    from tests.faults.trouble import Trouble

ROOT = Path(__file__).parents[2]
TIMEOUT_SECONDS = 30
"""Long enough for a cold start on a machine with nine times the load of its cores: 15 s were not (measured)."""


@dataclass
class LambdaSlot:
    """The same to the pump as a `Slot`, for faults at boundaries."""

    folder: Path
    settings: Mapping[str, str]
    steady: bool = False
    _stack: ExitStack = field(default_factory=ExitStack)
    _relay: Relay | None = None

    def invoke(self, event: dict[str, Any], trouble: Trouble) -> Answer:
        """Hand an event to the runtime."""
        relay = self._relay = self._relay or self._start()
        fault = {"fault": asdict(trouble.fault)} if trouble.fault else {}
        invocation = relay.invoke(json.dumps(event | fault).encode())
        if invocation.failed:
            return Answer(None, "timeout" if b"timed out" in invocation.body else "died")
        returned = json.loads(invocation.body)
        return Answer(returned, "" if returned is not None else "raised")

    def end(self) -> None:
        """End the runtime and all in it."""
        self._stack.close()
        self._relay = None

    def _start(self) -> Relay:
        self.folder.mkdir(exist_ok=True)
        port, inner = (self._stack.enter_context(reserved_port()) for _ in range(2))
        command = [
            *(str(EMULATOR), "--runtime-interface-emulator-address", f"127.0.0.1:{port}"),
            *("--runtime-api-address", f"127.0.0.1:{inner}"),
            *(sys.executable, "-m", "awslambdaric", "tests.faults.in_lambda.handler"),
        ]
        log = self.folder.with_suffix(".log")
        program = self._stack.enter_context(Program("the Lambda runtime", command, self._environment(), ROOT, log))
        program.wait_until(lambda: answers(port))
        relay = self._stack.enter_context(Relay())
        relay.open(f"http://127.0.0.1:{port}{INVOCATION_PATH}")
        return relay

    def _environment(self) -> dict[str, str]:
        lambdas = {
            "AWS_LAMBDA_FUNCTION_NAME": "faults",
            "AWS_LAMBDA_FUNCTION_TIMEOUT": str(TIMEOUT_SECONDS),
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024",
            "PYTHONPATH": os.pathsep.join((str(ROOT / "function"), str(ROOT))),
            "HOME": str(self.folder),
            "TMPDIR": str(self.folder),
        }
        return {**self.settings, **lambdas}
