"""`make forget USER=123`: delete everything that a deployment keeps of one user."""

from __future__ import annotations

import os
import sys
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from local.aws import Account
from local.operating.deletion import delete_user_data, name_item
from local.operating.terminal import run
from local.operating.user_data import UserData, find_user_data
from worker.video.keys import is_name

if TYPE_CHECKING:
    from rich.console import Console

    from local.operating.place import Place


def forget(user_id: str, sure: bool, place: Place, console: Console) -> int:  # noqa: FBT001 - `run` gives the rest
    """Show what is kept of a user, and delete it.

    Args:
        user_id: The folder under `videos/`.
        sure: Nobody is asked.
        place: Where. On a deployed stack a person is asked first.
        console: Where to print and ask.

    Returns:
        0 where nothing is left, else 1.
    """
    found = find_user_data(place, user_id)
    if not found.versions and not found.items:
        _say(console, f"{place.name} keeps nothing of user {user_id}.")
        return 0
    _show(found, user_id, place, console)
    if isinstance(place.aws, Account) and not sure and not _ask(user_id, console):
        console.print("Nothing was deleted.")
        return 1
    return _delete(found, place, console)


def _show(found: UserData, user_id: str, place: Place, console: Console) -> None:
    objects = Counter(map(str, found.versions))
    _say(console, f"What {place.name} keeps of user {user_id}:")
    for name, number in objects.items():
        _say(console, f"  {name}" + (f"  ({number} versions)" if number > 1 else ""))
    for item in found.items:
        _say(console, f"  {name_item(item)}")


def _say(console: Console, text: str) -> None:
    """Print text that may hold brackets and long keys as it is, however narrow the terminal."""
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def _ask(user_id: str, console: Console) -> bool:
    """Whether a person agrees; nobody at the terminal does not."""
    try:
        return console.input(f"This cannot be undone. Type {user_id} to delete it: ", markup=False) == user_id
    except EOFError:
        return False


def _delete(found: UserData, place: Place, console: Console) -> int:
    left = delete_user_data(place, found)
    if left:
        console.print("This could not be deleted, run it again:", style="red")
        for name, reason in left.items():
            _say(console, f"  {name}: {reason}")
        return 1
    _say(console, f"Deleted: {len(found.versions)} versions in S3, {len(found.items)} items of the ledger.")
    return _warn(found, console)


def _warn(found: UserData, console: Console) -> int:
    """A message of an unfinished job comes back: without its video the job fails, and that end is stored."""
    if not found.unfinished:
        return 0
    jobs = ", ".join(found.unfinished)
    _say(console, f"Not ended yet: {jobs}.\nThe backend will hear FAILED; run it again then.")
    return 1


def main() -> int:
    """Run as a program."""
    user_id = os.environ.get("FORGET", "")
    if not is_name(user_id):
        sys.stderr.write("Say whose data: make forget USER=123 (the folder under videos/)\n")
        return 1
    return run(partial(forget, user_id, os.environ.get("YES") == "1"))


if __name__ == "__main__":
    sys.exit(main())
