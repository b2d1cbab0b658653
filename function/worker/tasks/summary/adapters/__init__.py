"""The adapters that only the summary needs."""
