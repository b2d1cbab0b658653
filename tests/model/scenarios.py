"""What the model is asked: how much may go wrong, and which rule is missing."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace

from tests.model.rules import Faults, Rules
from tests.model.world import World

TWO = Rules(receives=2)
"""Two receives are enough to end a job, which makes room for other faults."""


LATE = 3.5
"""Seconds by which a wrong clock is behind: by it an end is decided before the second notification of the upload."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """The promise that breaks where `rule` is missing among `rules`, though only `faults` happen."""

    rule: str
    faults: Faults
    broken: str
    rules: Rules = field(default_factory=Rules)

    def start(self, *, sound: bool = False) -> World:
        """The world without the rule, or with it."""
        return World(faults=self.faults, rules=self.rules if sound else replace(self.rules, **{self.rule: False}))

    def is_within(self, other: World) -> bool:
        """Whether everything that may happen with the rule may happen in another world, too."""
        most = asdict(other.faults)
        return self.rules == other.rules and all(number <= most[name] for name, number in asdict(self.faults).items())


def _add_sound(few: list[World], flaws: list[Flaw]) -> list[World]:
    """These worlds, and those of the flaws with all rules, where no other of them has the same states."""
    found = list(few)
    for flaw in sorted(flaws, key=lambda flaw: -sum(asdict(flaw.faults).values())):
        if not any(map(flaw.is_within, found)):
            found.append(flaw.start(sound=True))
    return found


FLAWS = [
    Flaw("fences_writes", Faults(zombies=1), "a worker wrote over its successor"),
    Flaw("respects_leases", Faults(duplicates=1), "paid twice"),
    Flaw("lets_busy_wait", Faults(crashes=1), "never comes to its end", Rules(sweeps=False)),
    Flaw("decides_before_sending", Faults(crashes=1), "one webhook-id with other bytes"),
    Flaw("decides_once", Faults(lost_answers=1), "DONE, then FAILED"),
    Flaw("notes_calls", Faults(zombies=1), "paid twice"),
    Flaw("keeps_answers", Faults(errors=1), "paid twice"),
    Flaw("keeps_each_body_apart", Faults(zombies=1, lost_answers=1), "one webhook-id with other bytes"),
    Flaw("sends_only_final_failures", Faults(errors=1), "FAILED, then DONE"),
    Flaw("sweeps", Faults(crashes=2), "never comes to its end", TWO),
    Flaw("names_what_it_supersedes", Faults(errors=2, redrives=1), "FAILED, then DONE", TWO),
    Flaw("remembers_first_sending", Faults(errors=1, duplicates=1), "nobody redrove", Rules(receives=1)),
    Flaw("dead_letters_failures", Faults(crashes=1, errors=1), "nothing to redrive", TWO),
    Flaw("spares_claims", Faults(crashes=1, errors=1), "crash loop"),
    Flaw("leaves_no_lease", Faults(crashes=1, errors=1, timeouts=1), "crash loop"),
    Flaw("heeds_notes", Faults(crashes=1, errors=1, timeouts=1), "crash loop"),
    Flaw("sends_waits_anew", Faults(waits=2), "never comes to its end", Rules(receives=2, sweeps=False)),
    Flaw("sends_before_deleting", Faults(waits=1, crashes=1), "nothing to redrive", TWO),
    Flaw("asks_the_queue", Faults(errors=1, duplicates=1), "nobody redrove", Rules(receives=1, late=LATE)),
]

_CHOSEN = [
    World(faults=Faults(crashes=1, zombies=1)),
    World(faults=Faults(errors=1, refusals=1), rules=TWO),
    World(faults=Faults(errors=2, redrives=1), rules=TWO),
    World(faults=Faults(errors=2, redrives=1), rules=replace(TWO, late=LATE)),
    World(faults=Faults(zombies=1, errors=1), rules=TWO),
    World(faults=Faults(zombies=1, lost_answers=1, redrives=1), rules=TWO),
    World(faults=Faults(crashes=2), rules=TWO),
    World(faults=Faults(timeouts=2, errors=1), rules=TWO),
    World(faults=Faults(silences=1, errors=1, redrives=1), rules=TWO),
    World(faults=Faults(zombies=1, errors=1), rules=Rules(receives=1)),
    World(faults=Faults(crashes=1, timeouts=1)),
    World(faults=Faults(waits=2, crashes=1), rules=TWO),
]
FEW = _add_sound(_CHOSEN, FLAWS)
LONG = [
    World(faults=Faults(crashes=1, zombies=1)),
    World(faults=Faults(errors=2, redrives=1), rules=replace(TWO, late=LATE)),
    World(faults=Faults(zombies=1, errors=1), rules=TWO),
    World(faults=Faults(crashes=1, errors=1, timeouts=1)),
]
"""Those of the few that have the most states; others have a receive or a fault less, or the right time."""

MANY = [
    World(faults=Faults(duplicates=1, lost_answers=1, refusals=1)),
    World(faults=Faults(crashes=1, duplicates=1)),
    World(faults=Faults(zombies=1, crashes=1, duplicates=1)),
    World(faults=Faults(zombies=1, crashes=2), rules=TWO),
    World(faults=Faults(zombies=2, crashes=1), rules=TWO),
    World(faults=Faults(zombies=1, errors=1, crashes=1), rules=TWO),
    World(faults=Faults(zombies=1, timeouts=2, crashes=1), rules=TWO),
    World(faults=Faults(zombies=1, refusals=1, lost_answers=1, redrives=1), rules=TWO),
    World(faults=Faults(silences=1, crashes=1, duplicates=1), rules=TWO),
    World(faults=Faults(errors=2, duplicates=1), rules=TWO),
    World(faults=Faults(errors=3, redrives=1)),
    World(faults=Faults(waits=1, crashes=2), rules=TWO),
    World(faults=Faults(waits=2, zombies=1), rules=TWO),
    World(faults=Faults(waits=2, duplicates=1), rules=TWO),
    World(faults=Faults(waits=2, errors=1, redrives=1), rules=TWO),
    World(faults=Faults(waits=2, silences=1), rules=TWO),
    World(faults=Faults(errors=1, crashes=1, refusals=1, redrives=1), rules=TWO),
    World(faults=Faults(crashes=3, refusals=1, lost_answers=1), rules=TWO),
]
