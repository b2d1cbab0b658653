"""How a video comes to FFmpeg, and what its own bytes say."""
