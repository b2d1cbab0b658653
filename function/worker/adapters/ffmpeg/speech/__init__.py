"""The speech track of a video as PCM."""
