from __future__ import annotations

import os
import resource
from typing import TYPE_CHECKING

import pytest

from tests.adapters.programs import write_program
from worker.adapters.ffmpeg.process.program import FfmpegProgram, consume
from worker.jobs.deadline import Deadline
from worker.jobs.errors import FFMPEG_KILLED, FFMPEG_MISSING, Handling, JobError

if TYPE_CHECKING:
    from pathlib import Path

GIBIBYTE = 1024**3
PATIENCE = 30.0


def output_of(program: str, workspace: Path) -> bytes:
    pieces: list[bytes] = []
    consume(FfmpegProgram(program, GIBIBYTE).run((), workspace, Deadline.after(PATIENCE)), pieces.append)
    return b"".join(pieces)


def refusal_of(program: str, workspace: Path) -> JobError:
    with pytest.raises(JobError) as refused:
        consume(FfmpegProgram(program, GIBIBYTE).run((), workspace, Deadline.after(PATIENCE)))
    return refused.value


@pytest.mark.parametrize("name", ["nowhere", "data", "text", ""])
def test_a_program_that_cannot_start_is_the_deployments_fault(name: str, tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"not executable")
    (tmp_path / "text").write_bytes(b"executable, but for no machine")
    (tmp_path / "text").chmod(0o755)

    refused = refusal_of(str(tmp_path / name), tmp_path)

    assert (refused.condition, refused.handling) == (FFMPEG_MISSING, Handling.CONFIGURATION)
    assert refused.setting == "FFMPEG_PATH"


def test_a_machine_with_nothing_left_is_worth_another_attempt(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest_free = os.dup(0)
    os.close(lowest_free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free + 1, hard))
    try:
        refused = refusal_of("/bin/true", tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    assert (refused.condition, refused.handling) == (FFMPEG_KILLED, Handling.RETRYABLE)


def test_the_child_learns_nothing_from_our_environment(tmp_path: Path) -> None:
    output = output_of("/usr/bin/env", tmp_path)

    names = {line.partition("=")[0] for line in output.decode().splitlines()}
    assert names == {"LC_ALL", "AV_LOG_FORCE_NOCOLOR", "GCONV_PATH"}


def test_the_child_has_a_session_of_its_own(tmp_path: Path) -> None:
    script = 'read -r stat < /proc/$$/stat; set -- $stat; echo "$1 $5 $6"'

    output = output_of(write_program(tmp_path, script), tmp_path)

    pid, group, session = output.split()
    assert (group, session) == (pid, pid)


def test_the_child_cannot_read_our_input(tmp_path: Path) -> None:
    program = write_program(tmp_path, "readlink /proc/$$/fd/0")
    kept = os.dup(0)
    with (tmp_path / "input").open("w+b") as ours:
        os.dup2(ours.fileno(), 0)
        try:
            output = output_of(program, tmp_path)
        finally:
            os.dup2(kept, 0)
            os.close(kept)

    assert output == b"/dev/null\n"


def test_the_child_is_confined(tmp_path: Path) -> None:
    waits_for_its_limits = write_program(tmp_path, 'until [ "$(ulimit -n)" = 32 ]; do :; done')

    assert output_of(waits_for_its_limits, tmp_path) == b""
