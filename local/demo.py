"""`make demo`: one video through the whole product on this machine.

`make demo` takes the sample, `make demo VIDEO=talk.mp4` a video of yours, `SPOKEN=Eng` says that it is not in Korean,
`BACKEND=http://127.0.0.1:5055` tells a backend of yours, `STT=speech` has the whole recording heard, with its words'
times and speakers (CLOVA Speech), `CLAUDE=bedrock` asks Claude at a stand-in of Bedrock, `TASK=catalog` catalogues the
video (`demo_catalog`), and `TASK=segment_mix` mixes its speech with a hum (`demo_mix`).
"""

from __future__ import annotations

import json
import os
import platform
import sys
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from local.aws import REFUSALS
from local.demo_catalog import run_catalog_demo
from local.demo_mix import run_mix_demo
from local.ending import end_in_order
from local.problem import ProblemError
from local.progress import Progress
from local.report import show_job
from local.request import USER_ID, Request, find_problem, read_request
from local.services import Services, StandIns, running_services
from local.stack import Stack, running_stack
from local.watch import Watch, Watched

# The first failure is final here, so that a wrong key is told at once and not after the minutes a queue would wait.
PARAMETERS = {"MaxReceiveCount": "1"}
RUNS = {"catalog": run_catalog_demo, "segment_mix": run_mix_demo}


def main() -> int:
    """Run the demo.

    Returns:
        0 for a DONE callback, 1 for anything else, 130 when stopped.
    """
    end_in_order()
    console = Console()
    if platform.system() != "Linux":
        console.print("The demo runs AWS's Lambda emulator, a Linux program. Run it in a Linux container.", style="red")
        return 1
    request = read_request(os.environ)
    problem = find_problem(request)
    if problem is not None:
        console.print(problem, style="red", markup=False, soft_wrap=True)
        return 1
    request.folder.mkdir(parents=True)
    try:
        return RUNS.get(request.task, _run)(request, console)
    except (ProblemError, *REFUSALS) as problem:
        console.print(str(problem), style="red", markup=False, soft_wrap=True)
        if any(request.folder.iterdir()):
            console.print(f"The logs are in {request.folder}", markup=False, soft_wrap=True)
        return 1
    except KeyboardInterrupt:
        console.print("Stopped.")
        return 130


def _run(request: Request, console: Console) -> int:
    with ExitStack() as open_:
        progress = open_.enter_context(Progress(console))
        services = open_.enter_context(running_services(os.environ, StandIns(languages=[request.spoken])))
        stack = _started(open_, progress, request, services)
        watched = _processed(stack, services, progress, request)
        files = _keep(stack, watched, request)
    show_job(console, request, watched, files, services.speech.remark)
    return 0 if watched.callback.body["status"] == "DONE" else 1


def _started(open_: ExitStack, progress: Progress, request: Request, services: Services) -> Stack:
    progress.begin("SERVICES", "Services")
    progress.end("SERVICES", services.names)
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


if __name__ == "__main__":
    sys.exit(main())
