"""What a job left behind: files in its folder, and processes that read from there."""

from __future__ import annotations

from pathlib import Path


def find_leftovers(scratch: Path) -> list[str]:
    """Say what is left of the jobs in a folder of jobs' folders."""
    files = [f"left the file {path.name}" for path in scratch.rglob("*")]
    return files + [f"left the process {pid}" for pid in _processes_that_name(str(scratch).encode())]


def _processes_that_name(folder: bytes) -> list[str]:
    return [path.name for path in Path("/proc").iterdir() if path.name.isdigit() and folder in _command_line(path)]


def _command_line(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""
