"""docs/adding-a-task.md, followed to the letter in a copy of the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "adding-a-task.md").read_text(encoding="utf-8")


def read_code() -> tuple[str, str, str]:
    wiring, line, test = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    return wiring, line, test


def add_line(tasks: str, line: str) -> str:
    """Put the page's import before the others, and its TASKS in the place of ours."""
    imported, named = line.strip().split("\n\n")
    tasks = re.sub(r"^TASKS: .*$", named, tasks, flags=re.MULTILINE)
    return tasks.replace("from worker.tasks.catalog import", f"{imported}\nfrom worker.tasks.catalog import", 1)


def test_the_task_of_the_page_runs_through_the_handler(tmp_path: Path) -> None:
    for folder in ("function", "tests"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    wiring, line, test = read_code()
    task = tmp_path / "function/worker/tasks/word_count"
    task.mkdir()
    (task / "__init__.py").write_text('"""Count words."""\n', encoding="utf-8")
    (task / "wiring.py").write_text(wiring, encoding="utf-8")
    registry = tmp_path / "function/worker/bootstrap/tasks.py"
    registry.write_text(add_line(registry.read_text(encoding="utf-8"), line), encoding="utf-8")
    (tmp_path / "test_word_count.py").write_text(test, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\npythonpath = function .\n", encoding="utf-8")

    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "pytest.ini", "test_word_count.py"]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}  # of a copy that nobody runs again
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout + run.stderr


def test_the_task_of_the_page_is_small() -> None:
    wiring, _, test = read_code()

    assert len((wiring + test).splitlines()) <= 80
