"""`make forget USER=123`: delete everything that a deployment keeps of one user."""

from __future__ import annotations

import os
import sys
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from local.operating.deletion import delete_user_data, name_item
from local.operating.terminal import ask, run
from local.operating.user_data import UserData, find_user_data
from worker.video.keys import is_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from local.operating.place import Place


def forget(user_id: str, agree: Callable[[str], bool], place: Place, console: Console) -> int:
    """Show what is kept of a user, and delete it.

    Args:
        user_id: The folder under `videos/`.
        agree: Asks a person the question it is given, before anything of a stack in AWS is deleted.
        place: Where.
        console: Where to print.

    Returns:
        0 where nothing is left, else 1.
    """
    found = find_user_data(place, user_id)
    if not found.versions and not found.items:
        _say(console, f"{place.name} keeps nothing of user {user_id}.")
        return _name_unreadable(found, console)
    _say(console, f"What {place.name} keeps of user {user_id}:")
    _list(found, console)
    if not place.is_local and not agree(f"This cannot be undone. Type {user_id} to delete it:"):
        console.print("Nothing was deleted.")
        return 1
    left = delete_user_data(place, found)
    if not left:
        _say(console, f"Deleted: {len(found.versions)} versions in S3, {len(found.items)} items of the ledger.")
        return _look_again(found, find_user_data(place, user_id), console)
    console.print("This could not be deleted, run it again:", style="red")
    for name, reason in left.items():
        _say(console, f"  {name}: {reason}")
    return 1


def _look_again(before: UserData, now: UserData, console: Console) -> int:
    """Name what was stored since the first look, and what may be stored yet."""
    status = _name_unreadable(now, console)
    if now.versions or now.items:
        _say(console, "This was stored meanwhile, run it again:")
        _list(now, console)
        status = 1
    if jobs := dict.fromkeys((*before.unfinished, *now.unfinished)):
        # The message of such a job comes back: without its video the job fails, and that end is stored.
        _say(console, f"Not ended yet, or the backend has not accepted the end: {', '.join(jobs)}.")
        _say(console, "If a worker goes on with it, the backend hears FAILED: run it again then.")
        status = 1
    return status


def _name_unreadable(found: UserData, console: Console) -> int:
    for item in found.unreadable:
        _say(console, f"{name_item(item)} cannot be read, so nobody knows whose job it is: it stays.")
    return 1 if found.unreadable else 0


def _list(found: UserData, console: Console) -> None:
    for name, number in Counter(map(str, found.versions)).items():
        _say(console, f"  {name}" + (f"  ({number} versions)" if number > 1 else ""))
    for item in found.items:
        _say(console, f"  {name_item(item)}")


def _say(console: Console, text: str) -> None:
    """Print text that may hold brackets and long keys as it is, however narrow the terminal."""
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def main() -> int:
    """Run as a program."""
    user_id = os.environ.get("FORGET", "")
    if not is_name(user_id):
        sys.stderr.write("Say whose data: make forget USER=123 (the folder under videos/)\n")
        return 1
    return run(partial(forget, user_id, partial(ask, {user_id})))


if __name__ == "__main__":
    sys.exit(main())
