"""The ports, imitated: the engine's and the summary's here, another task's in its `fakes`, beside its tests.

In `check_fakes` the type checker compares the two.
"""
