"""What is asked of the service with a recording."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from worker.speech.long_form.wishes import Wishes


def write_params(language: str, wishes: Wishes) -> bytes:
    """The part `params` (docs/sources.md, CLOVA), JSON.

    `diarization` is always sent: left out, it is on, and a domain without speaker recognition refuses that.
    """
    least, most = wishes.speakers or (-1, -1)
    params: dict[str, object] = {
        "language": language,
        "completion": "async",
        "wordAlignment": True,
        "fullText": True,
        "noiseFiltering": True,
        "diarization": {"enable": wishes.speakers is not None, "speakerCountMin": least, "speakerCountMax": most},
    }
    if wishes.keywords:
        params["boostings"] = [{"words": ",".join(wishes.keywords)}]
    return json.dumps(params, ensure_ascii=False).encode()
