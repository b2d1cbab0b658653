"""An upload: its key, its bytes and the facts about it."""
