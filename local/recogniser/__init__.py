"""Speech recognition in an environment of its own; `serve.py` is run, never imported."""
