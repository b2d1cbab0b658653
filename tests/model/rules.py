"""The rules of the protocol, each of which can be missing, and what may go wrong."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """The protocol's rules; the flaw that each prevents is found when it is removed.

    `receives` is `MAX_RECEIVE_COUNT`: of SQS, and the attempts of the ledger; `yields` how often the time may run out.
    `late` is by how many seconds the clock of the workers is behind the queue's.
    """

    receives: int = 3
    yields: int = 1
    late: float = 0.0
    fences_writes: bool = True
    respects_leases: bool = True
    lets_busy_wait: bool = True
    decides_before_sending: bool = True
    decides_once: bool = True
    notes_calls: bool = True
    keeps_answers: bool = True
    keeps_each_body_apart: bool = True
    sends_only_final_failures: bool = True
    sweeps: bool = True
    names_what_it_supersedes: bool = True
    remembers_first_sending: bool = True
    dead_letters_failures: bool = True
    spares_claims: bool = True
    leaves_no_lease: bool = True
    heeds_notes: bool = True
    asks_the_queue: bool = True
    sends_waits_anew: bool = True
    sends_before_deleting: bool = True


@dataclass(frozen=True, slots=True)
class Faults:
    """How often each thing may still go wrong.

    `zombies` are workers that pause until their lease is over, `timeouts` invocations whose time runs out, `silences`
    waits in the queue for longer than `JOB_SILENCE_SECONDS`. `waits` are looks that find what was paid for not ready.
    """

    crashes: int = 0
    duplicates: int = 0
    errors: int = 0
    refusals: int = 0
    lost_answers: int = 0
    zombies: int = 0
    redrives: int = 0
    timeouts: int = 0
    silences: int = 0
    waits: int = 0
