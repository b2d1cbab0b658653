"""How a video reaches FFmpeg, and what its own bytes declare."""
