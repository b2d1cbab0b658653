"""The adapters that only the catalogue needs."""
