"""Imports the SDK late: that takes a second of CPU, which fits into the wait for speech recognition.

Only `call` imports the SDK at its top, and only this file imports `call`, so that importing the adapter stays quick
(docs/sources.md, Claude; a test watches it).
"""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

from worker.telemetry.log import quiet_libraries

if TYPE_CHECKING:
    from collections.abc import Callable

    from anthropic.types import Message
    from anthropic.types.message_create_params import MessageCreateParamsNonStreaming

    from worker.adapters.claude.exchange import Account

    Send = Callable[[Account, MessageCreateParamsNonStreaming, float], Message]


def begin_loading() -> None:
    """Import the SDK in its own thread; code that needs it meanwhile waits for the import lock."""
    Thread(target=load_send, name="import anthropic", daemon=True).start()


def load_send() -> Send:
    """Import the SDK, silence it, and hand out `call.send`."""
    from worker.adapters.claude.call import send  # noqa: PLC0415 - see the module's docstring

    # After the import, which obeys ANTHROPIC_LOG=debug and would then log whole requests with transcripts.
    quiet_libraries()
    return send
