"""What only the catalogue speaks to."""
