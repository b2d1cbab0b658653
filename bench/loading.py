"""A cold start: a new Python imports the function."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

from bench.contests import Contest
from tests.measuring import run_program

_SOURCES = Path(__file__).parents[1] / "function"


def loading_contests(folder: Path) -> list[Contest]:
    """What a cold start would cost without what we do about it; `folder` is empty, and stays so.

    Args:
        folder: where no byte code is found.

    Returns:
        With the Claude SDK imported at once; without byte code of any module, the standard library's included; and
        until Claude can be asked, with its SDK against Bedrock's signature.
    """
    environment = {**os.environ, "PYTHONPATH": str(_SOURCES)}
    uncompiled = {**environment, "PYTHONPYCACHEPREFIX": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    program = [sys.executable, "-c", "import app"]
    with_sdk = [sys.executable, "-c", "import app, worker.adapters.claude.call"]
    chosen = partial(run_program, program, environment)
    return [
        Contest("import: the Claude SDK at once", partial(run_program, with_sdk, environment), chosen, rounds=5),
        Contest("import: no byte code in the image", partial(run_program, program, uncompiled), chosen, rounds=5),
        _make_contest_of_providers(environment),
    ]


def _make_contest_of_providers(environment: dict[str, str]) -> Contest:
    """Both have the AWS client that a job needs anyway, and are then ready to send their first question."""
    start = "import app; from worker.adapters.aws import make_s3_client; make_s3_client('ap-northeast-2'); "
    sdk = f"{start}import worker.adapters.claude.call"
    signed = (
        f"{start}from worker.adapters.bedrock.signature import Signer; Signer('ap-northeast-2').sign('http://a/b', b'')"
    )
    keys = {**environment, "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
    programs = [partial(run_program, [sys.executable, "-c", text], keys) for text in (sdk, signed)]
    return Contest("ready to ask Claude: its SDK, not Bedrock", *programs, rounds=5)
