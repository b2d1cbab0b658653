"""What the ledger knows of a job, and each step of it, as values."""
