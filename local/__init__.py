"""The whole stack on one machine: stand-ins that speak the wire of CLOVA, Claude and the backend, and a sample video.

Nothing here imports `worker`: a stand-in that shared code with the client it checks would share its mistakes.
"""
