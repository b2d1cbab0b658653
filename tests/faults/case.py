"""One upload, or a few of one key, and everything that shall go wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Literal

from local.standins.faults import CutAfterAccept, CutJson, Delay, Drip, DripHeaders, Fault, Truncated
from tests.faults.trouble import Trouble

DONE = frozenset({"DONE"})
EITHER = frozenset({"DONE", "FAILED"})
FAILED = frozenset({"FAILED"})
_CARRIED_OUT = (Truncated, Delay, Drip, DripHeaders, CutAfterAccept, CutJson)

MOST_RECEIVES = 5

Kind = Literal["summary", "catalog", "segment_mix"]
"""Which task it is of."""


class Upload(Enum):
    """What becomes of the object between S3's notification and the delivery."""

    ORDINARY = auto()
    GONE = auto()
    VANISHING = auto()
    """Deleted while the first delivery is under way."""
    REPLACED = auto()
    BACKWARDS = auto()
    """Two versions of a key, of whose messages the later is delivered first."""


@dataclass(frozen=True)
class Case:
    """What shall happen.

    Attributes:
        name: For the report.
        troubles: One a delivery; later ones have none.
        scripts: By service (`clova`, `claude`, `backend`, `catalog`, `editor`), one fault a request of this job.
        clips: How many calls of CLOVA its sound needs.
        copies: Messages about it, sent at once.
        upload: What becomes of the object.
        ends: What the backend may be told in the end.
        patient: Whether it takes long: something waits for a service that never comes to an end.
        task: What is uploaded or ordered.
        anonymous: Whether a video of the catalogue does not say in its name which content it is of.
        excused: Paid answers that are lost on their way or whose asker lost its lease, beyond those of `scripts`.
            Of a mix, how often a segment may be stored again.
    """

    name: str
    troubles: tuple[Trouble, ...] = ()
    scripts: Mapping[str, tuple[Fault, ...]] = field(default_factory=dict[str, tuple[Fault, ...]])
    clips: int = 1
    copies: int = 1
    upload: Upload = Upload.ORDINARY
    ends: frozenset[str] = DONE
    excused: int = 0
    patient: bool = False
    task: Kind = "summary"
    anonymous: bool = False

    @property
    def payable_again(self) -> int:
        """How often a paid answer may be lost, so that it is paid again."""
        scripted = [fault for service in ("clova", "claude") for fault in self.scripts.get(service, ())]
        lost = sum(isinstance(fault, _CARRIED_OUT) for fault in scripted)
        return self.excused + lost + sum(trouble.may_pay_again for trouble in self.troubles)


@dataclass
class Run:
    """A case under way. Its uploads have the numbers from `number` on."""

    case: Case
    number: int
    deliveries: int = 0

    @property
    def job_id(self) -> str:
        """As in the key."""
        return f"job-{self.number}"

    @property
    def key(self) -> str:
        """Where the sound or the video is uploaded to; of a mix the voice of its first segment."""
        match self.case.task:
            case "summary":
                return f"videos/123/{self.job_id}.wav"
            case "catalog":
                return f"videos/{self.name}.mp4"
            case "segment_mix":
                return f"{self.folder}/0001_tts.wav"

    @property
    def name(self) -> str:
        """What the ledger calls the job."""
        numbered = self.case.task == "catalog" and not self.case.anonymous
        return f"{self.number}_{self.job_id}" if numbered else self.job_id

    @property
    def folder(self) -> str:
        """Where a mix has its files."""
        return f"projects/123/interim/{self.job_id}/segments"

    @property
    def uploads(self) -> int:
        """How many versions of the key there are."""
        return 2 if self.case.upload in {Upload.REPLACED, Upload.BACKWARDS} else 1
