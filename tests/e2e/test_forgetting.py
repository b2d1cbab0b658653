from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

from rich.console import Console

from local.operating.forget import forget
from local.operating.place import Place, find_place
from tests.local.waiting import eventually

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.world import World

JOB_ID = "forgotten-1"


def find_local(world: World, folder: Path) -> Place:
    served = folder / "sam-env.json"
    served.write_text(json.dumps({"Worker": {"AWS_ENDPOINT_URL": world.stack.aws.endpoint}}))
    return find_place({}, served)


def keys(world: World) -> set[str]:
    """Those of every version and every deletion marker in the bucket."""
    pages = world.stack.aws.s3.get_paginator("list_object_versions").paginate(Bucket=world.bucket)
    return {one.get("Key", "") for page in pages for one in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]}


def test_nothing_is_left_of_a_user_whose_job_is_done_and_all_of_the_others(world: World, tmp_path: Path) -> None:
    place, before = find_local(world, tmp_path), keys(world)
    world.stack.upload(world.clip, f"videos/forgotten/{JOB_ID}.mp4", "Eng")
    world.told(JOB_ID)
    assert eventually(lambda: place.read_ledger(JOB_ID)[0].finished)
    assert f"results/forgotten/{JOB_ID}.json" in keys(world)

    status = forget("forgotten", lambda _: False, place, Console(file=io.StringIO()))

    assert (status, keys(world)) == (0, before)
    assert place.read_ledger(JOB_ID) == []
