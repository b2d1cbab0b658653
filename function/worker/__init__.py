"""How a job flows, file by file.

An upload, in eight files: app calls delivery.processor, which calls delivery.messages (it asks tasks.summary.job to
accept), delivery.attempt, and in the end delivery.outbox (adapters.backend.backend POSTs). attempt calls
tasks.summary.pipeline, as its wiring binds it; tasks.summary.result writes the body.

app.handler               function/app.py, beside this package: Lambda's event -> deliveries; failures back to SQS
  delivery/               the engine, which imports no task
    receiving             a record of a batch -> a delivery
    delivery              one receipt of a message, and what becomes of it: Acknowledge, Retry or Wait
    processor             one delivery -> what becomes of its message; the table of that stands at its head
    messages              a body -> jobs, as the tasks take them (jobs.task), or what to ignore
    isolation             jobs run side by side; one on which a worker has died runs alone
    claiming, lease       who holds a job in the ledger (DynamoDB), and each step written there
    heartbeat             holding it while it runs
    attempt               one claimed job -> its end by its task's pipeline, or how long it waits for another attempt,
                          or for what a stage says is not ready (jobs.not_ready.NotReady)
    checkpoints           what is kept in S3 for the next attempt: paid answers, decoded clips
    budget                what the paid calls of a day may cost; what would pass that waits
    backoff               how long a message waits for its next attempt
    outbox                the end of a job: `decide` (called by attempt) writes it to the ledger before anything is
                          sent, `send` (called by processor) gives it to adapters.backend
    ledger/               what the ledger knows of a job, and each step of it, as values
    ports                 what all of these may ask of the world: the ledger, the queue, what is kept
    job_log, worker_log   what people see of it: the course of a job, and incidents, in a job or not

tasks/<task>/             one folder a task, one line in bootstrap.tasks, asked in that order; the first to accept wins:
                          segment_mix (orders), catalog (videos without a user, if VIDEO_TASK says so; no callback,
                          but a call of an API), summary (every other video)
  job                     what is to be done, and which messages ask for it
  result or ending        how it ended, and the callback's body (the catalogue, which sends none: in job)
  pipeline                its stages, one a line: values and ports in, a value out
  ports, settings         what it needs of the world and of the environment, and how the world can fail
  wiring, adapters/       settings -> the pipeline with what it works with, and what only this task speaks to;
                          WIRING is what bootstrap asks of it (jobs.task)
speech/                   from sound to a transcript: extract_audio, transcribe, clips/, subtitles/; voices: who speaks;
                          long_form/: a recording that is recognised elsewhere while the job waits; engines: which one
llm/                      what a model is asked and answers, and what that costs
video/                    an upload: its key, its bytes, what all jobs about it share

app.sweep                 a schedule's tick
  delivery/sweeper, sweep_log   jobs that no message brings back: dead ones fail, callbacks are sent again (ledger.due)

jobs/                     the words that engine and tasks share; task: what the engine calls on a task; errors: the ways
                          to fail
telemetry/                the log, CloudWatch's numbers, the stages in both
urls/                     addresses on the web
settings/                 the environment, validated once
bootstrap/                settings -> adapters (adapters.services) -> a worker (bootstrap.workers), once a container
adapters/                 services that several tasks speak to: S3, FFmpeg, CLOVA, Claude, Bedrock, SQS, DynamoDB;
                          backend/: the POST and its retries (backend), the URL (endpoint), token, id and signature
                          (headers)
"""
