"""CLOVA Speech Recognition (CSR).

`recogniser` asks, through `call`; `request` builds what is sent; `refusals` explains answers other than a transcript.
"""

from worker.adapters.clova.recogniser import ClovaRecogniser

__all__ = ["ClovaRecogniser"]
