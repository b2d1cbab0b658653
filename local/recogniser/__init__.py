"""Speech recognition in environments of its own: `python -m local.recogniser.english`, run there and never imported.

`english` and `korean` hear, `serve` is how they are asked; none of them imports anything else of this project.
"""
