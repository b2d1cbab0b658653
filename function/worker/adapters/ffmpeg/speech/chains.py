"""The filter chains: the requested one first, then the fallbacks if FFmpeg does not survive it."""

from __future__ import annotations

from dataclasses import dataclass

from worker.speech.audio import AudioFilter, AudioQuality

ANLMDN_SURVIVORS = frozenset({"5.1.9", "6.0", "7.0.2", "7.1.5"})
"""FFmpeg versions whose anlmdn is known to work. That of 9.0.2 corrupts the heap: 10 of 10 runs over 120 s at 16 kHz
died, while a run over 10 s passes, so only long tests may add a version here."""

_BAND = ("highpass=f=200", "lowpass=f=3800")


@dataclass(frozen=True, slots=True)
class Chain:
    """Filters between the resampler and the output; `delay` is how much they delay a sound, in seconds."""

    name: str
    filters: tuple[str, ...]
    delay: float
    quality: AudioQuality


# The delays were measured with tone bursts, on 9.0.2 and on 7.0.2 alike.
# The default noise floor of -50 dB treats a faint voice as noise; 10 dB lower is the same as raising the sound by
# 10 dB before the filter. Lower still, hiss stays in louder recordings (docs/sources.md, Silence).
_AFFTDN = Chain("afftdn", (*_BAND, "afftdn=nf=-60"), 0.025, AudioQuality.HIGH)
_ANLMDN = Chain("anlmdn", (*_BAND, "anlmdn"), 0.008, AudioQuality.MEDIUM)
_HIGHPASS = Chain("highpass", ("highpass=f=80",), 0.0, AudioQuality.HIGH)
_FALLEN_TO_PLAIN = Chain("plain", (), 0.0, AudioQuality.MEDIUM)
_PLAIN = Chain("plain", (), 0.0, AudioQuality.LOW)


def plan_chains(audio_filter: AudioFilter, version: str) -> tuple[Chain, ...]:
    """List the chains to try, in this order.

    Args:
        audio_filter: what the deployment asks for.
        version: FFmpeg's version, as "9.0.2".

    Returns:
        At least one chain; for `SPEECH` afftdn, anlmdn and plain decoding (docs/sources.md, Specification), anlmdn only
        where it is known to work.
    """
    if audio_filter is AudioFilter.NONE:
        return (_PLAIN,)
    if audio_filter is AudioFilter.HIGHPASS:
        return (_HIGHPASS, _FALLEN_TO_PLAIN)
    denoisers = (_AFFTDN, _ANLMDN) if version in ANLMDN_SURVIVORS else (_AFFTDN,)
    return (*denoisers, _FALLEN_TO_PLAIN)
