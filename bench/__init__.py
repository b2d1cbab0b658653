"""What we claim about speed, memory and money, measured again, each time beside another way.

jobs/      whole jobs, from the upload to the callback
contests   two ways of one step in turns, and the ratio of their medians
sound      FFmpeg's command line against the obvious one, and measuring levels
peers      against pydub
loading    importing the function, with and without what makes it fast
bombs      FFmpeg's memory with and without our limits
hearing    what each `AUDIO_FILTER` does to a recogniser's words

`make bench` runs everything, prints tables and writes build/bench.json and build/bench.svg. No test asserts on time.
`tests.measuring` says what one run of a program took; the tests of the arithmetic here are in tests/bench.
"""
