"""Hears a whole English recording with pocketsphinx, and when each word was said.

The text that goes out is JSON: a list of `[start, end, [[start, end, word], ...]]`, one for each stretch of speech
between two pauses, all times in whole milliseconds.
"""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any, cast

import pocketsphinx  # pyright: ignore[reportMissingImports] - of the other environment

from local.recogniser.english import OPTIONS
from local.recogniser.serve import end_with_parent, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

_FRAME_MS = 10
_VARIANT = re.compile(r"\(\d+\)$")
"""Which pronunciation was heard: `and(2)`."""

_NO_WORD = re.compile(r"[<\[+].*")
"""Silence, noise, and both ends of an utterance."""


def main() -> None:
    """Serve."""
    end_with_parent()
    module = cast("Any", pocketsphinx)
    decoder = module.Decoder(**OPTIONS)
    serve(lambda pcm: json.dumps(list(_hear(decoder, module.Segmenter().segment(io.BytesIO(pcm))))))


def _hear(decoder: Any, stretches: Any) -> Iterator[list[object]]:  # noqa: ANN401 - pocketsphinx is untyped
    for stretch in stretches:
        decoder.start_utt()
        decoder.process_raw(stretch.pcm, full_utt=True)
        decoder.end_utt()
        words = list(_read_words(decoder.seg() or (), round(stretch.start_time * 1000)))
        if words:
            yield [round(stretch.start_time * 1000), round(stretch.end_time * 1000), words]


def _read_words(heard: Any, start: int) -> Iterator[list[object]]:  # noqa: ANN401 - the same
    for one in heard:
        word = _VARIANT.sub("", one.word)
        if not _NO_WORD.fullmatch(word):
            yield [start + one.start_frame * _FRAME_MS, start + (one.end_frame + 1) * _FRAME_MS, word]


if __name__ == "__main__":
    main()
