from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A /tmp of the test's own: a handler clears what others have left in it, also what another test is using."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
