"""One exchange with Bedrock, its errors translated, within a total time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.adapters.bedrock.place import Place
from worker.adapters.bedrock.reading import REQUEST_ID, read_reply
from worker.adapters.bedrock.refusals import PERHAPS_BILLED, explain_refusal, read_type
from worker.adapters.bedrock.signature import Signer
from worker.adapters.claude.reading import MOST_BYTES, NoReplyError, UnusableReplyError
from worker.adapters.http.client import send
from worker.adapters.http.exchange import AddressError, NoAnswerError, Request, TooLargeError
from worker.jobs.errors import LLM_MISCONFIGURED, JobError
from worker.telemetry.log import logger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worker.adapters.claude.reading import Reply
    from worker.adapters.claude.turn import Turn
    from worker.adapters.http.exchange import Answer

VERSION = "bedrock-2023-05-31"

_OK = 200


@dataclass(frozen=True, slots=True)
class Invocation:
    """Implements `claude.question.Send`."""

    place: Place
    signer: Signer

    def __call__(self, _keys: Mapping[str, str], turn: Turn, seconds: float, /) -> Reply:
        url, body = self.place.make_url(str(turn["model"])), _compose_body(turn)
        request = Request(url, body, self.signer.sign(url, body), most_bytes=MOST_BYTES)
        answer = self._exchange(request, seconds)
        if answer.status == _OK:
            return read_reply(answer)
        _log_refusal(answer)
        if answer.status in PERHAPS_BILLED:
            raise NoReplyError(f"HTTP {answer.status}", sent=True)
        raise explain_refusal(answer)

    def _exchange(self, request: Request, seconds: float) -> Answer:
        try:
            return send(request, seconds)
        except NoAnswerError as error:
            raise NoReplyError(str(error), sent=error.sent) from None
        except TooLargeError as error:
            raise UnusableReplyError(type(error).__name__) from None
        except AddressError as error:
            sentence = f"Bedrock's address cannot be used ({error})."
            raise JobError(LLM_MISCONFIGURED, "LLM", sentence, setting=self.place.setting) from error


def _compose_body(turn: Turn) -> bytes:
    """The URL names the model, and the body the API's version."""
    parts = {name: value for name, value in turn.items() if name != "model"}
    return json.dumps({"anthropic_version": VERSION, **parts}, ensure_ascii=False).encode()


def _log_refusal(answer: Answer) -> None:
    logger.warning(
        "Bedrock answered with an error",
        stage="LLM_ERROR",
        duration_ms=0,
        status=answer.status,
        type=read_type(answer),
        request_id=answer.headers.get(REQUEST_ID),
    )
