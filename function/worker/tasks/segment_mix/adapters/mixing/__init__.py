"""Two sounds made into one.

loading       implements the port
mixer         read both, add, limit, write
sounds        a file -> samples, through FFmpeg unless it is a plain WAV
waves         plain WAV files
arithmetic    gains and sums
limiter       no peak above -1 dBTP
true_peak     how high the curve between the samples goes
"""
