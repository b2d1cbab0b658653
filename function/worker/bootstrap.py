"""Settings -> adapters: the only file that names concrete classes, and so the seam where tests put others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from importlib import resources
from typing import TYPE_CHECKING

from worker import bootstrap_catalog, sweep_notes
from worker.adapters.aws import make_dynamodb_client, make_s3_client, make_sqs_client
from worker.adapters.backend import HttpBackend
from worker.adapters.claude import ClaudeModel
from worker.adapters.clova import ClovaRecogniser
from worker.adapters.dynamodb.ledger import DynamoLedger
from worker.adapters.ffmpeg import FfmpegExtractor, end_leftover_child
from worker.adapters.guard import Guard
from worker.adapters.keys import Keys
from worker.adapters.memory_ledger import MemoryLedger
from worker.adapters.mixing.loading import LoadingMixer
from worker.adapters.no_backend import NoBackend
from worker.adapters.own_memory import close_own_memory
from worker.adapters.retry import RetryPolicy
from worker.adapters.s3.artefacts import S3Artefacts
from worker.adapters.s3.results import S3Results
from worker.adapters.s3.tracks import S3Tracks
from worker.adapters.s3.videos import S3Videos
from worker.adapters.secrets import read_secrets
from worker.adapters.sqs import SqsQueue
from worker.adapters.throttle import Throttle
from worker.attempts import Attempts
from worker.catalog_settings import CatalogSettings, read_catalog_settings, read_database_settings
from worker.domain.care import Patience
from worker.domain.destinations import CallbackRules
from worker.domain.endings import Ending
from worker.domain.errors import Condition, JobError, failure
from worker.domain.jobs import Job
from worker.domain.origins import read_origin, read_origins
from worker.domain.resending import Resending
from worker.domain.tasks import Task
from worker.heartbeat import Heart
from worker.mixing_ports import MixPorts, Tracks
from worker.notices import misconfigured
from worker.pipelines import CatalogTask, Tasks, run_pipeline
from worker.pipelines.summarize_video import SummaryOptions
from worker.ports import Artefacts, Backend, Ledger, Ports, Queue, Results, Videos
from worker.processing import Processor
from worker.remembering import remember_paid_calls
from worker.settings import (
    Settings,
    SettingsError,
    TellingSettings,
    WorkerSettings,
    read_settings,
    read_telling_settings,
    read_worker_settings,
)
from worker.stages.clip_calls import Capacity
from worker.sweeping import Sweeper
from worker.telling import Teller
from worker.tenure import Claims, Tenure
from worker.workspace import Workspace, clear_leftovers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Adapters:
    """What every worker needs of the world, also one that can only tell of failures."""

    videos: Videos
    tracks: Tracks
    results: Results
    artefacts: Artefacts
    ledger: Ledger
    backend: Backend
    queue: Queue | None


@dataclass(frozen=True, slots=True)
class Running:
    """Pipelines with what they work with, and of which tasks; `task` is `VIDEO_TASK`."""

    run: Callable[[Job, Tenure, Workspace], Ending]
    task: Task = Task.SUMMARY
    tasks: frozenset[Task] = frozenset(Task)


@dataclass(frozen=True, slots=True)
class Worker:
    """What an invocation needs.

    `processor` is None where the settings do not even allow telling the backend, `queue` where `SQS_QUEUE_URL` is
    unset.
    """

    processor: Processor | None
    queue: Queue | None
    max_receive_count: int


def make_worker(environ: Mapping[str, str]) -> Worker:
    """Make the worker of this environment, or reuse the container's while its settings stay the same.

    Args:
        environ: `os.environ`; the secret behind `SECRETS_ARN` wins over it.

    Returns:
        A worker; with settings that cannot be used, one that fails every job as a configuration failure, so that the
        backend is told on the last receive; where not even that is possible, one without a processor.
    """
    try:
        merged = _with_secrets(environ)
        if merged.get("VIDEO_TASK", "").strip() == Task.CATALOG:
            return _make_catalog_worker(merged)
        try:
            return _assemble(read_settings(merged))
        except SettingsError as error:
            return _assemble_refusing(read_telling_settings(merged), tuple(error.problems))
    except (SettingsError, JobError) as error:
        misconfigured(error.problems if isinstance(error, SettingsError) else [f"{error.setting}: {error.sentence}"])
        return Worker(None, _spare_queue(environ), 1)


def make_sweeper(environ: Mapping[str, str]) -> Sweeper | None:
    """Make what the schedule runs, of the settings that it takes to tell the backend.

    Args:
        environ: `os.environ`; the secret behind `SECRETS_ARN` wins over it.

    Returns:
        A sweeper, or None where the settings cannot be used or there is no table to sweep; the log says which.
    """
    try:
        settings = read_telling_settings(_with_secrets(environ))
        if not settings.job_table_name:
            sweep_notes.nothing_to_sweep()
            return None
        # One call a telling: the schedule repeats it.
        backend = _make_backend(settings, RetryPolicy(retries=0))
        return compose_sweeper(settings, replace(make_adapters(settings), backend=backend))
    except (SettingsError, JobError) as error:
        misconfigured(error.problems if isinstance(error, SettingsError) else [f"{error.setting}: {error.sentence}"])
        return None


def close_to_children() -> None:
    """Let no program that we start read our secrets; before the first one is started, and not at import."""
    close_own_memory()


def make_catalog_engine(environ: Mapping[str, str]) -> Engine:
    """Connect the catalogue's database of this environment, for its migrations.

    Raises:
        SettingsError: a setting is missing or cannot be used.
        JobError: the secret cannot be read, or the address is none.
    """
    return bootstrap_catalog.make_engine(read_database_settings(_with_secrets(environ)))


def _make_catalog_worker(environ: Mapping[str, str]) -> Worker:
    """A worker of the catalogue, and of summaries where it has their settings, too.

    Raises:
        SettingsError: not even those that every worker needs are there.
    """
    try:
        catalog = read_catalog_settings(environ)
    except SettingsError as error:
        return _assemble_refusing(read_worker_settings(environ), tuple(error.problems), Task.CATALOG)
    try:
        return _assemble_both(catalog, read_settings(environ))
    except SettingsError:
        return _assemble_both(catalog, None)


@lru_cache(maxsize=1)
def _assemble_both(catalog: CatalogSettings, summary: Settings | None) -> Worker:
    adapters = make_adapters(summary or catalog)
    task = bootstrap_catalog.make_catalog_task(catalog, adapters.videos, _make_keys)
    if summary is not None:
        return compose(summary, adapters, make_ports(summary, adapters), task)

    def run(job: Job, _tenure: Tenure, workspace: Workspace) -> Ending:
        return run_pipeline(job, Tasks(catalog=task), workspace)

    return _worker(catalog, adapters, Running(run, Task.CATALOG, frozenset({Task.CATALOG})))


def sweep_leftovers() -> int:
    """End children and delete folders of a killed predecessor; returns how many jobs it had left."""
    return clear_leftovers(end_leftover_child)


def _with_secrets(environ: Mapping[str, str]) -> Mapping[str, str]:
    arn = environ.get("SECRETS_ARN", "").strip()
    return {**environ, **(read_secrets(arn) if arn else {})}


@lru_cache(maxsize=1)
def _assemble(settings: Settings) -> Worker:
    adapters = make_adapters(settings)
    return compose(settings, adapters, make_ports(settings, adapters))


def make_adapters(settings: WorkerSettings) -> Adapters:
    """Make what every worker needs; nothing is opened or called yet."""
    region, retry = settings.aws_region, _retry(settings)
    uploads, results = make_s3_client(region), make_s3_client(region, read_seconds=5.0)
    return Adapters(
        videos=S3Videos(uploads, retry),
        tracks=S3Tracks(uploads, settings.video_bucket_name, retry),
        results=S3Results(results, settings.result_bucket, retry),
        artefacts=S3Artefacts(results, settings.result_bucket, retry),
        ledger=_make_ledger(settings, retry),
        backend=_make_backend(settings, retry) if isinstance(settings, TellingSettings) else NoBackend(),
        queue=_queue(region, settings.sqs_queue_url),
    )


def make_ports(settings: Settings, adapters: Adapters) -> Ports:
    """Make what the stages of a job need besides."""
    retry = _retry(settings)
    return Ports(
        videos=adapters.videos,
        audio=FfmpegExtractor(settings.ffmpeg_path, settings.max_video_seconds),
        speech=ClovaRecogniser(
            settings.clova_stt_url,
            _make_keys(settings, "CLOVA_API_KEY_ID", "CLOVA_API_KEY"),
            retry,
            Throttle(settings.clova_concurrency, settings.clova_calls_per_second),
        ),
        model=ClaudeModel(
            settings.claude_api_url,
            _make_keys(settings, "CLAUDE_API_KEY"),
            settings.claude_model,
            settings.claude_max_tokens,
            retry,
        ),
        results=adapters.results,
    )


def compose(settings: Settings, adapters: Adapters, ports: Ports, catalog: CatalogTask | None = None) -> Worker:
    """Put a worker together, of these adapters or of a test's; `catalog` is what that task works with, if any."""
    options = _make_options(settings)
    mix = MixPorts(adapters.tracks, LoadingMixer(settings.ffmpeg_path), adapters.backend)

    def run(job: Job, tenure: Tenure, workspace: Workspace) -> Ending:
        summary = (remember_paid_calls(ports, adapters.artefacts, job, tenure), options)
        return run_pipeline(job, Tasks(summary, catalog, mix), workspace)

    return _worker(settings, adapters, Running(run, settings.video_task))


def compose_sweeper(settings: TellingSettings, adapters: Adapters) -> Sweeper:
    """Put a sweeper together, of these adapters or of a test's."""
    claims, teller = Claims(adapters.ledger, settings.lease_seconds), _make_teller(settings, adapters)
    return Sweeper(claims, teller, settings.video_bucket_name, _patience(settings))


def _make_options(settings: Settings) -> SummaryOptions:
    prompt = _read_prompt(settings.claude_prompt)
    limits = (settings.max_video_bytes, Capacity(settings.clova_concurrency))
    return SummaryOptions(prompt, settings.audio_filter, *limits)


@lru_cache(maxsize=1)
def _assemble_refusing(settings: WorkerSettings, problems: tuple[str, ...], task: Task = Task.SUMMARY) -> Worker:
    """A worker that fails every job as the deployment's fault, naming the settings to mend."""

    def refuse(_job: Job, _tenure: Tenure, _workspace: Workspace) -> Ending:
        names = ", ".join(problem.partition(":")[0] for problem in problems)
        raise failure(Condition.SETTINGS_INVALID, "SETTINGS: the deployment is incomplete.", setting=names)

    return _worker(settings, make_adapters(settings), Running(refuse, task))


def _worker(settings: WorkerSettings, adapters: Adapters, running: Running) -> Worker:
    teller = _make_teller(settings, adapters)
    processor = Processor(
        Claims(adapters.ledger, settings.lease_seconds),
        Heart(adapters.queue, settings.heartbeat_seconds, settings.lease_seconds),
        Attempts(adapters.videos, teller, running.run, settings.retry_base_seconds, settings.max_receive_count),
        teller,
        settings.video_bucket_name,
        settings.retry_base_seconds,
        running.task,
        running.tasks,
    )
    return Worker(processor, adapters.queue, settings.max_receive_count)


def _make_teller(settings: WorkerSettings, adapters: Adapters) -> Teller:
    resending = Resending(settings.retry_base_seconds)
    return Teller(adapters.results, adapters.artefacts, adapters.backend, resending=resending)


def _make_backend(settings: TellingSettings, retry: RetryPolicy) -> Backend:
    rules = CallbackRules(
        read_origin(settings.backend_base_url),
        read_origins(settings.callback_allowed_origins),
        settings.app_env == "dev",
        settings.job_callback_localhost_host,
    )
    return HttpBackend(
        settings.backend_base_url,
        _make_keys(settings, "BACKEND_INTERNAL_TOKEN", "WEBHOOK_SECRET"),
        retry,
        settings.backend_ca_bundle or None,
        lambda url: Guard(rules.admit(url)),
    )


def _make_keys(settings: WorkerSettings, *names: str) -> Keys:
    values = {name: getattr(settings, name.lower()).get_secret_value() for name in names}
    return Keys(values, partial(read_secrets, settings.secrets_arn, anew=True) if settings.secrets_arn else dict)


def _spare_queue(environ: Mapping[str, str]) -> Queue | None:
    """The queue without validated settings, to give messages back slowly."""
    try:
        return _queue(environ.get("AWS_REGION", ""), environ.get("SQS_QUEUE_URL", ""))
    except JobError:
        return None


def _queue(region: str, url: str) -> Queue | None:
    return SqsQueue(make_sqs_client(region), url) if region and url else None


def _make_ledger(settings: WorkerSettings, retry: RetryPolicy) -> Ledger:
    """The table's, or on a laptop without one a ledger that lasts as long as this process."""
    if not settings.job_table_name:
        return MemoryLedger()
    client = make_dynamodb_client(settings.aws_region)
    return DynamoLedger(client, settings.job_table_name, retry, _patience(settings))


def _patience(settings: WorkerSettings) -> Patience:
    return Patience(settings.job_silence_seconds, settings.max_receive_count)


def _retry(settings: WorkerSettings) -> RetryPolicy:
    return RetryPolicy(settings.max_retries, settings.retry_delay_seconds)


def _read_prompt(name: str) -> str:
    try:
        return resources.files("worker.prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SettingsError([f"CLAUDE_PROMPT: there is no {name}.md in the folder of prompts"]) from None
