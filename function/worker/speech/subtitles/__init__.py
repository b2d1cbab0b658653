"""From a transcript to subtitles."""
