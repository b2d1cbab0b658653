"""The engine: one delivery of a message -> one outcome, decided once, then sent to the backend."""
