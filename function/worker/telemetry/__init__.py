"""The log and CloudWatch's numbers."""
