"""What `make local-up` says to the person at the terminal when it is up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.request import SPEECH
from local.served import CLOVA_IS_DOWN, ROOT
from worker.adapters.clova.request import read_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from local.services import Services
    from local.stack import Stack


def explain(stack: Stack, services: Services, languages: Sequence[str]) -> None:
    """Say what is there and what can be done with it.

    Args:
        stack: What runs.
        services: What it talks to.
        languages: What the stand-in of CLOVA hears, if there is one.
    """
    endpoint, bucket = stack.aws.endpoint, stack.deployment.bucket
    key = "videos/123/1.mp4"
    print(
        f"Emulated AWS at {endpoint};\n{services.names}.\n"
        "The worker takes what is uploaded, one batch at a time; a job has two attempts.\n"
        f"Its log: {stack.function.log.relative_to(ROOT)}\n\n"
        f"In another terminal, upload {_explain_languages(stack, services, languages)}:\n"
        f"  curl -H 'x-amz-meta-lang: Eng' -T local/sample/sample.mp4 \\\n    {endpoint}/{bucket}/{key}\n"
        "or, with the AWS CLI:\n"
        "  AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local \\\n"
        f"    aws --endpoint-url {endpoint} --region ap-northeast-2 \\\n"
        f"    s3 cp local/sample/sample.mp4 \\\n    s3://{bucket}/{key} --metadata lang=Eng\n"
        "Then look:\n"
        "  make job JOB=1\n"
        f"  curl {endpoint}/{bucket}/results/123/1.json\n"
        f"{_explain_failing(services)}"
        "Ctrl-C ends it, and nothing that was uploaded stays. RUN=0 leaves the jobs to\nsam local invoke.",
        flush=True,
    )


def _explain_languages(stack: Stack, services: Services, languages: Sequence[str]) -> str:
    variables = stack.deployment.function.variables
    default = read_language(variables["CLOVA_STT_URL"])
    if variables.get("STT_ENGINE") == SPEECH:
        default = variables["CLOVA_SPEECH_LANGUAGE"]
        languages = [default]
    if not services.speech.remark:  # CLOVA's own
        return f"(without lang: {default})"
    korean = (
        "" if variables.get("STT_ENGINE") == SPEECH or "Kor" in languages else ";\nKorean: make local-up SPOKEN=Kor"
    )
    return f"(hears {', '.join(languages)}; without lang: {default}{korean})"


def _explain_failing(services: Services) -> str:
    if not services.speech.remark:  # CLOVA's own
        return "A job that fails twice: make failed, make redrive.\n"
    file = CLOVA_IS_DOWN.relative_to(ROOT) if CLOVA_IS_DOWN.is_relative_to(ROOT) else CLOVA_IS_DOWN
    return (
        "See a job fail, and run it again (upload it as 2.mp4 between the two):\n"
        f"  touch {file}\n"
        "  make failed   # some seconds after the upload\n"
        f"  rm {file}\n"
        "  make redrive\n"
    )
