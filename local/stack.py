"""The whole stack on one machine: emulated AWS, the deployed template, and the function in AWS's own runtime."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import imageio_ffmpeg  # pyright: ignore[reportMissingTypeStubs] - it has none; one function of it is used

from local.aws import Aws
from local.deployment import FUNCTION_NAME, SWEEP_NAME, Deployment, deploy
from local.emulator import running_emulator
from local.programs import Program
from local.relay import Relay
from local.runtime import function_environment, running_function
from local.scratch import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from pathlib import Path


_ANSWER_SECONDS = 30
"""What the emulator takes to tell of a function whose time ran out."""


@dataclass(frozen=True)
class Stack:
    """What runs.

    Attributes:
        aws: Clients of the emulated AWS.
        deployment: What the template made there.
        function: The function's program; its log is the function's log.
        relay: The way into the function that the queue takes too.
        sweep: The way into the sweep that its schedule takes too, every minute.
    """

    aws: Aws
    deployment: Deployment
    function: Program
    relay: Relay
    sweep: Relay

    def upload(self, video: Path, key: str, language: str | None = None) -> None:
        """Put a video into the bucket, as the backend's front end would.

        Args:
            video: The file.
            key: Its key.
            language: What is spoken, for `x-amz-meta-lang`.
        """
        metadata = {"lang": language} if language else {}
        self.aws.s3.upload_file(str(video), self.deployment.bucket, key, ExtraArgs={"Metadata": metadata})


@contextmanager
def running_stack(
    folder: Path, parameters: Mapping[str, str], secrets: Mapping[str, str], overrides: Mapping[str, str] | None = None
) -> Generator[Stack]:
    """Bring everything up, and down again when the context ends.

    Args:
        folder: An existing one for the logs of both functions and the emulator; scratch files are in its `tmp`.
        parameters: Of the template.
        secrets: By environment variable name.
        overrides: Of the function's environment, for what no template parameter sets.

    Raises:
        ProgramError: A program does not come up.
        DeploymentError: The template does not deploy.
    """
    with ExitStack() as stack:
        scratch = stack.enter_context(scratch_folder(folder))
        relay, sweep = stack.enter_context(Relay()), stack.enter_context(Relay())
        endpoint = stack.enter_context(running_emulator(folder, {FUNCTION_NAME: relay.url, SWEEP_NAME: sweep.url}))
        aws = Aws(endpoint)
        deployment = deploy(aws, {"AwsEndpointUrl": endpoint, **parameters}, secrets)
        machine = {"FFMPEG_PATH": imageio_ffmpeg.get_ffmpeg_exe(), **(overrides or {})}
        environment = function_environment(deployment.function, machine, scratch)
        function, url = stack.enter_context(running_function(environment, folder))
        relay.open(url, deployment.function.timeout + _ANSWER_SECONDS)
        environment = function_environment(deployment.sweep, overrides or {}, scratch)
        _, url = stack.enter_context(running_function(environment, folder, "sweep"))
        sweep.open(url, deployment.sweep.timeout + _ANSWER_SECONDS)
        yield Stack(aws, deployment, function, relay, sweep)
