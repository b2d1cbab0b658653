"""A worker, and a child of the same user that wants its secrets; where the tests are root, both are nobody."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FUNCTION = Path(__file__).parents[2] / "function"
PR_GET_DUMPABLE = 3
WORKER = """
import ctypes, os, subprocess, sys
from worker.adapters.ffmpeg.process.child import close_own_memory, confine

manner, name = sys.argv[1:]
if os.getuid() == 0:
    os.setgroups([])
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # as it is in a program that this user has started
if manner == "closed":
    close_own_memory()
with subprocess.Popen(["/bin/cat", f"/proc/{os.getpid()}/{name}"], stdout=subprocess.PIPE) as child:
    confine(child.pid, 2**30, 10)
    found, _ = child.communicate()
print("read" if found else "refused")
"""


def spy(manner: str, name: str) -> str:
    command = [sys.executable, "-c", WORKER, manner, name]
    done = subprocess.run(command, cwd=FUNCTION, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


@pytest.mark.parametrize("name", ["environ", "maps", "auxv"])
def test_a_child_cannot_read_its_parent(name: str) -> None:
    assert spy("open", name) == "read"
    assert spy("closed", name) == "refused"


def test_importing_the_function_closes_nothing() -> None:
    program = f"import ctypes, app; print(ctypes.CDLL(None).prctl({PR_GET_DUMPABLE}, 0, 0, 0, 0))"

    done = subprocess.run([sys.executable, "-c", program], cwd=FUNCTION, capture_output=True, text=True, check=True)

    assert done.stdout == "1\n"
