"""`make demo TASK=segment_mix`: the speech of the video over a hum, and the levels before and after."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import imageio_ffmpeg  # pyright: ignore[reportMissingTypeStubs] - it has none; one function of it is used

from local.following import LostJobError, follow
from local.mix_report import show_mixed
from local.programs import run_program
from local.progress import Progress
from local.services import STAND_IN_SECRETS
from local.stack import Stack, running_stack
from local.standins.editor import EditorStandIn

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from local.request import Request

BACKEND = "http://127.0.0.1:9"
"""Of the summary's backend, which nobody calls here."""

PARAMETERS = {"AppEnv": "dev", "BackendBaseUrl": BACKEND, "MaxReceiveCount": "1"}
SEGMENTS = [
    {"index": 1, "bgm_gain": 0.35, "tts_gain": 1.0},
    {"index": 2, "bgm_gain": 1.0, "tts_gain": 0.5},
]


def run_mix_demo(request: Request, console: Console) -> int:
    """Mix two segments of 4 s.

    Returns:
        0 where the editor was told that they are mixed, else 1.

    Raises:
        ProgramError: the video has no sound that FFmpeg takes out.
        LostJobError: the editor was told nothing.
    """
    prefix = f"projects/demo/interim/{request.job_id}/segments"
    with ExitStack() as open_:
        progress = open_.enter_context(Progress(console))
        editor = open_.enter_context(EditorStandIn())
        tracks = _make_tracks(request.video, request.folder)
        progress.begin("STACK", "Emulated AWS, template.yaml, Lambda runtime")
        open_.callback(progress.fail_running)
        parameters = {**PARAMETERS, "CallbackAllowedOrigins": f"{BACKEND},{editor.url}"}
        stack = open_.enter_context(running_stack(request.folder, parameters, STAND_IN_SECRETS))
        progress.end("STACK", stack.deployment.function.name)
        _upload(stack, prefix, tracks)
        progress.begin("MIX", "Two segments, from the message to the last callback")
        stack.aws.sqs.send_message(QueueUrl=stack.deployment.queue_url, MessageBody=_order(request.job_id, editor.url))
        follow(request.job_id, stack.relay, stack.function, lambda: None)
        if not editor.told:
            raise LostJobError(f"Nobody was told of this job; see {stack.function.log}")
        progress.end("MIX", editor.told[-1]["status"])
        if editor.told[-1]["status"] == "segment_mix_completed":
            _download(stack, prefix, request.folder)
    return _show(console, request.folder, editor.told)


def _make_tracks(video: Path, folder: Path) -> list[Path]:
    """Take a hum and the video's speech, for each segment four seconds of them, as WAV files of 48 kHz."""
    paths = list["Path"]()
    for segment in SEGMENTS:
        index = int(segment["index"])
        hum = ("-f", "lavfi", "-i", f"sine=frequency={110 * index}:duration=4,volume=0.8")
        speech = ("-ss", str(4 * index - 4), "-t", "4", "-i", str(video))
        for name, source in (("bgm", hum), ("tts", speech)):
            path = folder / f"{index:04d}_{name}.wav"
            program = (imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error")
            command = [*program, *source, "-ac", "1", "-ar", "48000", str(path)]
            run_program(f"Taking sound out of {video.name} (FFmpeg)", command, 60, folder)
            paths.append(path)
    return paths


def _order(job_id: str, editor: str) -> str:
    order: dict[str, Any] = {"task": "segment_mix", "job_id": job_id, "project_id": "demo", "segments": SEGMENTS}
    return json.dumps(order | {"callback_url": f"{editor}/api/editor/jobs/{{job_id}}/status"})


def _upload(stack: Stack, prefix: str, tracks: list[Path]) -> None:
    for path in tracks:
        stack.aws.s3.upload_file(str(path), stack.deployment.bucket, f"{prefix}/{path.name}")


def _download(stack: Stack, prefix: str, folder: Path) -> None:
    for segment in SEGMENTS:
        name = f"{segment['index']:04d}_mix.wav"
        stack.aws.s3.download_file(stack.deployment.bucket, f"{prefix}/{name}", str(folder / name))


def _show(console: Console, folder: Path, told: list[dict[str, Any]]) -> int:
    """Print what came of it; returns the exit status."""
    if told[-1]["status"] != "segment_mix_completed":
        console.print_json(json.dumps(told[-1]))
        return 1
    show_mixed(console, folder, SEGMENTS, told)
    console.print(f"The tracks and the mixes are in {folder}", soft_wrap=True)
    return 0
