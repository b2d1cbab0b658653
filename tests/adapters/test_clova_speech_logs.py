from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]

PROGRAM = """
import logging
logging.basicConfig(level=logging.DEBUG)
from pathlib import Path
from local.standins.clova_speech import ClovaSpeechStandIn
from local.standins.clova_speech_contract import Domain
from local.standins.faults import CutConnection, Status
from tests.adapters.submitting import fail_to_look, fail_to_submit, look, submit
with ClovaSpeechStandIn(domain=Domain("/external/v1/1/key-canary", "secret-canary")) as speech:
    token = submit(speech, Path(__file__))
    look(speech, token)
    for status in (400, 401, 404, 500):
        print(fail_to_look(speech, token, [Status(status)] * 4), fail_to_submit(speech, Path(__file__), [Status(status)]))
    print(fail_to_look(speech, token, [CutConnection()] * 4))
    print("TOKEN", token)
"""


def test_neither_url_nor_secret_nor_token_is_logged_where_all_tell_everything(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    clean = {"PYTHONPATH": f"{REPOSITORY}:{REPOSITORY / 'function'}", "PATH": os.environ["PATH"]}

    done = subprocess.run(
        [sys.executable, program],
        env={**clean, "LOG_LEVEL": "DEBUG", "POWERTOOLS_LOG_LEVEL": "DEBUG"},
        capture_output=True,
        text=True,
        check=True,
    )

    told, _, token = (done.stdout + done.stderr).replace("\n", " ").partition("TOKEN ")
    written = done.stderr + told
    assert "STT_RETRY" in written
    assert token.split()[0] not in written
    assert "canary" not in written
