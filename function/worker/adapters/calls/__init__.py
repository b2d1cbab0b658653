"""How services are called: with retries, a limited pace and keys that may change."""
