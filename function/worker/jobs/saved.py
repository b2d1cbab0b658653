"""Paid answers that a later attempt of a job reads instead of paying again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from worker.jobs.plain_text import make_encodable
from worker.jobs.ports import Checkpoints

if TYPE_CHECKING:
    from collections.abc import Callable
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


PaidAnswerT = TypeVar("PaidAnswerT", bound=PaidAnswer)


@dataclass(frozen=True, slots=True)
class SavedAnswers(Generic[PaidAnswerT]):
    """The answers of one stage and kind that the attempts of a job have saved."""

    checkpoints: Checkpoints
    stage: str
    kind: TypeAdapter[PaidAnswerT]

    def load(self, name: str) -> PaidAnswerT | None:
        """A saved answer, or None; one that cannot be read counts as none.

        Raises:
            JobError: UNKNOWN_ERROR, the store cannot be read.
        """
        body = self.checkpoints.load(name)
        try:
            return self.kind.validate_json(body) if body is not None else None
        except ValidationError:
            return None

    def pay(
        self, name: str, call: Callable[[], PaidAnswerT], price: CallPrice[PaidAnswerT]
    ) -> tuple[PaidAnswerT, bool]:
        """Make a paid call and save its answer; see `Checkpoints.pay`."""
        return self.checkpoints.pay(self.stage, name, call, self._dump, price)

    def _dump(self, answer: PaidAnswerT) -> bytes:
        """Without lone surrogates, which UTF-8 cannot hold."""
        return self.kind.dump_json(replace(answer, text=make_encodable(answer.text)))
