"""The engine: one delivery of a message -> one outcome, decided once and told."""
