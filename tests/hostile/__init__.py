"""Files, messages and transcripts of somebody who means no good, all of them through the handler.

originals     eight intact containers of one spoken sentence
mutations     ways to damage any file
boxes         ways to damage one box of an MP4
oddments      playlists under media names, bombs, and what is no media at all
corpus        the seeded selection of all of these
examination   one file through the handler, and what was wrong with how it went
leftovers     what a job left behind
running       many files, side by side
report        what a whole run found
__main__      `make hostile`: 1,000 files
payloads      files that try to read others or to call servers
tracing       which files FFmpeg opened and which sockets it made, from strace
attacks       transcripts that try to instruct the model, and what a model that obeys would answer
"""
