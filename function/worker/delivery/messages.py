"""What a message body says: which jobs, what to ignore, and what cannot be read.

The models are our own and lenient: Powertools' strict ones reject real events, and decode keys that are not encoded
(docs/sources.md, Lambda and SQS). They read an S3 notification, the same wrapped by SNS, an EventBridge event, and S3's
test event. Any other JSON object is offered to the tasks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, cast
from urllib.parse import unquote_plus

from pydantic import AliasChoices, BaseModel, BeforeValidator, Field, TypeAdapter, ValidationError

from worker.jobs.job import Job
from worker.jobs.source import Source
from worker.jobs.task import Ignored, Message, Task, Unaddressable, Upload

_MAX_WRAPPERS = 3


class UnreadableMessageError(ValueError):
    """No job can be read from this body; the text says what is wrong, without quoting the body."""


Item = Job | Ignored | Unaddressable


@dataclass(frozen=True, slots=True)
class Intake:
    """Which messages are ours: those about `bucket` (`VIDEO_BUCKET_NAME`), for `tasks` in order of precedence.

    `video_task` is `VIDEO_TASK`.
    """

    bucket: str
    tasks: Sequence[Task[Any]]
    video_task: str

    def accept(self, message: Message) -> Item | None:
        """The item that the first task to accept the message makes of it; None if no task does."""
        taken = (task.accept(message) for task in self.tasks)
        return next((item for item in taken if item is not None), None)


def _blank_as_none(value: object) -> object:
    return None if value in ("", "null") else value


Text = Annotated[str | None, BeforeValidator(_blank_as_none)]


class _Bucket(BaseModel):
    name: str


class _Object(BaseModel):
    key: str
    size: int | None = None
    etag: Text = Field(default=None, validation_alias=AliasChoices("eTag", "etag"))
    version_id: Text = Field(default=None, validation_alias=AliasChoices("versionId", "version-id"))
    sequencer: Text = None


class _Entity(BaseModel):
    bucket: _Bucket
    object: _Object


def _read_time(value: object) -> float:
    """Seconds since 1970; 0 if the value is no time, since only the order of two uploads depends on it."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return 0.0
    return max(0.0, (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())


Time = Annotated[float, BeforeValidator(_read_time)]


class _Record(BaseModel):
    event_name: str = Field(alias="eventName", default="ObjectCreated:unsaid")
    event_time: Time = Field(alias="eventTime", default=0.0)
    s3: _Entity


_JSON: TypeAdapter[Any] = TypeAdapter(Any)


def read_message(body: str, intake: Intake) -> list[Item]:
    """Read every record of a message body.

    Args:
        body: JSON text.
        intake: which messages are ours.

    Returns:
        One item per record, in order.

    Raises:
        UnreadableMessageError: not JSON, or not one of the known forms.
    """
    try:
        return _read_envelope(_JSON.validate_json(body), intake, _MAX_WRAPPERS)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the body"
        raise UnreadableMessageError(f"{place}: {first['msg']}") from error


def _read_envelope(message: Any, intake: Intake, wrappers_left: int) -> list[Item]:  # noqa: ANN401 - any JSON
    match message:
        case {"Event": "s3:TestEvent"}:
            return [Ignored("s3:TestEvent")]
        case {"Records": [_, *_] as records}:
            return [_read_record(_Record.model_validate(record), intake) for record in records]
        case {"detail-type": str(kind), "detail": detail}:
            return [_read_detail(kind, detail, _read_time(message.get("time")), intake)]
        case {"Type": "Notification", "Message": str(inner)} if wrappers_left > 0:
            return _read_envelope(_JSON.validate_json(inner), intake, wrappers_left - 1)
        case {"Type": "SubscriptionConfirmation" | "UnsubscribeConfirmation" as kind}:
            return [Ignored(f"SNS {kind}")]
        case _:
            return [_offer_order(message, intake)]


def _offer_order(message: Any, intake: Intake) -> Item:  # noqa: ANN401 - any JSON
    item = intake.accept(cast("dict[str, Any]", message)) if isinstance(message, dict) else None
    if item is None:
        raise UnreadableMessageError("the body is no S3, SNS or EventBridge notification")
    return item


def _read_record(record: _Record, intake: Intake) -> Item:
    if not record.event_name.removeprefix("s3:").startswith("ObjectCreated:"):
        return Ignored(f"event {record.event_name[:64]}", record.s3.object.key)
    return _offer_upload(record.s3, unquote_plus(record.s3.object.key), record.event_time, intake)


def _read_detail(kind: str, detail: object, time: float, intake: Intake) -> Item:
    if kind != "Object Created":
        return Ignored(f"event {kind[:64]}")
    entity = _Entity.model_validate(detail)
    return _offer_upload(entity, entity.object.key, time, intake)


def _offer_upload(entity: _Entity, key: str, time: float, intake: Intake) -> Item:
    found = entity.object
    if entity.bucket.name != intake.bucket:
        return Unaddressable("the bucket is not VIDEO_BUCKET_NAME", key)
    source = Source(intake.bucket, key, found.key, found.version_id, found.etag, found.size, found.sequencer, time)
    return intake.accept(Upload(source, intake.video_task)) or Ignored("no task takes it", key)
