"""What `make local-up` says to the person at the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.served import CLOVA_IS_DOWN, ROOT

if TYPE_CHECKING:
    from local.joblog import Line
    from local.services import Services
    from local.stack import Stack

_SHOWN = ("JOB_START", "JOB_RETRY", "JOB_FAILED", "CALLBACK_FAILED")
"""CALLBACK_SUCCESS is shown by what was told."""

_WORDS = ("message", "error_code", "reason", "setting")


def explain(stack: Stack, services: Services) -> None:
    """Say what is there and what can be done with it."""
    endpoint, bucket = stack.aws.endpoint, stack.deployment.bucket
    key = "videos/123/1.mp4"
    print(
        f"Emulated AWS at {endpoint};\n{services.names}.\n"
        "The worker takes what is uploaded, one batch at a time; a job has two attempts.\n"
        f"Its log: {stack.function.log.relative_to(ROOT)}\n\n"
        "In another terminal, upload (lang: Kor, Eng):\n"
        f"  curl -H 'x-amz-meta-lang: Eng' -T local/sample/sample.mp4 \\\n    {endpoint}/{bucket}/{key}\n"
        "or, with the AWS CLI:\n"
        "  AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local \\\n"
        f"    aws --endpoint-url {endpoint} --region ap-northeast-2 \\\n"
        f"    s3 cp local/sample/sample.mp4 s3://{bucket}/{key} --metadata lang=Eng\n"
        "Then look:\n"
        "  make job JOB=1\n"
        f"  curl {endpoint}/{bucket}/results/123/1.json\n"
        f"{_explain_failing(services)}"
        "Ctrl-C ends it, and nothing that was uploaded stays. RUN=0 leaves the jobs to\nsam local invoke.",
        flush=True,
    )


def _explain_failing(services: Services) -> str:
    if not services.speech.remark:  # CLOVA's own
        return "A job that fails twice: make failed, make redrive.\n"
    file = CLOVA_IS_DOWN.relative_to(ROOT) if CLOVA_IS_DOWN.is_relative_to(ROOT) else CLOVA_IS_DOWN
    return (
        "See a job fail, and run it again (upload it as 2.mp4 between the two):\n"
        f"  touch {file}\n"
        "  make failed\n"
        f"  rm {file}\n"
        "  make redrive\n"
    )


def show_callback(callback: str) -> None:
    """Say what the backend was told."""
    print(f"The backend was told: POST {callback}", flush=True)


def show_line(line: Line) -> None:
    """Say what a line of the worker's log says, where that is news for a person."""
    stage = str(line.get("stage", ""))
    if stage not in _SHOWN and line["level"] not in ("ERROR", "CRITICAL"):
        return
    words = " ".join(str(line[name]) for name in _WORDS if line.get(name))
    again = f" (again in {line['delay_seconds']} s)" if "delay_seconds" in line else ""
    print(f"{line.get('job_id', '-')} {stage}: {words}{again}", flush=True)
