"""Which files FFmpeg opened and which sockets it made, from what strace wrote.

strace runs around the whole program that calls the handler: around FFmpeg alone it would inherit FFmpeg's limits.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

_ROOT = Path(__file__).parents[2]
STRACE = _ROOT / ".cache/strace/usr/bin/strace"
# The worker closes its memory to all but root; to others strace shows the words of what it starts, which is nothing but
# FFmpeg, as addresses.
_STARTED = re.compile(r'^(\d+) +execve\((?:"[^"]*ffmpeg[^"]*", \[(.*)\]|0x)')
_OPENED = re.compile(r'^(\d+) +open(?:at|at2)?\((?:AT_FDCWD, )?"([^"]*)"')
_SOCKET = re.compile(r"^(\d+) +(?:socket|connect|bind|sendto)\((.*)")
_FORKED = re.compile(r"^(\d+) +(?:<\.\.\. )?(?:clone3?|v?fork)(?: resumed>|\().* = (\d+)$")
_OWN = re.compile(r"/job-[^/]*/video\.bin")


@dataclass
class Deeds:
    """What all FFmpegs of one program did: command lines, other files than the video, calls for the network."""

    commands: list[str] = field(default_factory=list[str])
    opened: set[str] = field(default_factory=set[str])
    sockets: list[str] = field(default_factory=list[str])


def is_available() -> bool:
    """Whether strace is there."""
    return STRACE.exists()


def watch(arguments: list[str], log: Path) -> Deeds:
    """Run a Python program of ours under strace and read what FFmpeg did in it."""
    libraries = STRACE.parents[1] / "lib" / f"{platform.machine()}-linux-gnu"
    traced = "trace=execve,open,openat,openat2,socket,connect,bind,sendto,clone,clone3,fork,vfork"
    # With a filter in the kernel, no other call stops: FFmpeg's threads make very many.
    shown = ["-qq", "-s", "4096", "-e", traced, "-e", "signal=none"]
    command = [str(STRACE), "-f", "--seccomp-bpf", *shown, "-o", str(log)]
    environment = {**os.environ, "LD_LIBRARY_PATH": str(libraries), "PYTHONPATH": f"{_ROOT}/function:{_ROOT}"}
    subprocess.run([*command, sys.executable, *arguments], check=True, env=environment, cwd=_ROOT, timeout=300)
    return read_deeds(log.read_text(encoding="utf-8", errors="replace").splitlines())


def read_deeds(lines: list[str]) -> Deeds:
    """Read strace's lines; only processes that became FFmpeg count, and the threads that these start."""
    deeds, ours = Deeds(), set[str]()
    for line in lines:
        if started := _STARTED.match(line):
            ours.add(started[1])
            deeds.commands.append(started[2] or "")
        elif (forked := _FORKED.match(line)) and forked[1] in ours:
            ours.add(forked[2])
        elif (opened := _OPENED.match(line)) and opened[1] in ours and not _OWN.search(opened[2]):
            deeds.opened.add(opened[2])
        elif (called := _SOCKET.match(line)) and called[1] in ours:
            deeds.sockets.append(called[2])
    return deeds
