"""What `make doctor` looks at, one file a subject. Nothing here costs more than a few requests to AWS itself."""
