"""Uploads and results in S3."""
