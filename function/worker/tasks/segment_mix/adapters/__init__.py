"""The adapters that only the segment mix needs."""
