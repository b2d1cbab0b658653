"""The backend, which is told how jobs end."""
