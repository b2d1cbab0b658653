"""The ports, imitated, a file for each of theirs. In `check_fakes` the type checker compares the two."""
