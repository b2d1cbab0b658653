"""Cutting sound into clips for the recogniser, at pauses and at the least price."""
