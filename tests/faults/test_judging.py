"""The judge on histories that are made up, one flaw each."""

from __future__ import annotations

import io
import json
from collections import Counter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from tests.faults.case import Case, Run
from tests.faults.history import Charge, History, Post
from tests.faults.judging import judge
from tests.handler.canaries import SPOKEN

if TYPE_CHECKING:
    from tests.faults.ground import Ground

DONE = Post(1.0, 2, "DONE", "msg_1", "digest")
CLIP = Charge(0.5, 2, "clip 0")


class Bucket:
    """Holds the result of job 2."""

    def get_object(self, **_: str) -> dict[str, Any]:
        stored = {"transcript": {"segments": [{"text": f"{SPOKEN} number 2 clip 0."}]}}
        return {"Body": io.BytesIO(json.dumps(stored).encode())}


def kinds(posts: list[Post], charges: list[Charge], case: Case | None = None) -> list[str]:
    history = History()
    history.posts[2] += posts
    history.charges[2] += charges
    ground = cast("Ground", SimpleNamespace(history=history, aws=SimpleNamespace(s3=Bucket())))
    return [flaw.kind for flaw in judge(Run(case or Case("a case"), 2), ground, Counter())]


def test_a_job_that_was_told_and_paid_once_is_faultless() -> None:
    assert kinds([DONE], [CLIP]) == []


def test_the_same_callback_twice_is_no_flaw() -> None:
    assert kinds([DONE, DONE], [CLIP]) == []


@pytest.mark.parametrize(
    ("posts", "flaw"),
    [
        ([], "lost"),
        ([DONE, Post(2.0, 2, "DONE", "msg_2", "digest")], "duplicated"),
        ([DONE, Post(2.0, 2, "DONE", "msg_1", "other bytes")], "duplicated"),
        ([Post(0.9, 2, "FAILED", "msg_0", "failed"), DONE], "contradictory"),
        ([Post(1.0, 2, "FAILED", "msg_1", "digest")], "wrong end"),
    ],
)
def test_each_broken_promise_of_the_callbacks_is_seen(posts: list[Post], flaw: str) -> None:
    assert flaw in kinds(posts, [CLIP])


def test_a_call_that_is_paid_twice_is_seen_unless_its_answer_may_have_been_lost() -> None:
    assert kinds([DONE], [CLIP, CLIP]) == ["paid twice"]
    assert kinds([DONE], [CLIP, CLIP], Case("a case", excused=1)) == []


def test_a_result_about_another_upload_is_seen() -> None:
    assert kinds([DONE], [CLIP], Case("a case", clips=2)) == ["wrong result"]
