"""What hears whole recordings in CLOVA Speech's place, and what a person has to know of that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.hearing import UnheardError
from local.paid_services import Service
from local.standins.clova_speech import ClovaSpeechStandIn
from local.standins.clova_speech_jobs import Pace
from local.standins.faults import CutConnection, Ok
from local.standins.recogniser import ENGLISH_WORDS, Recogniser
from local.standins.words import LONGEST_HEARING_SECONDS, hear_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import ExitStack

    from local.standins.faults import Fault

LANGUAGE = "Eng"
PARAMETERS = {"SttEngine": "speech", "ClovaSpeechLanguage": "en-US", "SttSpeakers": "auto", "AudioFilter": "none"}
REMARK = (
    f"Words and their times were heard by an offline stand-in ({ENGLISH_WORDS.recogniser}):"
    f" {ENGLISH_WORDS.warning}. Its speakers are made up: they take turns at each pause. CLOVA is better."
)
_PACE = Pace(waiting=1, processing=3)
"""Long enough that each state is seen once."""


def start_clova_speech(stack: ExitStack, host: str, language: str, is_down: Callable[[], bool]) -> Service:
    """A CLOVA Speech stand-in that hears words at their times.

    Args:
        stack: Ends it.
        host: Address to listen on.
        language: By CSR's name.
        is_down: Whether it is to hang up instead of answering.

    Raises:
        UnheardError: The language cannot be heard.
    """
    if language != LANGUAGE:
        raise UnheardError(
            f"The offline stand-in of CLOVA Speech hears {LANGUAGE}, not {language}. CLOVA_SPEECH_INVOKE_URL"
            " and CLOVA_SPEECH_SECRET in the environment make the real one hear it; STT=csr may hear it here."
        )
    recognise = Recogniser(1, ENGLISH_WORDS, seconds=LONGEST_HEARING_SECONDS)
    speech = stack.enter_context(ClovaSpeechStandIn(hear_words(recognise), host=host))
    stack.enter_context(recognise)  # ends before the stand-in, which would wait for what is still being heard
    speech.jobs.pace = _PACE
    speech.script, speech.poll_script = _hang_up(is_down), _hang_up(is_down)
    secrets = {"CLOVA_SPEECH_INVOKE_URL": speech.invoke_url, "CLOVA_SPEECH_SECRET": speech.domain.secret}
    name = f"a CLOVA Speech stand-in that hears English words ({ENGLISH_WORDS.recogniser})"
    return Service(name, PARAMETERS, secrets, REMARK)


def _hang_up(is_down: Callable[[], bool]) -> Iterator[Fault]:
    """While it is down."""
    while True:
        yield CutConnection() if is_down() else Ok()
