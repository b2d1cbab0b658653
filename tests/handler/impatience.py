"""The real adapters, but half a second is long to them: for servers that never come to an end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from tests.handler.stage import change_attempts, change_pipelines, change_processor
from worker.adapters.aws import make_s3_client
from worker.adapters.backend.backend import HttpBackend
from worker.adapters.calls.keys import Keys
from worker.adapters.calls.retry import CallLimits, RetryPolicy
from worker.adapters.calls.throttle import Throttle
from worker.adapters.claude import ClaudeModel, ModelOptions
from worker.adapters.clova import ClovaRecogniser
from worker.adapters.ffmpeg import FfmpegExtractor, FfmpegProgram
from worker.adapters.s3.videos import S3Videos
from worker.settings.reading import validate
from worker.speech.calls import Capacity
from worker.tasks.summary.adapters.results import S3Results
from worker.tasks.summary.options import SummaryOptions
from worker.tasks.summary.ports import Ports
from worker.tasks.summary.settings import Settings
from worker.tasks.summary.wiring import make_pipeline

if TYPE_CHECKING:
    from tests.handler.world import World
    from worker.bootstrap import Worker
    from worker.llm.model import LanguageModel
    from worker.speech.ports import SpeechRecogniser

RETRY = RetryPolicy(retries=1, first_delay=0.01)


class HastyRecogniser(ClovaRecogniser):
    limits: ClassVar = CallLimits("STT", at_least=0.1, at_most=0.5)


class HastyModel(ClaudeModel):
    limits: ClassVar = CallLimits("LLM", at_least=0.1, at_most=0.5)


class HastyBackend(HttpBackend):
    limits: ClassVar = CallLimits("CALLBACK", at_least=0.1, at_most=0.5)


def hurry_clova(world: World) -> None:
    """Wait half a second for CLOVA, twice."""
    settings = validate(Settings, world.settings)
    _put(world, settings, HastyRecogniser(*_clova(settings)), ClaudeModel(*_claude(settings)))


def hurry_claude(world: World) -> None:
    """Wait half a second for Claude, twice."""
    settings = validate(Settings, world.settings)
    _put(world, settings, ClovaRecogniser(*_clova(settings)), HastyModel(*_claude(settings)))


def hurry_backend(world: World) -> None:
    """Wait half a second for the backend, twice."""
    settings = validate(Settings, world.settings)
    token, secret = settings.backend_internal_token.get_secret_value(), settings.webhook_secret.get_secret_value()
    keys = Keys({"BACKEND_INTERNAL_TOKEN": token, "WEBHOOK_SECRET": secret})
    backend = HastyBackend(settings.backend_base_url, keys, RETRY)

    def change(worker: Worker) -> Worker:
        assert worker.processor is not None
        outbox = replace(worker.processor.outbox, backend=backend)
        return change_processor(change_attempts(worker, outbox=outbox), outbox=outbox)

    world.change = change


def _clova(settings: Settings) -> tuple[str, Keys, RetryPolicy, Throttle]:
    key_id, key = settings.clova_api_key_id.get_secret_value(), settings.clova_api_key.get_secret_value()
    return settings.clova_stt_url, Keys({"CLOVA_API_KEY_ID": key_id, "CLOVA_API_KEY": key}), RETRY, Throttle(4, 100)


def _claude(settings: Settings) -> tuple[str, Keys, ModelOptions, RetryPolicy]:
    key = Keys({"CLAUDE_API_KEY": settings.claude_api_key.get_secret_value()})
    return settings.claude_api_url, key, ModelOptions(settings.claude_model, settings.claude_max_tokens), RETRY


def _put(world: World, settings: Settings, speech: SpeechRecogniser, model: LanguageModel) -> None:
    s3 = make_s3_client(settings.aws_region)
    audio = FfmpegExtractor(FfmpegProgram(settings.ffmpeg_path), settings.max_video_seconds)
    ports = Ports(S3Videos(s3, RETRY), audio, speech, model, S3Results(s3, settings.result_bucket, RETRY))
    options = SummaryOptions(
        "Summarise.", settings.audio_filter, settings.max_video_bytes, Capacity(settings.clova_concurrency)
    )

    world.change = lambda worker: change_pipelines(worker, summary=make_pipeline(ports, options))
