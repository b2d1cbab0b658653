"""Plain frozen values: what a job is, what its stages hand on, how it can fail. Imports nothing of ours."""
