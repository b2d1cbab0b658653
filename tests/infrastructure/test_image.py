from __future__ import annotations

import re

import pytest

from tests.image import ENVIRONMENT
from tests.infrastructure.templates import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
INSTRUCTIONS = [line for line in DOCKERFILE.replace("\\\n", " ").splitlines() if line and not line.startswith("#")]
RECIPE = ROOT / "layers" / "ffmpeg"
RUNTIME = (ROOT / "requirements" / "runtime.in").read_text(encoding="utf-8")


@pytest.mark.parametrize("feature", ["--mount", "<<", "--link", "--chmod"])
def test_the_dockerfile_does_without_what_the_default_builder_lacks(feature: str) -> None:
    assert not [line for line in INSTRUCTIONS if feature in line]


def test_the_dockerfile_asks_for_no_other_syntax() -> None:
    assert not re.search(r"^#\s*syntax", DOCKERFILE, re.MULTILINE)


def test_every_stage_but_ffmpegs_starts_from_one_base_image() -> None:
    bases = {line.split()[1] for line in INSTRUCTIONS if line.startswith("FROM ") and not line.endswith(" AS ffmpeg")}
    assert bases == {"public.ecr.aws/lambda/python:3.13"}


def test_packages_are_installed_by_hash_and_never_built() -> None:
    [install] = [line for line in INSTRUCTIONS if "pip install" in line]
    assert {"--require-hashes", "--no-deps", "--only-binary"} <= set(install.split())


def test_packages_and_code_both_ship_bytecode() -> None:
    assert len([line for line in INSTRUCTIONS if "compileall" in line and "unchecked-hash" in line]) == 2


def test_the_image_sets_for_its_processes_what_measurements_rest_on() -> None:
    instructions = {line.replace('"', "") for line in INSTRUCTIONS}
    assert {f"ENV {name}={value}" for name, value in ENVIRONMENT.items()} <= instructions


def test_the_hashes_are_of_the_pinned_sources() -> None:
    recipe = (RECIPE / "build.sh").read_text(encoding="utf-8")
    [ffmpeg], [lame] = (re.findall(rf"^{name}=(.+)$", recipe, re.MULTILINE) for name in ("pinned", "lame"))
    files = {line.split()[1] for line in (RECIPE / "SHA256SUMS").read_text(encoding="utf-8").splitlines()}

    assert files == {
        *(f"ffmpeg_{ffmpeg.partition('-')[0]}.orig.tar.xz", f"ffmpeg_{ffmpeg}.debian.tar.xz"),
        *(f"lame_{lame.partition('-')[0]}.orig.tar.gz", f"lame_{lame}.debian.tar.xz"),
    }


@pytest.mark.parametrize("option", ["--disable-everything", "--disable-network", "--disable-autodetect"])
def test_ffmpeg_is_built_without_what_no_task_uses(option: str) -> None:
    assert option in (RECIPE / "build.sh").read_text(encoding="utf-8").split()


def test_the_licences_travel_with_the_programs() -> None:
    recipe = (RECIPE / "build.sh").read_text(encoding="utf-8")
    assert {"COPYING.LGPLv2.1", "lame/COPYING"} <= set(re.findall(r"(?:lame/)?COPYING[.\w]*", recipe))
    assert any(line.startswith("COPY LICENSE NOTICE ") for line in INSTRUCTIONS)


@pytest.mark.parametrize("package", re.findall(r"^([a-z0-9-]+)", RUNTIME, re.MULTILINE))
def test_the_notice_names_what_the_image_carries(package: str) -> None:
    assert re.search(rf"\b{package}\b", (ROOT / "NOTICE").read_text(encoding="utf-8"))


def test_no_document_gives_ffmpeg_a_licence_that_its_recipe_does_not() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), RECIPE / "README.md"]
    assert [name for name in documents if re.search(r"\bGPL-", name.read_text(encoding="utf-8"))] == []
    assert "--enable-gpl" not in (RECIPE / "build.sh").read_text(encoding="utf-8")


def test_only_what_the_image_needs_is_sent_to_the_builder() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    sources = {
        part.rstrip("/")
        for line in INSTRUCTIONS
        if line.startswith("COPY ") and "--from" not in line
        for part in line.split()[1:-1]
    }
    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == sources | {"Dockerfile"}
