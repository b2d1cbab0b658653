"""The pages for people: links lead somewhere, commands exist, bodies are real, and the entry page is short."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from worker.tasks.summary.result import Meta

ROOT = Path(__file__).parents[1]
READMES = ["README.md", "README.ko.md"]
PAGES = sorted(
    str(page.relative_to(ROOT))
    for pattern in ("*.md", "docs/**/*.md", "certs/*.md", "layers/ffmpeg/*.md")
    for page in ROOT.glob(pattern)
)


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str, kind: str) -> list[str]:
    return re.findall(rf"^ *```{kind}\n(.*?)```", read(page), re.DOTALL | re.MULTILINE)


def strip_code(text: str) -> str:
    return re.sub(r"^ *```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL | re.MULTILINE)


def name_anchor(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES)
def test_every_link_into_the_repository_leads_somewhere(page: str) -> None:
    for target, anchor in re.findall(r"\]\((?!https?://)([^)#]*)#?([^)]*)\)", strip_code(read(page))):
        found = (ROOT / page).parent / target if target else ROOT / page
        assert found.exists(), target
        if anchor:
            assert anchor in map(name_anchor, re.findall(r"^#+ (.+)$", found.read_text(), re.MULTILINE)), anchor


def test_a_page_with_commands_for_aws_says_that_they_need_an_account() -> None:
    commands = re.compile(r"^ *(?:aws|sam deploy)\b|`aws [a-z0-9]+ |^make \w+ STACK=", re.MULTILINE)
    account = re.compile("AWS account|AWS 계정")

    assert [page for page in PAGES if commands.search(read(page)) and not account.search(read(page))] == []


def test_every_page_can_be_reached_from_the_entry_page() -> None:
    seen, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page.suffix == ".md" and page not in seen:
            seen.add(page)
            targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", strip_code(page.read_text()))
            waiting += [(page.parent / target).resolve() for target in targets]

    assert set(ROOT.glob("docs/**/*.md")) - seen == set()


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_that_a_page_names_exists(page: str) -> None:
    makefiles = [ROOT / "Makefile", *(ROOT / "mk").glob("*.mk")]
    targets = set(re.findall(r"^([a-z-]+):.*## ", "".join(path.read_text() for path in makefiles), re.MULTILINE))

    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", read(page), re.MULTILINE)) <= targets


@pytest.mark.parametrize("page", READMES)
def test_the_entry_page_is_short(page: str) -> None:
    lines = read(page).splitlines()

    assert len(lines) <= 150
    assert max(map(len, lines)) <= 160


def test_both_readmes_have_the_same_commands_bodies_headings_and_links() -> None:
    def outline(page: str) -> list[object]:
        text = read(page)
        commands = [line.partition("#")[0].strip() for block in blocks(page, "bash") for line in block.splitlines()]
        links = {one for one in re.findall(r"\]\(([^)]+)\)", text) if one not in READMES}
        return [commands, blocks(page, "json"), re.findall(r"^(#+) ", strip_code(text), re.MULTILINE), links]

    assert outline("README.md") == outline("README.ko.md")


@pytest.mark.parametrize("page", ["README.md", "docs/callback.md", "docs/tasks/summary.md"])
def test_the_callbacks_that_a_page_shows_are_what_the_backend_specifies(page: str) -> None:
    schema = json.loads(read("schemas/callback.schema.json"))
    bodies = [json.loads(block) for block in blocks(page, "json")]

    assert [body["status"] for body in bodies] == ["DONE", "FAILED"]
    for body in bodies:
        jsonschema.validate(body, schema)  # pyright: ignore[reportUnknownMemberType] - jsonschema's stubs are partial


def test_the_page_of_the_summary_shows_every_field_of_meta() -> None:
    done = json.loads(blocks("docs/tasks/summary.md", "json")[0])

    assert list(done["meta"]) == list(Meta.__dataclass_fields__)


def test_the_picture_is_what_its_script_draws() -> None:
    drawn = subprocess.run([sys.executable, ROOT / "scripts/draw_flow.py"], check=True, capture_output=True).stdout

    assert drawn == (ROOT / "docs/flow.svg").read_bytes()
