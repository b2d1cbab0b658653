"""What was wrong with how a run went, in the words of Jepsen's total-queue: judged after everything is drained."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from tests.faults.case import Upload
from tests.faults.cataloguing import judge_catalog
from tests.faults.fault import Deed
from tests.faults.mixes import judge_mixes
from tests.faults.stores import BUCKET
from tests.handler.canaries import SPOKEN

if TYPE_CHECKING:
    from tests.faults.case import Run
    from tests.faults.ground import Ground
    from tests.faults.history import Post

KINDS = ("lost", "duplicated", "contradictory", "paid twice", "wrong end", "wrong result", "leftovers", "secrets")


@dataclass(frozen=True)
class Flaw:
    """One promise that was broken: a kind, the run, and what was seen."""

    kind: str
    run: str
    seen: str


def judge(run: Run, ground: Ground, dead: Counter[int]) -> list[Flaw]:
    """Everything that is wrong with a run; `dead` counts the dead letters of each number."""
    match run.case.task:
        case "summary":
            found = _judge_summary(run, ground, dead)
        case "catalog":
            found = judge_catalog(run, ground, dead[run.number])
        case "segment_mix":
            found = _judge_mix(run, ground, dead)
    return [Flaw(kind, f"{run.case.name} (job {run.number})", seen) for kind, seen in found]


def _judge_summary(run: Run, ground: Ground, dead: Counter[int]) -> list[tuple[str, str]]:
    numbers = range(run.number, run.number + run.uploads)
    told = sorted((one for number in numbers for one in ground.history.posts[number]), key=lambda one: one.at)
    found = [*_judge_posts(run, told, dead), *_judge_charges(run, ground)]
    if told and told[-1].status == "DONE":
        found += _judge_result(run, told[-1], ground)
    return found


def _judge_mix(run: Run, ground: Ground, dead: Counter[int]) -> list[tuple[str, str]]:
    """As a summary's end; and who has heard the end hears of a beginning no more, but from a worker that was frozen."""
    heard = ground.history.posts[run.number]
    told = [post for post in heard if post.status != "STARTED"]
    done = bool(told) and told[-1].status == "DONE"
    found = [*_judge_posts(run, told, dead), *judge_mixes(run, ground.aws, done=done)]
    frozen = any(trouble.deed is Deed.FREEZE for trouble in run.case.troubles)
    if told and heard[-1].status == "STARTED" and not frozen:
        found.append(("contradictory", f"{told[-1].status} then STARTED"))
    return found


def _judge_posts(run: Run, told: list[Post], dead: Counter[int]) -> list[tuple[str, str]]:
    statuses = Counter(post.status for post in told)
    ids = {post.webhook_id for post in told}
    contents = {(post.webhook_id, post.digest) for post in told}
    found: list[tuple[str, str]] = []
    if not told:
        found.append(("lost", f"nobody was told; dead letters: {dead[run.number]}"))
    elif told[-1].status not in run.case.ends:
        found.append(("wrong end", f"told {dict(statuses)}"))
    if len(ids) > run.uploads or len(contents) > len(ids):
        found.append(("duplicated", f"{len(ids)} webhook-ids and {len(contents)} bodies for {run.uploads} uploads"))
    if run.uploads == 1 and len(statuses) > 1:
        found.append(("contradictory", " then ".join(post.status for post in told)))
    return found


def _judge_charges(run: Run, ground: Ground) -> list[tuple[str, str]]:
    numbers = range(run.number, run.number + run.uploads)
    paid = Counter((one.number, one.what) for number in numbers for one in ground.history.charges[number])
    extra = sum(times - 1 for times in paid.values())
    if extra <= run.case.payable_again:
        return []
    seen = ", ".join(f"{what} of {number} {times} times" for (number, what), times in paid.items() if times > 1)
    return [("paid twice", f"{seen}; allowed: {run.case.payable_again} more than once")]


def _judge_result(run: Run, last: Post, ground: Ground) -> list[tuple[str, str]]:
    """A DONE promises that the result is there, and that it is the newest upload's."""
    newest = run.number + run.uploads - 1
    try:
        stored: Any = json.loads(
            ground.aws.s3.get_object(Bucket=BUCKET, Key=f"results/123/{run.job_id}.json")["Body"].read()
        )
    except ClientError as error:
        return [("wrong result", f"DONE was told, and there is none: {error.response['Error']['Code']}")]  # type: ignore[typeddict-item] - S3 always sends it
    text = " ".join(segment["text"] for segment in stored["transcript"]["segments"])
    expected = newest if run.case.upload is Upload.BACKWARDS else last.number
    said = [f"{SPOKEN} number {expected} clip {clip}." for clip in range(run.case.clips)]
    return [] if text == " ".join(said) else [("wrong result", f"it says {text!r}")]
