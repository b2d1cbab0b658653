from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.handler.stage import Stage

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A /tmp of the test's own: a handler clears what others have left in it."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path / "clipscribe"


@pytest.fixture
def stage() -> Stage:
    return Stage()
