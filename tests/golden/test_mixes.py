"""What a mix leaves in the bucket: its sound, and the mark by which a later worker knows it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_deadline
from tests.golden.sounds import steps
from tests.golden.writing import AT_ONCE, BUCKET, NotingS3
from tests.handler.ledger_states import NOW
from tests.handler.stage import Stage
from tests.tasks.segment_mix.orders import FOLDER, TWO
from worker.tasks.segment_mix.adapters.tracks import S3Tracks
from worker.tasks.segment_mix.mix import Output, StoredFile

if TYPE_CHECKING:
    from pathlib import Path

MARKS = {
    f"{FOLDER}/0001_mix.wav": "09dd7650105bb8e59b80bde719e82903",
    f"{FOLDER}/0002_mix.wav": "52afcf1041d3e7cfff8a3e93887f00ad",
}
SOUNDS = {
    f"{FOLDER}/0001_mix.wav": (1964, "1a1c37547d80481c51c2b7c4a3856e6eddd0f3f258bdf247f01c2f92c2ecefeb"),
    f"{FOLDER}/0002_mix.wav": (1964, "836cba5353619908dd313d4b04a4d59e8a63a1d11c0e5f1178fe64f239109bbc"),
}
"""Length and SHA-256 of the mixes: WAV files of 16 bits."""


@pytest.fixture
def stage() -> Stage:
    stage = Stage(clock=lambda: NOW)
    for index in (1, 2):
        stage.tracks.files[f"{FOLDER}/{index:04d}_bgm.wav"] = steps(101, 480)
        stage.tracks.files[f"{FOLDER}/{index:04d}_tts.wav"] = steps(150, 960)
    return stage


def test_mixes_are_marked_by_what_they_are_made_of(stage: Stage) -> None:
    stage.deliver(TWO)

    assert stage.tracks.origins == MARKS


def test_mixes_have_these_bytes(stage: Stage) -> None:
    stage.deliver(TWO)

    mixes = {key: stage.tracks.files[key] for key in sorted(stage.tracks.stored)}
    assert {key: (len(mix), hashlib.sha256(mix).hexdigest()) for key, mix in mixes.items()} == SOUNDS


def test_a_mix_that_was_marked_once_is_not_made_again(stage: Stage) -> None:
    for key, mark in MARKS.items():
        stage.tracks.files[key], stage.tracks.origins[key] = b"mixed before", mark

    assert stage.deliver(TWO) == []
    assert (stage.tracks.stored, stage.backend.bodies[-1]["result_key"]) == ([], FOLDER)


@pytest.mark.parametrize(
    ("over", "condition"), [(None, {"IfNoneMatch": "*"}), (StoredFile("mix.wav", '"e"', 5), {"IfMatch": '"e"'})]
)
def test_the_mark_is_metadata_of_a_mix_that_is_put_over_what_was_found_and_nothing_else(
    tmp_path: Path, over: StoredFile | None, condition: dict[str, str]
) -> None:
    s3, mix = NotingS3(), tmp_path / "mix.wav"
    mix.write_bytes(b"mixed")

    tracks = S3Tracks(s3, BUCKET, AT_ONCE)  # type: ignore[arg-type] - the calls that are made
    tracks.store(mix, Output("mix.wav", "the mark", over), a_deadline())

    put = {"Bucket": "the-bucket", "Key": "mix.wav", "Body": b"mixed", "ContentType": "audio/wav"}
    assert s3.puts == [put | {"Metadata": {"mixed-from": "the mark"}} | condition]


def test_a_mark_that_was_written_once_is_found() -> None:
    s3 = NotingS3(head={"ETag": '"e"', "ContentLength": 5, "Metadata": {"mixed-from": "the mark"}})

    tracks = S3Tracks(s3, BUCKET, AT_ONCE)  # type: ignore[arg-type] - the calls that are made
    found = tracks.find("mix.wav", a_deadline())

    assert found is not None
    assert found.origin == "the mark"
