"""What we claim about speed, memory and money, measured again, each time beside another way.

jobs/      whole jobs, from the upload to the callback
launcher   the small process that starts what is measured
measuring  what one run took
contests   two ways of one step in turns, and the ratio of their medians
sound      FFmpeg's command line against the obvious one, and measuring levels
peers      against MoviePy and pydub
loading    importing the function, with and without what makes it fast
bombs      FFmpeg's memory with and without our limits
hearing    what each `AUDIO_FILTER` does to a recogniser's words

`make bench` runs everything, prints tables and writes build/bench.json and build/bench.svg. No test asserts on time.
"""
