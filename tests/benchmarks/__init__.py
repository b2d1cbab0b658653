"""The figures that our comments claim, measured again: always two ways of one job side by side, given as a ratio.

launcher   the small process that starts what is measured
measuring  what one run took
contests   two ways in turns, and the ratio of their medians
sound      FFmpeg's command line against the obvious one, and measuring levels
loading    importing the function with and without the Claude SDK
bombs      FFmpeg's memory with and without our limits

`make bench` runs everything, prints a table and writes build/bench.json. No test asserts on time.
"""
