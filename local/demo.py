"""`make demo`: one video through the whole product on this machine.

`make demo` takes the sample, `make demo VIDEO=talk.mp4` a video of yours, `SPOKEN=Kor` says what is spoken in it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from local import report
from local.deployment import DeploymentError
from local.ending import end_in_order
from local.programs import ProgramError
from local.progress import Progress
from local.sample.accuracy import word_accuracy
from local.services import Services, running_services
from local.stack import Stack, running_stack
from local.watch import LostJobError, Watch, Watched

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "local/sample/sample.mp4"
SAMPLE_TEXT = ROOT / "local/sample/sample.txt"
USER_ID = "123"
# The first failure is final here, so that a wrong key is told at once and not after the minutes a queue would wait.
PARAMETERS = {"MaxReceiveCount": "1"}


@dataclass(frozen=True)
class Request:
    """What to run.

    Attributes:
        video: The file.
        language: What is spoken, None for the default of the speech service.
        job_id: Also the name of the folder.
        folder: For everything that is kept.
    """

    video: Path
    language: str | None
    job_id: str
    folder: Path

    @property
    def key(self) -> str:
        """Where the video is uploaded to."""
        return f"videos/{USER_ID}/{self.job_id}{self.video.suffix or '.mp4'}"


def main() -> int:
    """Run the demo.

    Returns:
        0 for a DONE callback, 1 for anything else, 130 when stopped.
    """
    end_in_order()
    console = Console()
    request = _request(os.environ)
    if not request.video.is_file():
        console.print(f"There is no file {request.video}", style="red", soft_wrap=True)
        return 1
    request.folder.mkdir(parents=True)
    try:
        return _run(request, console)
    except (ProgramError, DeploymentError, LostJobError) as problem:
        console.print(str(problem), style="red", markup=False, soft_wrap=True)
        console.print(f"The logs are in {request.folder}", soft_wrap=True)
        return 1
    except KeyboardInterrupt:
        console.print("Stopped.")
        return 130


def _request(environment: Mapping[str, str]) -> Request:
    given = environment.get("VIDEO")
    job_id = f"demo-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"
    language = environment.get("SPOKEN") or (None if given else "Eng")
    return Request(Path(given).expanduser() if given else SAMPLE, language, job_id, ROOT / "build/demo" / job_id)


def _run(request: Request, console: Console) -> int:
    with ExitStack() as open_:
        progress = open_.enter_context(Progress(console))
        services = open_.enter_context(running_services(os.environ))
        stack = _started(open_, progress, request, services)
        watched = _processed(stack, services, progress, request)
        files = _keep(stack, watched, request)
    _report(console, request, watched, files)
    return 0 if watched.callback.body["status"] == "DONE" else 1


def _started(open_: ExitStack, progress: Progress, request: Request, services: Services) -> Stack:
    progress.begin("SERVICES", "Services")
    progress.end("SERVICES", f"{services.speech.name}; {services.model.name}; a backend stand-in")
    progress.begin("STACK", "Emulated AWS, template.yaml, Lambda runtime")
    open_.callback(progress.fail_running)
    stack = open_.enter_context(running_stack(request.folder, {**services.parameters, **PARAMETERS}, services.secrets))
    progress.end("STACK", stack.deployment.function.name)
    return stack


def _processed(stack: Stack, services: Services, progress: Progress, request: Request) -> Watched:
    watch = Watch(stack, services.backend, progress)
    progress.begin("UPLOAD", "Upload to S3")
    stack.upload(request.video, request.key, request.language)
    progress.end("UPLOAD", f"s3://{stack.deployment.bucket}/{request.key}")
    return watch.until_told(request.job_id)


def _keep(stack: Stack, watched: Watched, request: Request) -> list[Path]:
    """Copy the results out of the emulated bucket, which ends with the demo."""
    callback = request.folder / "callback.json"
    callback.write_text(json.dumps(watched.callback.body, ensure_ascii=False, indent=2) + "\n")
    bucket, prefix = stack.deployment.bucket, f"results/{USER_ID}/{request.job_id}."
    stored = stack.aws.s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])
    keys = [entry.get("Key", "") for entry in stored]
    results = [request.folder / Path(key).name for key in keys]
    for key, path in zip(keys, results, strict=True):
        stack.aws.s3.download_file(bucket, key, str(path))
    return [*results, callback, stack.function.log]


def _report(console: Console, request: Request, watched: Watched, files: list[Path]) -> None:
    body = watched.callback.body
    report.show_texts(console, body)
    if request.video == SAMPLE and "transcript" in body:
        accuracy = word_accuracy(SAMPLE_TEXT.read_text(), body["transcript"])
        console.print(f"Words right, against {SAMPLE_TEXT.relative_to(ROOT)}: {accuracy:.1%}")
    report.show_times(console, watched.milliseconds)
    report.show_callback(console, watched.callback.path, body)
    report.show_files(console, [file.relative_to(ROOT) for file in files])
    style = "bold green" if body["status"] == "DONE" else "bold red"
    console.print(f"{body['status']} {request.job_id}", style=style)


if __name__ == "__main__":
    sys.exit(main())
