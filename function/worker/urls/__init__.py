"""Addresses on the web: what they are, where they lead, and which of them may be called."""
