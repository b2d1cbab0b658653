"""The environment, validated once. The README's table and .env.example list every setting.

Names from the specification are kept (docs/sources.md).
"""
