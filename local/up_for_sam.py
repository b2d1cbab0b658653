"""`make local-up RUN=0`: what `sam local invoke` talks to. The function itself runs in SAM's container.

Everything listens where a container finds it: on Docker's bridge, and where there is none on this machine's address in
its network.
"""

from __future__ import annotations

import json
import signal
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from local.aws import Aws
from local.bridge import address_for_containers
from local.deployment import Deployment, deploy
from local.emulator import running_emulator
from local.event import event_of, read_key
from local.served import EXACT_EVENT, ROOT, announced
from local.services import Services, StandIns, running_services
from local.up_shown import show_callback

if TYPE_CHECKING:
    from collections.abc import Mapping

SAMPLE = ROOT / "local/sample/sample.mp4"


def serve_sam(environment: Mapping[str, str], languages: list[str]) -> None:
    """Serve until stopped.

    Args:
        environment: `LOCAL_HOST`, an address to listen on, and what `running_services` reads.
        languages: What the stand-in of CLOVA hears.

    Raises:
        ProblemError: Something does not come up.
    """
    host = environment.get("LOCAL_HOST") or address_for_containers()
    with ExitStack() as open_:
        scratch = Path(open_.enter_context(tempfile.TemporaryDirectory(prefix="clipscribe-up-")))
        services = open_.enter_context(running_services(environment, StandIns(host, languages), show_callback))
        endpoint = open_.enter_context(running_emulator(scratch, {}, host))
        aws = Aws(endpoint)
        # The queue stays untouched: the events come from SAM's command line.
        parameters = {**services.parameters, "AwsEndpointUrl": endpoint, "ProcessingEnabled": "false"}
        deployment = deploy(aws, parameters, services.secrets)
        event = event_of(_upload(aws, deployment))
        EXACT_EVENT.parent.mkdir(parents=True, exist_ok=True)
        EXACT_EVENT.write_text(json.dumps(event, indent=2) + "\n")
        open_.enter_context(announced(deployment))
        _explain(host, services, endpoint)
        signal.pause()


def _upload(aws: Aws, deployment: Deployment) -> str:
    """Put the sample where events/s3.json says it is; returns its version."""
    with SAMPLE.open("rb") as video:
        answer = aws.s3.put_object(Bucket=deployment.bucket, Key=read_key(), Body=video, Metadata={"lang": "Eng"})
    return answer["VersionId"]


def _explain(host: str, services: Services, endpoint: str) -> None:
    print(
        f"Emulated AWS at {endpoint}; {services.names}.\n"
        f"All listen on {host} only, without a password: the containers of this machine reach it.\n"
        "In another terminal:\n"
        "  sam build && sam local invoke -e events/s3.json\n"
        "  sam local invoke Sweep\n"
        f"{EXACT_EVENT} is the same event with the upload's version. Ctrl-C ends it.",
        flush=True,
    )
