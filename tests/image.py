"""What the image sets for all of its processes, for those that are measured: glibc reads it at their start."""

from __future__ import annotations

ENVIRONMENT = {"MALLOC_ARENA_MAX": "2", "RES_OPTIONS": "timeout:2 attempts:2"}
