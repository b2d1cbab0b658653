"""Hear a video with the engine that it asks for."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from worker.speech.billing import price_speech
from worker.speech.engines import Engine, choose_engine
from worker.speech.extract_audio import extract_audio
from worker.speech.heard import Heard
from worker.speech.languages import name_language
from worker.speech.listening import plan_listening
from worker.speech.long_form.languages import LONG_FORM_LANGUAGES, name_long_form_language
from worker.speech.long_form.long_form import Order
from worker.speech.long_form.sound import Sound, extract_sound
from worker.speech.long_form.transcribe import transcribe_long_form
from worker.speech.transcribe import transcribe
from worker.video.download import download

if TYPE_CHECKING:
    from worker.jobs.workspace import Workspace
    from worker.speech.listening import Listening
    from worker.tasks.summary.job import SummaryJob
    from worker.tasks.summary.options import SummaryOptions
    from worker.tasks.summary.ports import Ports


def hear(job: SummaryJob, ports: Ports, options: SummaryOptions, workspace: Workspace) -> Heard:
    """The transcript of a located job's video.

    Raises:
        NotReady: it is recognised elsewhere, and not ready.
        JobError: the engine is unknown or not set up, or a stage failed.
    """
    engine = choose_engine(job.declared.engine, options.engine, options.unset)
    return _WAYS[engine](job, ports, options, workspace)


def hear_clips(job: SummaryJob, ports: Ports, options: SummaryOptions, workspace: Workspace) -> Heard:
    """With CSR. The stages overlap: the video streams through them as the recogniser asks for clips."""
    language = name_language(job.declared.language, ports.speech.default_language)
    listening = plan_listening(options.audio_filter, language, job.declared.track, options.audio_track)
    video = download(job.source, ports.videos, options.max_video_bytes, workspace.deadline)
    speech = extract_audio(video, ports.audio, listening, workspace)
    ports.model.prepare()
    transcript = transcribe(speech, language, ports.speech, options.capacity, workspace.deadline)
    return Heard(Engine.CSR, speech.recording, transcript, price_speech(transcript.billed_seconds))


def hear_recording(job: SummaryJob, ports: Ports, options: SummaryOptions, workspace: Workspace) -> Heard:
    """With CLOVA Speech. The video is read only where nothing was submitted yet."""
    long_form = ports.long_form
    assert long_form is not None  # noqa: S101 - `choose_engine` refuses an engine that is not set up
    language = name_long_form_language(job.declared.language, long_form.recogniser.default_language)
    spoken = LONG_FORM_LANGUAGES[language]
    listening = plan_listening(options.long_form_filter, spoken, job.declared.track, options.audio_track)
    make_sound = partial(_make_sound, job, replace(ports, audio=long_form.audio), options, listening, workspace)
    order = Order(job.source, job.declared, language, make_sound)
    return transcribe_long_form(order, long_form, workspace.deadline)


def _make_sound(
    job: SummaryJob, ports: Ports, options: SummaryOptions, listening: Listening, workspace: Workspace
) -> Sound:
    video = download(job.source, ports.videos, options.max_video_bytes, workspace.deadline)
    return extract_sound(video, ports.audio, listening, workspace)


_WAYS = {Engine.CSR: hear_clips, Engine.SPEECH: hear_recording}
