"""A video -> a transcript and a summary."""
