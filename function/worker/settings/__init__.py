"""The environment, validated once. docs/settings.md and .env.example list every setting.

Names from the specification are kept (docs/sources.md).
"""
