"""Two segments: their tracks, the order to mix them, and what the backend is told where that fails."""

from __future__ import annotations

from typing import Any

from tests.builders import a_mix_message
from tests.handler.stage import Stage
from tests.media.waves import tone, write_wav

FOLDER = "projects/123/interim/job-7/segments"
MUSIC, VOICE = write_wav(tone(440, -20, 0.01)), write_wav(tone(1000, -12, 0.02))
TWO = a_mix_message(segments=[{"index": 1, "bgm_gain": 0.35}, {"index": 2}])


def stage_with_tracks() -> Stage:
    """A stage that has music and a voice for each of the two segments."""
    stage = Stage()
    for index in (1, 2):
        stage.tracks.files[f"{FOLDER}/{index:04d}_bgm.wav"] = MUSIC
        stage.tracks.files[f"{FOLDER}/{index:04d}_tts.wav"] = VOICE
    return stage


def failed_body(code: str, message: str, **metadata: str) -> dict[str, Any]:
    told = {"job_id": "job-7", "project_id": "123", **metadata, "error_code": code, "error_message": message}
    return {"status": "failed", "metadata": told, "result_key": None}
