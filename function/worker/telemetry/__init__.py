"""The log and the CloudWatch metrics."""
