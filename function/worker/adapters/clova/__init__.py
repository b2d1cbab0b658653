"""CLOVA Speech Recognition (CSR).

`recogniser` asks, through `call`; `wav`, `headers` and `address` build the request; `refusals` explains answers other
than a transcript.
"""

from worker.adapters.clova.recogniser import ClovaRecogniser

__all__ = ["ClovaRecogniser"]
