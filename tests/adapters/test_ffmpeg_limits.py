from __future__ import annotations

import os
import resource
import subprocess

import pytest

from worker.adapters.ffmpeg.process.child import confine

GIBIBYTE = 1024**3


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (resource.RLIMIT_AS, GIBIBYTE),
        (resource.RLIMIT_CPU, 10 * (os.cpu_count() or 1) + 1),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_CORE, 0),
    ],
)
def test_a_child_is_confined_by_the_kernel(kind: int, expected: int) -> None:
    with subprocess.Popen(["/bin/sleep", "1000"]) as child:
        try:
            confine(child.pid, GIBIBYTE, 10.0)
            assert resource.prlimit(child.pid, kind) == (expected, expected)
        finally:
            child.kill()


def test_limits_are_never_raised() -> None:
    with subprocess.Popen(["/bin/sleep", "1000"]) as child:
        try:
            confine(child.pid, GIBIBYTE, 10.0)
            confine(child.pid, 2 * GIBIBYTE, 20.0)
            assert resource.prlimit(child.pid, resource.RLIMIT_AS)[1] == GIBIBYTE
        finally:
            child.kill()


def test_a_child_that_has_already_ended_is_left_alone() -> None:
    with subprocess.Popen(["/bin/true"]) as child:
        child.wait()

    confine(child.pid, GIBIBYTE, 10.0)
