"""Whole jobs, from the video in S3 to the callback, against the other ways and against the bounds.

films       what is uploaded
endless     an upload of hours and gigabytes that is never stored
bucket      S3, as slow as the real one
services    CLOVA, Claude and the backend, as slow as the real ones
worker      our way
sequential  the way of the specification's sketch
ending      what both ways end with
watching    processor time, memory and disk of either
runs        one run of either
bounds      the schedule's bound, and the least bill
board       what came of it, and what must
race        both ways in turns
sizes       videos that are longer, larger and more
programme   which of all this is run
report, plot   what is shown of it
"""
