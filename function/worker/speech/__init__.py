"""From the sound of a video to a transcript."""
