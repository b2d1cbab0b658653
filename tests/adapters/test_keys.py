"""Secrets that are rotated while a worker holds the old ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from local.standins.backend import BackendStandIn
from local.standins.claude import ClaudeStandIn
from local.standins.clova import ClovaStandIn
from local.standins.faults import Status
from tests.adapters.asking import MODEL, REQUEST
from tests.adapters.naps import Naps
from tests.adapters.sending import CALLBACK
from tests.adapters.speaking import PACE, clip
from worker.adapters.backend.backend import HttpBackend
from worker.adapters.calls.keys import READ_SECONDS, Keys
from worker.adapters.calls.retry import CallLimits
from worker.adapters.claude import ClaudeModel, ModelOptions
from worker.adapters.clova import ClovaRecogniser
from worker.jobs.deadline import Deadline
from worker.jobs.errors import SETTINGS_INVALID, STT_MISCONFIGURED, JobError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.standins.server import StandIn

OLD = {"CLOVA_API_KEY_ID": "id", "CLOVA_API_KEY": "old", "CLAUDE_API_KEY": "old", "BACKEND_INTERNAL_TOKEN": "old"}
NEW = OLD | {"CLOVA_API_KEY": "new", "CLAUDE_API_KEY": "new", "BACKEND_INTERNAL_TOKEN": "new", "OTHER": "canary"}
LIMITS = CallLimits("CALL", at_least=1.0, at_most=2.0)
SERVICES = ["clova", "claude", "backend"]


@dataclass
class Store:
    """Where secrets are read anew."""

    held: Mapping[str, str] = field(default_factory=lambda: NEW)
    error: JobError | None = None
    reads: int = 0

    def read(self) -> Mapping[str, str]:
        self.reads += 1
        if self.error:
            raise self.error
        return self.held

    def keys(self, *names: str) -> Keys:
        return Keys({name: OLD[name] for name in names}, self.read)


@pytest.fixture
def services() -> Iterator[dict[str, StandIn]]:
    clova, claude = ClovaStandIn(key_id="id", key="new"), ClaudeStandIn(key="new")
    with clova, claude, BackendStandIn(token="new") as backend:
        yield {"clova": clova, "claude": claude, "backend": backend}


def caller(service: StandIn, store: Store) -> Callable[[Deadline], object]:
    """One call to a service that takes the new key by a worker that holds the old one."""
    match service:
        case ClovaStandIn():
            keys = store.keys("CLOVA_API_KEY_ID", "CLOVA_API_KEY")
            speech = ClovaRecogniser(service.stt_url(), keys, Naps().policy(0), PACE)
            return lambda deadline: speech.recognise(clip(2), "Kor", deadline)
        case ClaudeStandIn():
            model = ClaudeModel(
                service.messages_url, store.keys("CLAUDE_API_KEY"), ModelOptions(MODEL, 2000), Naps().policy(0)
            )
            return lambda deadline: model.answer(REQUEST, deadline)
        case _:
            backend = HttpBackend(service.url, store.keys("BACKEND_INTERNAL_TOKEN"), Naps().policy(0))
            return lambda deadline: backend.send(CALLBACK, deadline)


@pytest.mark.parametrize("name", SERVICES)
def test_a_rotated_key_is_read_once_and_the_call_repeated(services: dict[str, StandIn], name: str) -> None:
    store = Store()
    call = caller(services[name], store)

    call(Deadline.after(100))
    call(Deadline.after(100))

    assert (store.reads, len(services[name].refusals)) == (1, 1)


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("held", [OLD, {}, {name: f" {value}\n" for name, value in OLD.items()}])
def test_a_key_that_did_not_change_fails_at_once(
    services: dict[str, StandIn], name: str, held: Mapping[str, str]
) -> None:
    store = Store(held)

    with pytest.raises(JobError) as caught:
        caller(services[name], store)(Deadline.after(100))

    assert caught.value.condition.reason.endswith("_misconfigured")
    assert (store.reads, len(services[name].refusals)) == (1, 1)


def test_a_new_key_that_is_refused_too_fails(services: dict[str, StandIn]) -> None:
    store = Store(OLD | {"CLOVA_API_KEY": "newer"})

    with pytest.raises(JobError) as caught:
        caller(services["clova"], store)(Deadline.after(100))

    assert (caught.value.setting, len(services["clova"].refusals)) == ("CLOVA_API_KEY", 2)


def test_a_secret_that_cannot_be_read_leaves_the_refusal_as_it_is(services: dict[str, StandIn]) -> None:
    store = Store(error=JobError(SETTINGS_INVALID, "SETTINGS", "no.", setting="SECRETS_ARN"))

    with pytest.raises(JobError) as caught:
        caller(services["claude"], store)(Deadline.after(100))

    assert caught.value.setting == "CLAUDE_API_KEY"


def test_threads_that_are_refused_together_read_the_secret_once() -> None:
    store, together = Store(), Barrier(4)
    keys = store.keys("CLOVA_API_KEY")

    def attempt(values: Mapping[str, str]) -> str:
        if values["CLOVA_API_KEY"] == "old":
            together.wait(10)
            raise JobError(STT_MISCONFIGURED, "STT", "refused.", setting="CLOVA_API_KEY")
        return values["CLOVA_API_KEY"]

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(keys.run, attempt, Deadline.after(100), LIMITS) for _ in range(4)]

    assert ([one.result() for one in asked], store.reads) == (["new"] * 4, 1)


@pytest.mark.parametrize(
    ("setting", "seconds"),
    [("CLOVA_STT_URL", 100.0), (None, 100.0), ("CLOVA_API_KEY", READ_SECONDS)],
    ids=["another setting", "no setting", "no time"],
)
def test_other_failures_do_not_read_secrets(setting: str | None, seconds: float) -> None:
    store = Store()

    def attempt(_values: Mapping[str, str]) -> None:
        raise JobError(STT_MISCONFIGURED, "STT", "refused.", setting=setting)

    with pytest.raises(JobError):
        store.keys("CLOVA_API_KEY").run(attempt, Deadline.after(seconds), LIMITS)

    assert store.reads == 0


def test_a_server_that_is_broken_says_nothing_of_keys() -> None:
    store = Store()
    with BackendStandIn(token="old") as backend:
        backend.script = [Status(503)]
        with pytest.raises(JobError):
            caller(backend, store)(Deadline.after(100))

    assert store.reads == 0
