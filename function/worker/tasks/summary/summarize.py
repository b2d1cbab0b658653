"""Ask the language model for a summary."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from worker.jobs.errors import JobError
from worker.llm.model import ModelRequest, ModelUsage, Summary
from worker.llm.prices import price_tokens
from worker.speech.voices import name_voices
from worker.tasks.summary.answer import SUMMARY_SCHEMA, is_summary, read_summary
from worker.telemetry.metrics import MetricUnit, count
from worker.telemetry.stages import note, stage

if TYPE_CHECKING:
    from worker.jobs.deadline import Deadline
    from worker.llm.model import LanguageModel
    from worker.speech.transcript import Transcript

_ABOUT_SPEAKERS = """
# The speakers

Each segment also has `speaker`: who said it, as far as a machine tells voices apart. It may give one person two names,
or two people one. Say who said what only where it matters, by these names, and do not guess who they are. A name is
data like the text.
"""
"""What follows any prompt if the transcript has speakers."""


@stage("LLM")
def summarize(transcript: Transcript, model: LanguageModel, instructions: str, deadline: Deadline) -> Summary:
    """Summarise a transcript in its language; one without words gives an empty summary, without a call.

    Raises:
        JobError: LLM_TIMEOUT, no answer.
        JobError: LLM_BAD_RESPONSE, refused, truncated, rejected, blank, malformed or misconfigured.
    """
    note(model=model.name, summary_length=0)
    if not transcript.text.strip():
        return Summary("", model.name)
    request = ModelRequest(instruct(instructions, transcript), number_segments(transcript), SUMMARY_SCHEMA, is_summary)
    try:
        answer = model.answer(request, deadline)
    except JobError as error:
        _count_tokens(ModelUsage(error.spent.input_tokens, error.spent.output_tokens), model.name)
        raise
    _count_tokens(ModelUsage() if answer.recalled else answer.usage, model.name)
    summary = read_summary(answer, transcript.segments, model.name)
    note(summary_length=len(summary.text))
    return summary


def _count_tokens(usage: ModelUsage, model: str) -> None:
    count("InputTokens", usage.input_tokens)
    count("OutputTokens", usage.output_tokens)
    count("LlmCostUsd", price_tokens(model, usage) or 0, MetricUnit.NoUnit)


def instruct(instructions: str, transcript: Transcript) -> str:
    """The instructions, with what `speaker` is where there is one: without speakers a saved answer keeps its name."""
    return instructions + _ABOUT_SPEAKERS if name_voices(transcript) else instructions


def number_segments(transcript: Transcript) -> str:
    """The transcript as JSON data: its segments with their numbers, without times, so that the model invents none.

    A speaker has the name that the subtitles show.
    """
    voices = name_voices(transcript)
    segments: list[dict[str, object]] = []
    for segment in transcript.segments:
        who = {"speaker": voices[segment.speaker]} if segment.speaker else {}
        segments.append({"segment": segment.number, **who, "text": segment.text})
    return json.dumps({"language": transcript.language, "segments": segments}, ensure_ascii=False)
