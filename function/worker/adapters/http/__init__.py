"""HTTP with a total time limit, to addresses that may be called."""
