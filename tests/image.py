"""What the image sets for all of its processes, for those whose memory is measured: glibc reads it at their start."""

from __future__ import annotations

ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}
