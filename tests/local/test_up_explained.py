"""What `make local-up` says when it is up: which languages it hears, and commands to copy."""

from __future__ import annotations

import pytest

from local.aws import Aws
from local.deployment import BUCKET_NAME, Deployment, Function
from local.paid_services import Service
from local.programs import Program
from local.relay import Relay
from local.served import ROOT
from local.services import Services
from local.stack import Stack
from local.standins.backend import BackendStandIn
from local.up_explained import explain


def say(default: str, languages: list[str], remark: str) -> None:
    function = Function("worker", 900, 3008, {"CLOVA_STT_URL": f"http://127.0.0.1:1/stt?lang={default}"})
    program = Program("worker", [], {}, ROOT, ROOT / "build/local-up/20261130-211000-12345/function.log")
    deployment = Deployment(BUCKET_NAME, "", "", function, function)
    with Relay() as relay, BackendStandIn() as backend:
        stack = Stack(Aws("http://127.0.0.1:45678"), deployment, program, relay, relay)
        services = Services(Service("a CLOVA", {}, {}, remark), Service("a Claude", {}, {}), backend)
        explain(stack, services, languages)


@pytest.mark.parametrize(
    ("default", "languages", "remark", "words"),
    [
        ("Eng", ["Eng"], "offline", "(hears Eng; without lang: Eng;\nKorean: make local-up SPOKEN=Kor):\n"),
        ("Kor", ["Kor", "Eng"], "offline", "(hears Kor, Eng; without lang: Kor):\n"),
        ("Jpn", ["Eng"], "", "(without lang: Jpn):\n"),
    ],
)
def test_the_languages_that_are_really_heard_are_named(
    default: str, languages: list[str], remark: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    say(default, languages, remark)

    assert f"upload {words}" in capsys.readouterr().out


def test_no_line_is_wider_than_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    say("Eng", ["Eng"], "offline")

    assert [line for line in capsys.readouterr().out.splitlines() if len(line) > 80] == []
