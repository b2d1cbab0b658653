"""The services a job talks to: the real ones where their keys are in the environment, stand-ins everywhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from local.aws import CREDENTIALS
from local.hearing import start_clova
from local.hearing_words import start_clova_speech
from local.own_backend import OwnBackend
from local.paid_services import Service, real_claude, real_clova, real_clova_speech
from local.request import SPEECH
from local.standins.backend import BackendStandIn
from local.standins.bedrock import BedrockStandIn
from local.standins.claude import ClaudeStandIn
from local.standins.sigv4 import Credentials
from local.target import read_target

if TYPE_CHECKING:
    from collections.abc import Generator

STAND_IN_SECRETS = {
    "CLOVA_API_KEY_ID": "local-key-id",
    "CLOVA_API_KEY": "local-key",
    "CLAUDE_API_KEY": "local-claude-key",
    "BACKEND_INTERNAL_TOKEN": "local-token",
}


@dataclass(frozen=True)
class Services:
    """All three, running.

    Attributes:
        speech: Hears.
        model: Summarises.
        backend: Is told.
        shared: What the backend shares with the worker, by setting, where it is not what the stand-in knows.
    """

    speech: Service
    model: Service
    backend: BackendStandIn | OwnBackend
    shared: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def names(self) -> str:
        """For the person at the terminal."""
        return f"{self.speech.name}; {self.model.name}; {self.backend.name}"

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
        return {**STAND_IN_SECRETS, **self.speech.secrets, **self.model.secrets, **self.shared}


@dataclass(frozen=True)
class StandIns:
    """How the stand-ins behave.

    Attributes:
        host: Address to listen on.
        languages: What CLOVA's hears, the first where a video names none.
        is_down: Whether CLOVA's is to hang up instead of answering.
    """

    host: str = "127.0.0.1"
    languages: Sequence[str] = ("Eng",)
    is_down: Callable[[], bool] = lambda: False


@contextmanager
def running_services(
    environment: Mapping[str, str],
    stand_ins: StandIns = StandIns(),
    show: Callable[[str], object] = lambda _line: None,
) -> Generator[Services]:
    """Find or start them.

    Args:
        environment: Where keys of the real services may be, the address of a backend, and `STT`, which speech engine;
            `CLAUDE=bedrock` asks a stand-in of Bedrock, whatever keys there are.
        stand_ins: Those that are started.
        show: Given a line for each callback that the backend accepts.

    Raises:
        BackendError: The backend that the environment names cannot be told.
        UnheardError: A stand-in of an engine is needed, and cannot hear one of the languages.
    """
    host = stand_ins.host
    own = read_target(environment)
    backend = OwnBackend(own, show, host) if own else BackendStandIn(host=host, show=show)
    with ExitStack() as stack:
        yield Services(
            speech=_find_speech(environment, stack, stand_ins),
            model=_find_model(environment, stack, host),
            backend=stack.enter_context(backend),
            shared=own.secrets if own else {},
        )


def _find_speech(environment: Mapping[str, str], stack: ExitStack, stand_ins: StandIns) -> Service:
    """The engine that `STT` names."""
    host, languages, is_down = stand_ins.host, stand_ins.languages, stand_ins.is_down
    if environment.get("STT") == SPEECH:
        return real_clova_speech(environment) or start_clova_speech(stack, host, languages[0], is_down)
    return real_clova(environment) or start_clova(stack, host, languages, is_down)


def _find_model(environment: Mapping[str, str], stack: ExitStack, host: str) -> Service:
    if environment.get("CLAUDE") == "bedrock":
        return _start_bedrock(stack, host)
    return real_claude(environment) or _claude_stand_in(stack, host)


def _claude_stand_in(stack: ExitStack, host: str) -> Service:
    claude = stack.enter_context(ClaudeStandIn(host=host))
    return Service("a Claude stand-in that picks sentences", {"ClaudeApiUrl": claude.messages_url}, {})


def _start_bedrock(stack: ExitStack, host: str) -> Service:
    """It takes the signature of the emulated function's credentials."""
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    credentials = Credentials(*(CREDENTIALS[name] for name in names))
    bedrock = stack.enter_context(BedrockStandIn(host=host, credentials=credentials))
    parameters = {"ClaudeProvider": "bedrock", "BedrockEndpointUrl": bedrock.url}
    return Service("a Bedrock stand-in that picks sentences", parameters, {})
