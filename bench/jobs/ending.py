"""How a way's process ends."""

from __future__ import annotations

import os
import sys
from typing import NoReturn


def tell_seconds(seconds: float) -> NoReturn:
    """Say how long the job took, as the last line, and be gone: Lambda freezes a worker and never clears it up."""
    sys.stdout.write(f"\n{seconds}")
    sys.stdout.flush()
    os._exit(0)
