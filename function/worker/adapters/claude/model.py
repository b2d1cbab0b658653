"""The language model over Anthropic's SDK."""

from __future__ import annotations

from functools import partial
from threading import Thread
from typing import TYPE_CHECKING

from worker.adapters.claude.address import read_account
from worker.adapters.claude.asking import AskingModel, ModelOptions
from worker.telemetry.log import quiet_libraries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from worker.adapters.calls.keys import Keys
    from worker.adapters.calls.retry import RetryPolicy
    from worker.adapters.claude.address import Account
    from worker.adapters.claude.reading import Reply
    from worker.adapters.claude.turn import Turn


class ClaudeModel(AskingModel):
    """Implements `llm.model.LanguageModel`.

    Args:
        url: `CLAUDE_API_URL`, with or without `/v1/messages`.
        keys: `CLAUDE_API_KEY`.
        options: `CLAUDE_MODEL` and its allowance.
        retry: how calls are retried.
    """

    def __init__(self, url: str, keys: Keys, options: ModelOptions, retry: RetryPolicy) -> None:
        super().__init__(partial(_send, url), keys, options, retry)

    def prepare(self) -> None:
        """Import the SDK in its own thread; a question that needs it meanwhile waits for the import lock."""
        Thread(target=load_send, name="import anthropic", daemon=True).start()


def load_send() -> Callable[[Account, Turn, float], Reply]:
    """Import the SDK, silence it, and hand out `call.send`.

    The import takes a second of CPU, which fits into the wait for speech recognition. Only `call` imports the SDK at
    its top, and only this function imports `call`, so that importing the adapter stays quick (docs/sources.md, Claude).
    """
    from worker.adapters.claude.call import send  # noqa: PLC0415 - see above

    # After the import, which obeys ANTHROPIC_LOG=debug and would then log whole requests with transcripts.
    quiet_libraries()
    return send


def _send(url: str, keys: Mapping[str, str], turn: Turn, seconds: float) -> Reply:
    account = read_account(url, keys)
    return load_send()(account, turn, seconds)
