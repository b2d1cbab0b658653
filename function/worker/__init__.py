"""How a job flows, file by file.

app.handler               Lambda's event -> deliveries; a batch's failures back to SQS
  receiving               a record of a batch -> a delivery
  processing              one delivery -> one outcome; the table of what happens stands at its head
    messages, mix_orders  a body -> jobs (domain.jobs), what to ignore, what nobody can be told about
    company               which jobs are worked on side by side
    claiming, tenure      who holds a job in the ledger, and each step written there (domain.claims, domain.ledger)
    heartbeat             holding it while it runs
    attempts              one claimed job -> its end, or how long it waits for another attempt
      pipelines/          a job -> its stages, one a line
        stages/           one step each: values and one port in, a value out
        ports, catalog_ports, mixing_ports   what a stage may ask of the world
    backoff               how long a message waits that is given back
    telling               the end of a job: decided once, then told
  delivery_ports          what all of these may ask of the world: the ledger, the queue, what is kept, the backend
  remembering, resuming   paid answers and decoded clips, kept for the next attempt
  fencing                 mixes, stored by the newest order alone
  journal, notices        what people see of it: lines and counts of a job, and of what is no job
  observability, metrics, stage_runs   the log and CloudWatch's numbers behind them

app.sweep                 a schedule's tick
  sweeping, sweep_notes   what no message brings back: dead jobs told, outcomes told again (domain.care)

settings, catalog_settings, setting_kinds   the environment, validated once
bootstrap                 settings -> adapters -> a worker, once a container
adapters/                 S3, FFmpeg, CLOVA, Claude, the backend, SQS, the catalogue's services, behind the ports
workspace                 the folder and the time of one job
domain/                   the values all of them speak of; `domain.errors` lists every way to fail
"""
