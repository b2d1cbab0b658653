"""How a recogniser is asked: utterances come in on stdin, their words go out on stdout, until stdin ends.

Each way a little-endian 32-bit length and that many bytes: 16 kHz mono s16 sound in, UTF-8 text out. The program's one
argument is the process id of its parent.
"""

from __future__ import annotations

import ctypes
import os
import signal
import struct
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_SET_PARENT_DEATH_SIGNAL = 1


def serve(hear: Callable[[bytes], str]) -> None:
    """Serve one utterance after another.

    Args:
        hear: The words of an utterance; it is never asked of no sound at all.
    """
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while head := source.read(4):
        pcm = source.read(struct.unpack("<I", head)[0])
        text = hear(pcm).encode() if pcm else b""
        sink.write(struct.pack("<I", len(text)) + text)
        sink.flush()


def end_with_parent() -> None:
    """A killed parent cannot say goodbye, and decoding 55 s would go on for seconds.

    Linux only; elsewhere the end of stdin does it, after the utterance.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != int(sys.argv[1]):  # it ended before this process could ask
        sys.exit()
