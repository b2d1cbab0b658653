"""Whole jobs, from the video in S3 to the callback, against the other ways and against what nothing can beat.

films       what is uploaded
endless     an upload of hours and gigabytes that is never stored
bucket      S3, as slow as the real one
services    CLOVA, Claude and the backend, as slow as the real ones
worker      our way
sequential  the way of the specification's sketch
watching    processor time, memory and disk of either
runs        one run of either
bounds      the schedule's bound, and the least bill
programme   what is run, and what must come of it
report, plot   what is shown of it
"""
