"""CLOVA Speech Recognition (CSR).

`recogniser` asks, `wav` and `headers` build what is sent and `address` where to, `refusals` says what an answer that is
no transcript means.
"""

from worker.adapters.clova.recogniser import ClovaRecogniser

__all__ = ["ClovaRecogniser"]
