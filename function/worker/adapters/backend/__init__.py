"""The backend, which receives a callback when a job ends."""
