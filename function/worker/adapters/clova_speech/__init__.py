"""CLOVA Speech, long-form.

`recogniser` submits and asks; `params` and `upload` build what is sent, `reading` reads what comes back, and `refusals`
explains answers other than a transcript.
"""

from worker.adapters.clova_speech.recogniser import ClovaSpeechRecogniser

__all__ = ["ClovaSpeechRecogniser"]
