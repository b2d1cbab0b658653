"""Two sounds made into one.

loading       implements the port
mixer         read both, add, limit, write
sounds        a file -> samples, through FFmpeg unless it is a plain WAV, and back
limiter       no peak above -1 dBTP, not even between the samples
"""
