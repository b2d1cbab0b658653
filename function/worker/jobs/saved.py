"""Paid answers that a later attempt of a job reads instead of paying again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from worker.jobs.plain_text import make_encodable
from worker.jobs.ports import Checkpoints

if TYPE_CHECKING:
    from dataclasses import Field
    from typing import Any, ClassVar

    from worker.jobs.price import CallPrice


class PaidAnswer(Protocol):
    """A dataclass with the text that was paid for."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def text(self) -> str:
        """The text."""
        ...


AnswerT = TypeVar("AnswerT")
PaidAnswerT = TypeVar("PaidAnswerT", bound=PaidAnswer)


def clean_text(answer: PaidAnswerT) -> PaidAnswerT:
    """The answer without lone surrogates, which UTF-8 cannot hold."""
    return replace(answer, text=make_encodable(answer.text))


def _keep_as_it_is(answer: AnswerT) -> AnswerT:
    return answer


@dataclass(frozen=True, slots=True)
class SavedAnswers(Generic[AnswerT]):
    """The answers of one stage and kind that the attempts of a job have saved; `clean` makes them fit to be saved."""

    checkpoints: Checkpoints
    stage: str
    kind: TypeAdapter[AnswerT]
    clean: Callable[[AnswerT], AnswerT] = _keep_as_it_is

    def load(self, name: str) -> AnswerT | None:
        """A saved answer, or None; one that cannot be read counts as none.

        Raises:
            JobError: UNKNOWN_ERROR, the store cannot be read.
        """
        body = self.checkpoints.load(name)
        try:
            return self.kind.validate_json(body) if body is not None else None
        except ValidationError:
            return None

    def pay(self, name: str, call: Callable[[], AnswerT], price: CallPrice[AnswerT]) -> tuple[AnswerT, bool]:
        """Make a paid call and save its answer; see `Checkpoints.pay`."""
        return self.checkpoints.pay(self.stage, name, call, self._dump, price)

    def _dump(self, answer: AnswerT) -> bytes:
        return self.kind.dump_json(self.clean(answer))
