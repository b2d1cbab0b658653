"""The facts and the picture of a video."""
