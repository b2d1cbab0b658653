"""The environment, validated once. Every setting stands in the README's table and .env.example.

Names that the specification gives are kept (docs/sources.md).
"""
