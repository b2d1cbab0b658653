"""The question before a command deletes or moves what is in AWS."""

from __future__ import annotations

import io

import pytest

from local.operating.terminal import ask


class Terminal(io.StringIO):
    """Where a person types."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "agrees"),
    [("123\n", True), (" 123 \n", True), ("y\n", False), ("\n", False), ("", False)],
    ids=["answer", "with spaces", "another answer", "nothing", "Ctrl-D"],
)
def test_only_a_person_who_types_an_answer_that_agrees_does(
    monkeypatch: pytest.MonkeyPatch, typed: str, *, agrees: bool
) -> None:
    monkeypatch.delenv("YES", raising=False)
    monkeypatch.setattr("sys.stdin", Terminal(typed))

    assert ask({"123"}, "Type 123:") is agrees


def test_an_answer_out_of_a_pipe_is_no_persons(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YES", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO("123\n"))

    assert not ask({"123"}, "Type 123:")


def test_who_has_agreed_beforehand_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YES", "1")

    assert ask({"123"}, "Type 123:")
    assert capsys.readouterr().out == ""
