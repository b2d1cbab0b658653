"""`make local-up`: the product on this machine until Ctrl-C, for whatever is uploaded to its bucket.

`SPOKEN=Kor` hears Korean, too, `STT=speech` hears whole recordings, with their words' times and speakers,
`BACKEND=http://127.0.0.1:5055` tells a backend of yours, and `RUN=0` leaves the jobs to `sam local invoke`
(`up_for_sam`).
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from local.aws import REFUSALS
from local.ending import end_in_order
from local.joblog import JobLog
from local.problem import ProblemError
from local.served import CLOVA_IS_DOWN, ROOT, announced, serving_alone
from local.services import StandIns, running_services
from local.stack import running_stack
from local.up_explained import explain
from local.up_for_sam import serve_sam
from local.up_shown import explain_speech, show_callback, show_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.stack import Stack

# A job has two attempts, a second or two apart, so that its failure can be looked at within seconds.
PARAMETERS = {"MaxReceiveCount": "2", "RetryBaseSeconds": "1", "MaxRetries": "1"}
_PAUSE_SECONDS = 0.2


def main() -> int:
    """Serve until stopped.

    Returns:
        1 when something does not come up, else 0.
    """
    end_in_order()
    spoken = os.environ.get("SPOKEN") or "Eng"
    # The first is that of an upload that names none; what SAM's event is about is in English.
    languages = list(dict.fromkeys((spoken, "Eng")))
    try:
        with serving_alone():
            if os.environ.get("RUN") == "0":
                serve_sam(os.environ, languages)
            else:
                _serve(os.environ, languages)
    except (ProblemError, *REFUSALS) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.")
    return 0


def _serve(environment: Mapping[str, str], languages: list[str]) -> None:
    folder = ROOT / "build/local-up" / f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"
    folder.mkdir(parents=True)
    remark = explain_speech(environment, languages)
    show = partial(show_callback, remark=remark)
    with ExitStack() as open_:
        stand_ins = StandIns(languages=languages, is_down=CLOVA_IS_DOWN.exists)
        services = open_.enter_context(running_services(environment, stand_ins, show))
        parameters = {**services.parameters, **PARAMETERS}
        stack = open_.enter_context(running_stack(folder, parameters, services.secrets))
        open_.enter_context(announced(stack.deployment))
        explain(stack, services, languages)
        _show_jobs(stack)


def _show_jobs(stack: Stack) -> None:
    """Print what becomes of the jobs, for as long as there is a worker.

    Raises:
        ProblemError: The worker's runtime ended.
    """
    log = JobLog(stack.function.log)
    while stack.function.running:
        for line in log.new_lines():
            show_line(line)
        time.sleep(_PAUSE_SECONDS)
    raise ProblemError(f"The Lambda runtime ended:\n{stack.function.tail()}")


if __name__ == "__main__":
    sys.exit(main())
