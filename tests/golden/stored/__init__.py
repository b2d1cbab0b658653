"""What workers leave in the table and the bucket, and files of it to compare with."""
