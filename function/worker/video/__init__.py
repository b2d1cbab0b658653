"""An upload: its key, its bytes and what is known of it."""
