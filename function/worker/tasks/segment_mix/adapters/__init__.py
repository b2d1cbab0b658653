"""What only the segment mix speaks to."""
