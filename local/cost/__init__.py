"""`make cost VIDEO=talk.mp4`: what a video would cost, before it leaves this machine.

hearing     the video as the worker would hear it: its clips, and what CLOVA would bill for them
prices      every price with its date and source, corrected by settings
estimate    what is used of each service, and what that costs
"""
