"""What `make local-up` leaves for other programs while it serves; gone when nothing is served."""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from local.problem import ProblemError

if TYPE_CHECKING:
    from collections.abc import Generator

    from local.deployment import Deployment

ROOT = Path(__file__).parents[1]
FOLDER = Path(os.environ.get("LOCAL_FOLDER", ROOT / ".cache/local"))
ENVIRONMENT = FOLDER / "sam-env.json"
"""The functions' environments, as SAM reads them (samconfig.toml); `make job` and its like find the stack by it."""

EXACT_EVENT = FOLDER / "s3.json"
CLOVA_IS_DOWN = FOLDER / "clova-is-down"
"""While it is there, the stand-in of CLOVA hangs up."""


@contextmanager
def serving_alone(folder: Path = FOLDER) -> Generator[None]:
    """Let no second one serve here until the context ends: there is one announcement, and one `clova-is-down`.

    The lock ends with its process, so that one that was killed leaves nothing to remove.

    Args:
        folder: Where the process id is written and locked.

    Raises:
        ProblemError: Another one serves.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "local-up.pid").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise ProblemError(f"local-up already runs here (pid {file.read()}).") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


@contextmanager
def announced(deployment: Deployment) -> Generator[None]:
    """Say what is served, until the context ends."""
    CLOVA_IS_DOWN.unlink(missing_ok=True)
    # Last, and whole: whoever waits for it may start.
    draft = ENVIRONMENT.with_suffix(".draft")
    functions = {"Worker": deployment.function, "Sweep": deployment.sweep}
    variables = {name: dict(function.variables) for name, function in functions.items()}
    FOLDER.mkdir(parents=True, exist_ok=True)
    draft.write_text(json.dumps(variables, indent=2) + "\n")
    draft.replace(ENVIRONMENT)
    try:
        yield
    finally:
        ENVIRONMENT.unlink(missing_ok=True)
