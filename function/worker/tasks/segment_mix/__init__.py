"""A project's recorded segments -> one track each, mixed."""
