"""What hears in CLOVA's place, for a language each, and what a person has to know of that."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from local.paid_services import Service
from local.problem import ProblemError
from local.standins.clova import ClovaStandIn
from local.standins.recogniser import HEARINGS, Hearing, Recogniser, RecogniserError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import ExitStack


class UnheardError(ProblemError):
    """No offline recogniser hears a language here."""


def start_clova(stack: ExitStack, host: str, languages: Sequence[str], is_down: Callable[[], bool]) -> Service:
    """A CLOVA stand-in that hears.

    Args:
        stack: Ends it.
        host: Address to listen on.
        languages: By CSR's names; the first is that of a video that names none.
        is_down: Whether it is to hang up instead of answering.

    Raises:
        UnheardError: One of the languages cannot be heard.
    """
    hearings = {language: find_hearing(language) for language in languages}
    clova = stack.enter_context(ClovaStandIn(partial(_refuse, hearings), host=host))
    # The recognisers end before the stand-in, which would wait for what they are still hearing.
    heard = {name: stack.enter_context(Recogniser(hearing=hearing)) for name, hearing in hearings.items()}
    clova.by_language = {name: partial(_hear, recogniser, is_down) for name, recogniser in heard.items()}
    names = " and ".join(f"{hearing.language} ({hearing.recogniser})" for hearing in hearings.values())
    first = hearings[languages[0]]
    parameters = {"ClovaSttUrl": clova.stt_url(languages[0]), "AudioFilter": first.audio_filter}
    return Service(f"a CLOVA stand-in that hears {names}", parameters, {}, _remark(languages[0]))


def find_hearing(language: str, hearings: Mapping[str, Hearing] = HEARINGS) -> Hearing:
    """What hears a language, of all that do.

    Raises:
        UnheardError: Nothing does, or it is not installed.
    """
    hearing = hearings.get(language)
    if hearing is None:
        raise UnheardError(
            f"The offline stand-in of CLOVA hears {' and '.join(hearings)}, not {language}. CLOVA's own keys,"
            " CLOVA_API_KEY_ID and CLOVA_API_KEY, in the environment make the real one hear it."
        )
    if not hearing.built:
        others = " or ".join(f"SPOKEN={name}" for name in hearings if name != language)
        raise UnheardError(
            f"{hearing.language} cannot be heard here: {hearing.recogniser} is not in {hearing.environment}, where"
            f" make demo SPOKEN={language} puts it. Where it cannot be had: CLOVA_API_KEY_ID and CLOVA_API_KEY,"
            f" or {others}."
        )
    return hearing


def _remark(language: str) -> str:
    hearing = HEARINGS[language]
    others = " or ".join(f"{one.language}: SPOKEN={name}" for name, one in HEARINGS.items() if name != language)
    return (
        f"Heard as {hearing.language} by an offline stand-in ({hearing.recogniser}): {hearing.warning}."
        f" CLOVA is better. {others}."
    )


def _hear(recogniser: Recogniser, is_down: Callable[[], bool], pcm: bytes) -> str:
    if is_down():
        raise ConnectionAbortedError
    try:
        return recogniser(pcm)
    except RecogniserError as gone:
        raise ConnectionAbortedError from gone  # a service that dies hangs up


def _refuse(hearings: dict[str, Hearing], _pcm: bytes) -> str:
    """Say so where the words would stand: another language's words would look like a transcript."""
    names = " and ".join(hearing.language for hearing in hearings.values())
    return f"(The offline stand-in of CLOVA was started to hear {names} only: SPOKEN=Kor or SPOKEN=Eng changes that.)"
