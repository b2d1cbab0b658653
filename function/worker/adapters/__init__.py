"""The ports, implemented over external services. Foreign exceptions are translated here."""
