"""How a video reaches FFmpeg, and what its own bytes declare.

Everything here that reads a video raises a JobError of S3_DOWNLOAD_FAILED if that fails.
"""
