import os
import re
import select
import subprocess
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.sample.accuracy import word_accuracy
from local.standins.recogniser import ENGLISH, HEARINGS, KOREAN, REPOSITORY, Hearing, Recogniser, RecogniserError

PATIENCE_SECONDS = 20
# Hands its own stdin on, so that the recogniser cannot learn from the end of it that its parent is gone.
PARENT = """
import os, subprocess, sys
child = subprocess.Popen([*sys.argv[1:], str(os.getpid())], stdout=subprocess.PIPE)
print(child.pid, flush=True)
child.wait()
"""
SPEECH = Path(__file__).parents[1] / "fixtures/speech"


@pytest.fixture(scope="module")
def recognise() -> Iterator[Recogniser]:
    with Recogniser(1) as recogniser:
        yield recogniser


@pytest.fixture(scope="module")
def recognise_korean() -> Iterator[Recogniser]:
    needs(KOREAN)
    with Recogniser(1, KOREAN) as recogniser:
        yield recogniser


def needs(hearing: Hearing) -> None:
    """Korean is large, and only `make demo` with a Korean video fetches it."""
    if hearing is not ENGLISH and not hearing.built:
        pytest.skip(f"{hearing.environment} is not there: make demo SPOKEN=Kor builds it")


def pcm_of(name: str) -> bytes:
    with wave.open(str(SPEECH / f"{name}.wav")) as file:
        return file.readframes(file.getnframes())


@pytest.mark.parametrize("name", ["sentence", "pauses"])
def test_spoken_english_is_heard_word_by_word(recognise: Recogniser, name: str) -> None:
    said = (SPEECH / f"{name}.txt").read_text()

    assert word_accuracy(said, recognise(pcm_of(name))) >= 0.9


@pytest.mark.parametrize("silence", [b"", bytes(3), bytes(64_000)])
def test_silence_has_no_words(recognise: Recogniser, silence: bytes) -> None:
    assert word_accuracy("", recognise(silence)) == 1.0


@pytest.mark.long  # English is asked the same, and its model is small
@pytest.mark.parametrize("silence", [b"", bytes(64_000)])
def test_silence_has_no_words_in_korean_either(recognise_korean: Recogniser, silence: bytes) -> None:
    assert recognise_korean(silence) == ""


@pytest.mark.long  # likewise
def test_the_korean_recogniser_writes_whatever_it_hears_in_hangul(recognise_korean: Recogniser) -> None:
    assert re.search("[가-힣]", recognise_korean(pcm_of("sentence")))


def test_one_utterance_does_not_change_the_next(recognise: Recogniser) -> None:
    first = recognise(pcm_of("sentence"))
    recognise(pcm_of("pauses")[:128_000])

    assert recognise(pcm_of("sentence")) == first


def test_a_lost_child_is_an_error_and_not_a_text() -> None:
    with Recogniser(1, python=Path("/bin/false")) as recognise, pytest.raises(RecogniserError):
        recognise(bytes(32_000))


@pytest.mark.parametrize("size", [32_000, 2_000_000])
def test_a_child_that_never_answers_is_given_up(size: int, tmp_path: Path) -> None:
    deaf = tmp_path / "deaf"
    deaf.write_text("#!/bin/sh\nexec sleep 600\n")
    deaf.chmod(0o700)

    with Recogniser(1, python=deaf, seconds=0.2) as recognise, pytest.raises(RecogniserError):
        recognise(bytes(size))


def test_a_recogniser_that_is_never_free_is_given_up() -> None:
    with Recogniser(0, seconds=0.1) as recognise, pytest.raises(RecogniserError, match="free within 0 s"):
        recognise(bytes(32_000))


@pytest.mark.parametrize(
    "hearing",
    [pytest.param(one, id=name, marks=() if one is ENGLISH else pytest.mark.long) for name, one in HEARINGS.items()],
)
def test_the_child_ends_with_a_parent_that_is_killed(hearing: Hearing) -> None:
    needs(hearing)
    command = [sys.executable, "-c", PARENT, str(hearing.python), "-EsB", "-m", hearing.module]
    reader, writer = os.pipe()
    with (
        os.fdopen(writer, "wb"),
        subprocess.Popen(command, cwd=REPOSITORY, stdin=reader, stdout=subprocess.PIPE, text=True) as parent,
    ):
        assert parent.stdout is not None
        child = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
        ended, _, _ = select.select([child], [], [], PATIENCE_SECONDS)
        os.close(child)
    os.close(reader)

    assert ended
