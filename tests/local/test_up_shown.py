"""What `make local-up` shows of a callback."""

from __future__ import annotations

import json

import pytest

from local.up_shown import explain_hearing, show_callback

PATH = "/internal/jobs/1/complete"


def test_long_texts_of_a_callback_are_cut(capsys: pytest.CaptureFixture[str]) -> None:
    show_callback(f"{PATH} {json.dumps({'status': 'DONE', 'transcript': 'a' * 5000, 'summary': 's'})}")

    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith(f'The backend was told: POST {PATH} {{"status": "DONE", "transcript": "aaa')
    assert "... (5000 characters)" in line
    assert len(line) < 300


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ({"status": "DONE", "transcript": "a"}, 1),
        ({"status": "DONE", "transcript": ""}, 0),
        ({"status": "FAILED", "error_code": "STT_TIMEOUT"}, 0),
    ],
)
def test_a_remark_stands_under_a_transcript(
    body: dict[str, str], shown: int, capsys: pytest.CaptureFixture[str]
) -> None:
    show_callback(f"{PATH} {json.dumps(body)}", "Heard offline.")

    assert capsys.readouterr().out.splitlines().count("Heard offline.") == shown


def test_who_uploads_korean_is_told_how_it_is_heard() -> None:
    assert "without lang as Eng." in explain_hearing(["Eng"])
    assert "Korean: make local-up SPOKEN=Kor." in explain_hearing(["Eng"])
    assert "SPOKEN" not in explain_hearing(["Kor", "Eng"])
