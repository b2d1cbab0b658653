"""Speech recognition in child processes: each recogniser lives in an environment of its own."""

import os
import struct
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, Queue
from threading import Timer
from typing import IO, Self

REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True)
class Hearing:
    """How a language is heard.

    Attributes:
        language: Its English name.
        recogniser: What hears it.
        environment: Where that is installed; `built` says whether it is.
        module: What is run there.
        warning: How well it hears a voice of one's own.
        audio_filter: Behind which it hears best, one of the template's `AudioFilter`.
    """

    language: str
    recogniser: str
    environment: Path
    module: str
    warning: str
    audio_filter: str = "speech"

    @property
    def python(self) -> Path:
        """The interpreter that has the recogniser."""
        return self.environment / "bin/python"

    @property
    def built(self) -> bool:
        """Whether `make` has built the environment to its end."""
        return (self.environment / ".stamp").exists()


ENGLISH = Hearing(
    "English",
    "pocketsphinx",
    REPOSITORY / ".cache/recogniser",
    "local.recogniser.english",
    "it understands little of real voices",
)
ENGLISH_WORDS = replace(ENGLISH, module="local.recogniser.english_words", audio_filter="none")
"""Hears whole recordings, and when each word was said; the text is JSON."""

KOREAN = Hearing(
    "Korean",
    "vosk",
    REPOSITORY / ".cache/korean",
    "local.recogniser.korean",
    "about one syllable in six is wrong, and some spaces are",
    # Of one reading 14 % of the syllables were wrong, and 30 % behind the filter that cuts at 3800 Hz.
    audio_filter="highpass",
)
HEARINGS: Mapping[str, Hearing] = {"Eng": ENGLISH, "Kor": KOREAN}
"""By CSR's name of the language."""

PATIENCE_SECONDS = 120
"""The longest utterance (60 s) takes 5 to 20 s; longer than CLOVA's callers wait for an answer."""


class RecogniserError(Exception):
    """The recogniser's process is gone, or did not answer in time."""


class Recogniser:
    """Turns sound into text, as a context manager; callable from any thread.

    Enter it in the main thread: the children ask the kernel to end with the thread that started them.

    Args:
        processes: How many utterances are heard at once; each process takes about 100 MB, for Korean 700 MB.
        hearing: What is heard, and how.
        python: The interpreter, where it is not the hearing's own.
        seconds: How long an utterance waits for a free process, and then for its words.
    """

    def __init__(
        self,
        processes: int = 2,
        hearing: Hearing = ENGLISH,
        *,
        python: Path | None = None,
        seconds: float = PATIENCE_SECONDS,
    ) -> None:
        # -E and -s: nothing of this process's environment; -B: the sources' folders stay clean.
        self._command = [str(python or hearing.python), "-EsB", "-m", hearing.module, str(os.getpid())]
        self._children: list[subprocess.Popen[bytes]] = []
        self._idle: Queue[subprocess.Popen[bytes]] = Queue()
        self._processes = processes
        self._seconds = seconds

    def __call__(self, pcm: bytes) -> str:
        """The words in 16 kHz mono s16 little-endian sound, without capitals and punctuation.

        Raises:
            RecogniserError: The child ended or was ended instead of answering, or none was free in time.
        """
        try:
            child = self._idle.get(timeout=self._seconds)
        except Empty:
            raise RecogniserError(f"no recogniser was free within {self._seconds:.0f} s") from None
        overdue = Timer(self._seconds, child.kill)
        overdue.start()
        try:
            return _ask(child, pcm)
        finally:
            overdue.cancel()
            self._idle.put(child)

    def __enter__(self) -> Self:
        for _ in range(self._processes):
            child = subprocess.Popen(
                self._command,
                cwd=REPOSITORY,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for the program that uses it
            )
            self._children.append(child)
            self._idle.put(child)
        return self

    def __exit__(self, *_: object) -> None:
        for child in self._children:
            child.kill()
            child.communicate(timeout=self._seconds)


def _ask(child: subprocess.Popen[bytes], pcm: bytes) -> str:
    to_child, from_child = child.stdin, child.stdout
    if to_child is None or from_child is None:
        raise RecogniserError("the recogniser was started without pipes")
    try:
        to_child.write(struct.pack("<I", len(pcm)) + pcm)
        to_child.flush()
        (length,) = struct.unpack("<I", _exactly(from_child, 4))
        return _exactly(from_child, length).decode()
    except OSError as problem:
        raise RecogniserError("the recogniser's process is gone") from problem


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise RecogniserError("the recogniser's process is gone")
    return data
