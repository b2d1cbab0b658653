"""Render a transcript as SubRip and WebVTT.

WebVTT names the speaker of a cue. SubRip has no place for a name, and needs no dashes, because no cue has two speakers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.speech.subtitles.cues import split_cues
from worker.speech.voices import name_voices

if TYPE_CHECKING:
    from worker.speech.subtitles.cues import Cue
    from worker.speech.transcript import Transcript


def render_subtitles(transcript: Transcript) -> dict[str, str]:
    """Render both formats.

    Args:
        transcript: as it was heard.

    Returns:
        File extension (`srt`, `vtt`) -> text; empty for a transcript without words.
    """
    cues = split_cues(transcript.segments)
    if not cues:
        return {}
    srt = [f"{number}\n{_span(cue, ',')}\n{_srt_text(cue)}\n" for number, cue in enumerate(cues, start=1)]
    voices = {label: f"<v {_escape(name)}>" for label, name in name_voices(transcript).items()}
    vtt = [f"{_span(cue, '.')}\n{voices.get(cue.speaker or '', '')}{_vtt_text(cue)}\n" for cue in cues]
    return {"srt": "\n".join(srt), "vtt": "\n".join(["WEBVTT\n", *vtt])}


def _span(cue: Cue, point: str) -> str:
    return f"{_clock(cue.start, point)} --> {_clock(cue.end, point)}"


def _clock(seconds: float, point: str) -> str:
    minutes, milliseconds = divmod(round(seconds * 1000), 60_000)
    whole, thousandths = divmod(milliseconds, 1000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{whole:02}{point}{thousandths:03}"


def _srt_text(cue: Cue) -> str:
    """SubRip has no escapes: an arrow replaces what looks like a time line, and quotes replace a tag's brackets."""
    return "\n".join(cue.lines).replace("-->", "→").replace("<", "‹").replace(">", "›")  # noqa: RUF001 - drawn so


def _vtt_text(cue: Cue) -> str:
    return _escape("\n".join(cue.lines))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
