"""What only the summary speaks to."""
