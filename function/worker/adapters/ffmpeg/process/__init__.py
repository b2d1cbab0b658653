"""Running FFmpeg: children, pipes, limits, memory and time."""
