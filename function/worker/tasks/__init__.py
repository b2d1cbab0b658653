"""What can be done with a video or a message, one folder each."""
