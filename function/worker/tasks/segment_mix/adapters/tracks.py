"""The files of projects: the tracks of segments, and their mixes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from worker.adapters.calls.retry import CallLimits
from worker.adapters.s3.bucket import S3Bucket
from worker.adapters.s3.faults import RESULT, S3_ERRORS, FaultTable, is_missing, status_of
from worker.jobs.errors import SOURCE_FORBIDDEN, SOURCE_GONE, SOURCE_OUT_OF_TIME, SOURCE_UNAVAILABLE, JobError
from worker.jobs.workspace import taking_room
from worker.tasks.segment_mix.mix import Output, StoredFile

if TYPE_CHECKING:
    from pathlib import Path

    from worker.jobs.deadline import Deadline

_TRACKS = FaultTable(
    "TRACKS",
    SOURCE_UNAVAILABLE,
    SOURCE_FORBIDDEN,
    "VIDEO_BUCKET_NAME",
    {
        404: (SOURCE_GONE, "it was deleted."),
        # The next attempt mixes the new file.
        412: (SOURCE_UNAVAILABLE, "it was replaced while it was read."),
    },
)
_LIMITS = CallLimits("TRACKS", at_least=1.0, at_most=60.0)
_ORIGIN = "mixed-from"
_OVERTAKEN = frozenset({409, 412})
"""Another file was stored meanwhile, or is being stored now (docs/sources.md, Mixing)."""

_PIECE = 1024 * 1024


class S3Tracks(S3Bucket):
    """Implements `segment_mix.ports.Tracks` in one bucket."""

    def find(self, key: str, deadline: Deadline) -> StoredFile | None:
        return self.retry.run(lambda: self._head(key), deadline, _LIMITS)

    def _head(self, key: str) -> StoredFile | None:
        try:
            found = self.client.head_object(Bucket=self.name, Key=key)
        except S3_ERRORS as error:
            if is_missing(error):
                return None
            raise _TRACKS.explain(error) from error
        return StoredFile(key, found["ETag"], found["ContentLength"], found["Metadata"].get(_ORIGIN))

    def fetch(self, file: StoredFile, path: Path, deadline: Deadline) -> None:
        self.retry.run(lambda: self._get(file, path, deadline), deadline, _LIMITS)

    @_TRACKS.explained()
    def _get(self, file: StoredFile, path: Path, deadline: Deadline) -> None:
        body = self.client.get_object(Bucket=self.name, Key=file.key, IfMatch=file.etag)["Body"]
        with taking_room("a track"), path.open("wb") as out:
            for piece in body.iter_chunks(_PIECE):
                out.write(piece)
                if not deadline.left():
                    raise JobError(SOURCE_OUT_OF_TIME, "TRACKS", "it did not arrive in the time left.")

    def store(self, path: Path, output: Output, deadline: Deadline) -> bool:
        return self.retry.run(lambda: self._put(path, output), deadline, _LIMITS)

    def _put(self, path: Path, output: Output) -> bool:
        about: dict[str, Any] = {"Metadata": {_ORIGIN: output.origin}, **_only_over(output.over)}
        try:
            with path.open("rb") as body:
                self.client.put_object(Bucket=self.name, Key=output.key, Body=body, ContentType="audio/wav", **about)
        except S3_ERRORS as error:
            if status_of(error) in _OVERTAKEN or is_missing(error):
                return False
            raise RESULT.explain(error) from error
        return True


def _only_over(found: StoredFile | None) -> dict[str, Any]:
    """The condition that a key still holds what was found there."""
    return {"IfNoneMatch": "*"} if found is None else {"IfMatch": found.etag}
