"""The environment, validated once."""
