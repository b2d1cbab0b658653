"""A recogniser of whole recordings that speaks to a stand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest

from tests.adapters.naps import Naps
from worker.adapters.calls.keys import Keys
from worker.adapters.calls.retry import CallLimits
from worker.adapters.clova_speech import ClovaSpeechRecogniser
from worker.jobs.deadline import Deadline
from worker.jobs.errors import JobError
from worker.speech.long_form.wishes import Wishes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from local.standins.clova_speech import ClovaSpeechStandIn
    from local.standins.faults import Fault

ANYTHING = Wishes()


class Quick(ClovaSpeechRecogniser):
    """It waits for an answer for a short time only."""

    submitting: ClassVar = CallLimits("STT", at_least=0.1, at_most=1.0)


def keys(speech: ClovaSpeechStandIn, secret: str | None = None, url: str | None = None) -> Keys:
    """The stand-in's, unless others are given."""
    return Keys(
        {
            "CLOVA_SPEECH_INVOKE_URL": url or speech.invoke_url,
            "CLOVA_SPEECH_SECRET": secret or speech.domain.secret,
        }
    )


def recogniser(speech: ClovaSpeechStandIn, wishes: Wishes = ANYTHING, naps: Naps | None = None) -> Quick:
    """With the stand-in's keys."""
    return Quick(keys(speech), "ko-KR", wishes, (naps or Naps()).policy())


def submit(speech: ClovaSpeechStandIn, sound: Path, wishes: Wishes = ANYTHING, language: str = "ko-KR") -> str:
    """Hand a recording in with time to spare; returns its token."""
    return recogniser(speech, wishes).submit(sound, language, Deadline.after(100))


def look(speech: ClovaSpeechStandIn, token: str) -> bytes | None:
    """Ask for a result with time to spare."""
    return recogniser(speech).look(token, Deadline.after(100))


def fail_to_submit(
    speech: ClovaSpeechStandIn, sound: Path, script: Iterable[Fault] = (), wishes: Wishes = ANYTHING
) -> JobError:
    """What a submission fails with when the stand-in does this."""
    speech.script = script
    with pytest.raises(JobError) as caught:
        submit(speech, sound, wishes)
    return caught.value


def fail_to_look(speech: ClovaSpeechStandIn, token: str, script: Iterable[Fault] = ()) -> JobError:
    """What a question fails with when the stand-in does this."""
    speech.poll_script = script
    with pytest.raises(JobError) as caught:
        look(speech, token)
    return caught.value
