"""The tasks for a video or a message, one folder each."""
