"""How a job flows, file by file.

app.handler               function/app.py, beside this package: Lambda's event -> deliveries; failures back to SQS
  delivery/               the engine, which knows no task
    receiving             a record of a batch -> a delivery
    delivery              one receipt of a message, and what becomes of it: Acknowledge, Retry or Wait
    processor             one delivery -> what becomes of its message; the table of that stands at its head
    messages              a body -> jobs, as the tasks take them (jobs.task), or what to ignore
    isolation             which jobs are worked on side by side
    claiming, lease       who holds a job in the ledger, and each step written there
    heartbeat             holding it while it runs
    attempt               one claimed job -> its end by its task's pipeline, or how long it waits for another attempt
    checkpoints           what is kept for the next attempt: paid answers, decoded clips
    backoff               how long a message waits for its next attempt
    outbox                the end of a job: decided once, then sent (adapters.backend.backend POSTs it)
    ledger/               what the ledger knows of a job, and each step of it, as values
    ports                 what all of these may ask of the world: the ledger, the queue, what is kept
    job_log, worker_log   what people see of it: lines and counts of a job, and of what is no job

tasks/<task>/             one folder a task, one line in bootstrap.tasks:
                          summary (every video that no other task takes), segment_mix (orders),
                          catalog (videos without a user, if VIDEO_TASK says so; no callback, but a call of an API)
  job, result or ending   what is to be done, which messages ask for it, and how it ended
  pipeline                its stages, one a line: values and ports in, a value out
  ports, settings         what it needs of the world and of the environment, and how the world can fail
  wiring, adapters/       settings -> the pipeline with what it works with, and what only this task speaks to;
                          WIRING is what bootstrap asks of it (jobs.task)
speech/                   from sound to a transcript: extract_audio, transcribe, clips/, subtitles/
llm/                      what a model is asked and answers, and what that costs
video/                    an upload: its key, its bytes, the jobs about it

app.sweep                 a schedule's tick
  delivery/sweeper, sweep_log   jobs that no message brings back: dead ones fail, callbacks are sent again (ledger.due)

jobs/                     the words that engine and tasks share; `jobs.errors` lists the ways to fail
telemetry/                the log, CloudWatch's numbers, the stages in both
urls/                     addresses on the web
settings/                 the environment, validated once
bootstrap/                settings -> adapters -> a worker, once a container
adapters/                 services that several tasks speak to: S3, FFmpeg, CLOVA, Claude, the backend, SQS, DynamoDB
"""
