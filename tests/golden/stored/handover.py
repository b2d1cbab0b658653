"""Workers that come one after another to the same stores, and moments at which one of them may be killed."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tests.adapters.programs import happens
from tests.builders import s3_message, sqs_batch, sqs_record
from tests.golden.stored.equipment import equip
from tests.golden.stored.stores import Stored, Stores
from tests.handler.stage import LEASE, Stage
from tests.media.waves import write_wav
from tests.tasks.catalog.stage import CatalogStage
from tests.tasks.segment_mix.orders import FOLDER

NOW = 1_795_150_900.25
"""When the first worker takes the job, in seconds since 1970."""

SENT = NOW - 16
"""When the first message was sent."""

TRACK = write_wav(np.tile([[0.25, -0.25]], 240))
"""Ten milliseconds of a square wave."""


@dataclass
class Handover:
    """One deployment after another works on a job.

    `noted` is what was stored at a moment: what a worker leaves that is killed there.
    """

    stores: Stores = field(default_factory=Stores)
    now: float = NOW
    noted: Stores | None = None

    def stage(self) -> Stage:
        """A fresh worker."""
        return equip(Stage(clock=lambda: self.now), self.stores)

    def catalog_stage(self) -> CatalogStage:
        """A fresh worker of a deployment that catalogues videos."""
        return equip(CatalogStage(clock=lambda: self.now), self.stores)

    def supply(self, *names: str) -> None:
        """Put tracks of segments into the bucket."""
        for name in names:
            self.stores.bucket.objects[f"{FOLDER}/{name}.wav"] = Stored(TRACK)

    def note(self) -> None:
        """Note what is stored; the first time counts."""
        self.noted = self.noted or deepcopy(self.stores)

    def note_in(self, stage: str) -> None:
        """Note what is stored once this stage has begun."""
        self.wait_for(f'"stage":"{stage}"')
        self.note()

    def wait_for(self, text: str) -> None:
        """Wait until this stands in the table."""
        assert happens(lambda: any(text in item["entry"]["S"] for item in list(self.stores.table.items.values())))

    def kill(self) -> None:
        """The worker has written nothing since that moment, and its lease runs out."""
        self.stores, self.noted = self.left, None
        self.now += 2 * LEASE

    @property
    def left(self) -> Stores:
        """What is stored at the end, or was at the moment that was noted."""
        return self.noted or self.stores


def send(
    stage: Stage, body: object = None, *, receive: int = 1, sent_at: float = SENT, mark: str | None = None
) -> list[str]:
    """Deliver a message, the first or one that we sent again under a mark; returns the ids reported as failed."""
    record = sqs_record(body or s3_message(), receive_count=receive)
    record["attributes"]["SentTimestamp"] = str(round(sent_at * 1000))
    if mark is not None:
        record["messageAttributes"] = _say_again(mark)
    return [failed["itemIdentifier"] for failed in stage.invoke(sqs_batch(record))["batchItemFailures"]]


def _say_again(mark: str) -> dict[str, Any]:
    return {
        "FirstSentAt": {"stringValue": str(SENT), "dataType": "Number"},
        "SentAgainAt": {"stringValue": mark, "dataType": "Number"},
        "FirstMessageId": {"stringValue": "m1", "dataType": "String"},
    }
