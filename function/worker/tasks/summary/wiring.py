"""Settings -> the summary's pipeline."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from importlib import resources
from typing import TYPE_CHECKING

from worker.adapters.aws import make_s3_client
from worker.adapters.services import make_keys, make_retry
from worker.jobs.task import Pipeline, Task, Wiring
from worker.llm.recalled import RecallingModel
from worker.speech.calls import Capacity
from worker.speech.engines import Engine
from worker.speech.long_form.long_form import LongForm
from worker.speech.long_form.submission import Submissions
from worker.speech.long_form.waits import Waits
from worker.speech.long_form.wishes import read_wishes
from worker.speech.recalled import RecallingRecogniser
from worker.speech.resume import ResumingExtractor
from worker.tasks.summary.job import SummaryJob, accept
from worker.tasks.summary.options import SummaryOptions
from worker.tasks.summary.pipeline import summarize_video
from worker.tasks.summary.ports import Ports
from worker.tasks.summary.settings import Settings
from worker.tasks.summary.store import store_failed

if TYPE_CHECKING:
    from worker.adapters.services import Services
    from worker.jobs.deadline import Deadline
    from worker.jobs.ports import Checkpoints
    from worker.jobs.task import StoreFailed
    from worker.llm.model import LanguageModel
    from worker.settings.worker import WorkerSettings
    from worker.speech.ports import AudioExtractor
    from worker.tasks.summary.ports import Results


NEEDED_SECONDS = 25.0
"""CLOVA's and Claude's least times together: with less, CLOVA is paid in vain."""


def wire(settings: Settings, services: Services) -> Pipeline[SummaryJob]:
    """Make the pipeline; nothing is called yet."""
    return make_pipeline(make_ports(settings, services), make_options(settings))


def make_pipeline(ports: Ports, options: SummaryOptions) -> Pipeline[SummaryJob]:
    """The pipeline with these ports; tests pass fakes."""
    return Pipeline(
        run=lambda job, checkpoints, workspace: summarize_video(job, resume(ports, checkpoints), options, workspace),
        locate=partial(_locate, ports),
        store_failed=partial(store_failed, results=ports.results),
        needs_seconds=NEEDED_SECONDS,
    )


def _locate(ports: Ports, job: SummaryJob, checkpoints: Checkpoints, deadline: Deadline) -> SummaryJob:
    """Pin the job; one that was submitted, to that upload and engine, although settings may have changed meanwhile."""
    submission = Submissions(checkpoints).load() if ports.long_form else None
    if submission is None:
        return job.locate(ports.videos, deadline)
    return job.pinned(submission.source, replace(submission.declared, engine=Engine.SPEECH))


def make_options(settings: Settings) -> SummaryOptions:
    """The options that the settings give."""
    prompts = resources.files("worker.tasks.summary.prompts")
    prompt = prompts.joinpath(f"{settings.claude_prompt}.md").read_text(encoding="utf-8")
    room = Capacity(settings.clova_concurrency)
    return SummaryOptions(
        instructions=prompt,
        audio_filter=settings.audio_filter,
        max_video_bytes=settings.max_video_bytes,
        capacity=room,
        audio_track=settings.audio_track,
        long_form_filter=settings.long_form_filter,
        engine=settings.stt_engine,
        unset=settings.unset_engines,
    )


def make_ports(settings: Settings, services: Services) -> Ports:
    """Make the summary's adapters; nothing is called yet."""
    # Imported here, so that no other task loads them.
    from worker.adapters.calls.throttle import Throttle  # noqa: PLC0415 - see above
    from worker.adapters.clova import ClovaRecogniser  # noqa: PLC0415 - see above
    from worker.adapters.ffmpeg import FfmpegExtractor  # noqa: PLC0415 - see above

    retry = make_retry(settings)
    audio = FfmpegExtractor(services.ffmpeg, settings.max_video_seconds)
    return Ports(
        videos=services.videos,
        audio=audio,
        speech=ClovaRecogniser(
            settings.clova_stt_url,
            make_keys(settings, "CLOVA_API_KEY_ID", "CLOVA_API_KEY"),
            retry,
            Throttle(settings.clova_concurrency, settings.clova_calls_per_second),
        ),
        model=_make_model(settings),
        results=_make_results(settings),
        long_form=_make_long_form(settings, audio),
    )


def _make_long_form(settings: Settings, audio: AudioExtractor) -> LongForm | None:
    """CLOVA Speech, where it is set up."""
    if Engine.SPEECH in settings.unset_engines:
        return None
    from worker.adapters.clova_speech import ClovaSpeechRecogniser  # noqa: PLC0415 - see make_ports

    recogniser = ClovaSpeechRecogniser(
        make_keys(settings, "CLOVA_SPEECH_INVOKE_URL", "CLOVA_SPEECH_SECRET"),
        settings.clova_speech_language,
        read_wishes(settings.stt_speakers, settings.stt_keywords),
        make_retry(settings),
    )
    return LongForm(recogniser, audio, Waits(settings.stt_wait_seconds or None))


def _make_model(settings: Settings) -> LanguageModel:
    """Claude at the provider that the settings name."""
    from worker.adapters.claude import ClaudeModel, ModelOptions  # noqa: PLC0415 - see make_ports

    options = ModelOptions(settings.claude_model, settings.claude_max_tokens, settings.claude_structured)
    if settings.claude_provider == "bedrock":
        from worker.adapters.bedrock import BedrockModel, Place  # noqa: PLC0415 - see make_ports

        place = Place(settings.region_of_bedrock, settings.bedrock_endpoint_url)
        return BedrockModel(place, options, make_retry(settings))
    return ClaudeModel(settings.claude_api_url, make_keys(settings, "CLAUDE_API_KEY"), options, make_retry(settings))


def make_store(settings: WorkerSettings) -> StoreFailed:
    """What stores the ends of refused jobs: the settings of every worker name the bucket."""
    return partial(store_failed, results=_make_results(settings))


def _make_results(settings: WorkerSettings) -> Results:
    from worker.tasks.summary.adapters.results import S3Results  # noqa: PLC0415 - see make_ports

    client = make_s3_client(settings.aws_region, read_seconds=5.0)
    return S3Results(client, settings.result_bucket, make_retry(settings))


def resume(ports: Ports, checkpoints: Checkpoints) -> Ports:
    """Wrap the ports: they reuse the clips and answers that earlier attempts of this job have saved."""
    speech = RecallingRecogniser(ports.speech, checkpoints)
    audio = ResumingExtractor(ports.audio, checkpoints, speech.answered)
    long_form = ports.long_form.bind(checkpoints) if ports.long_form else None
    model = RecallingModel(ports.model, checkpoints)
    return replace(ports, audio=audio, speech=speech, model=model, long_form=long_form)


WIRING = Wiring(Task(SummaryJob.task, accept, SummaryJob.from_ref, of_videos=True), Settings, wire, make_store)
