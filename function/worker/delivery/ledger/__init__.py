"""The ledger's knowledge of a job, and each step of the job, as values."""
