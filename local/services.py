"""The services a job talks to: the real ones where their keys are in the environment, stand-ins everywhere else."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.standins.backend import BackendStandIn
from local.standins.claude import ClaudeStandIn
from local.standins.clova import ClovaStandIn
from local.standins.recogniser import Recogniser, RecogniserError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

STAND_IN_SECRETS = {
    "CLOVA_API_KEY_ID": "local-key-id",
    "CLOVA_API_KEY": "local-key",
    "CLAUDE_API_KEY": "local-claude-key",
    "BACKEND_INTERNAL_TOKEN": "local-token",
}


@dataclass(frozen=True)
class Service:
    """One paid service as the template must know it.

    Attributes:
        name: For the person at the terminal.
        parameters: Of the template.
        secrets: By environment variable name.
    """

    name: str
    parameters: Mapping[str, str]
    secrets: Mapping[str, str]


@dataclass(frozen=True)
class Services:
    """All three, running."""

    speech: Service
    model: Service
    backend: BackendStandIn

    @property
    def parameters(self) -> dict[str, str]:
        """For the template; plain http to the backend needs `AppEnv=dev`."""
        return {
            "AppEnv": "dev",
            "BackendBaseUrl": self.backend.url,
            **self.speech.parameters,
            **self.model.parameters,
        }

    @property
    def secrets(self) -> dict[str, str]:
        """For the template's secret."""
        return {**STAND_IN_SECRETS, **self.speech.secrets, **self.model.secrets}


@contextmanager
def running_services(
    environment: Mapping[str, str], host: str = "127.0.0.1", show: Callable[[str], object] = lambda _line: None
) -> Generator[Services]:
    """Find or start them.

    Args:
        environment: Where keys of the real services may be.
        host: Address for the stand-ins.
        show: Given a line for each callback that the backend accepts.
    """
    with ExitStack() as stack:
        yield Services(
            speech=_real_clova(environment) or _clova_stand_in(stack, host),
            model=_real_claude(environment) or _claude_stand_in(stack, host),
            backend=stack.enter_context(BackendStandIn(host=host, show=show)),
        )


def _real_clova(environment: Mapping[str, str]) -> Service | None:
    secrets = _given(environment, "CLOVA_API_KEY_ID", "CLOVA_API_KEY")
    if len(secrets) < 2:  # noqa: PLR2004 - it takes both
        return None
    return Service(
        "CLOVA Speech Recognition (real, paid)", _settings(environment, ClovaSttUrl="CLOVA_STT_URL"), secrets
    )


def _real_claude(environment: Mapping[str, str]) -> Service | None:
    secrets = _given(environment, "CLAUDE_API_KEY")
    if not secrets:
        return None
    parameters = _settings(environment, ClaudeApiUrl="CLAUDE_API_URL", ClaudeModel="CLAUDE_MODEL")
    return Service("Claude (real, paid)", parameters, secrets)


def _clova_stand_in(stack: ExitStack, host: str) -> Service:
    recogniser = Recogniser()

    def hear(pcm: bytes) -> str:
        try:
            return recogniser(pcm)
        except RecogniserError as gone:
            raise ConnectionAbortedError from gone  # a service that dies hangs up

    clova = stack.enter_context(ClovaStandIn(hear, host=host))
    stack.enter_context(recogniser)  # ends before the stand-in, which would wait for what it is still hearing
    return Service("a CLOVA stand-in that hears English (pocketsphinx)", {"ClovaSttUrl": clova.stt_url("Eng")}, {})


def _claude_stand_in(stack: ExitStack, host: str) -> Service:
    claude = stack.enter_context(ClaudeStandIn(host=host))
    return Service("a Claude stand-in that picks sentences", {"ClaudeApiUrl": claude.messages_url}, {})


def _given(environment: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: environment[name] for name in names if environment.get(name)}


def _settings(environment: Mapping[str, str], **parameters: str) -> dict[str, str]:
    return {parameter: environment[name] for parameter, name in parameters.items() if environment.get(name)}
