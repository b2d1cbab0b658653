from __future__ import annotations

import hashlib
import re
from pathlib import Path

import imageio_ffmpeg  # pyright: ignore[reportMissingTypeStubs]  # it ships none
import pytest

from tests.infrastructure.templates import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
INSTRUCTIONS = [line for line in DOCKERFILE.replace("\\\n", " ").splitlines() if line and not line.startswith("#")]
RECIPE = ROOT / "layers" / "ffmpeg"


def pins_of(path: Path, package: str) -> tuple[str, set[str]]:
    """The version and the hashes that a requirements file pins a package to."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    [line] = [line for line in text.splitlines() if line.startswith(f"{package}==")]
    return line.split()[0], set(re.findall(r"sha256:(\w{64})", line))


@pytest.mark.parametrize("feature", ["--mount", "<<", "--link", "--chmod"])
def test_the_dockerfile_does_without_what_the_default_builder_lacks(feature: str) -> None:
    assert not [line for line in INSTRUCTIONS if feature in line]


def test_the_dockerfile_asks_for_no_other_syntax() -> None:
    assert not re.search(r"^#\s*syntax", DOCKERFILE, re.MULTILINE)


def test_every_stage_starts_from_one_base_image() -> None:
    bases = {line.split()[1] for line in INSTRUCTIONS if line.startswith("FROM ")}
    assert bases == {"public.ecr.aws/lambda/python:3.13"}


def test_packages_are_installed_by_hash_and_never_built() -> None:
    [install] = [line for line in INSTRUCTIONS if "pip install" in line]
    assert {"--require-hashes", "--no-deps", "--only-binary"} <= set(install.split())


def test_packages_and_code_both_ship_bytecode() -> None:
    assert len([line for line in INSTRUCTIONS if "compileall" in line and "unchecked-hash" in line]) == 2


def test_the_image_carries_the_ffmpeg_of_the_laptop() -> None:
    version, hashes = pins_of(RECIPE / "requirements.txt", "imageio-ffmpeg")
    laptop_version, laptop_hashes = pins_of(ROOT / "requirements" / "demo.txt", "imageio-ffmpeg")
    assert version == laptop_version
    assert len(hashes) == 2
    assert hashes <= laptop_hashes


def test_the_recorded_hash_is_of_the_program_that_the_tests_run() -> None:
    program = Path(imageio_ffmpeg.get_ffmpeg_exe())
    recorded = {
        name: digest for digest, name in (line.split() for line in (RECIPE / "SHA256SUMS").read_text().splitlines())
    }
    with program.open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == recorded[program.name]


def test_the_licences_travel_with_the_programs() -> None:
    assert "COPYING.GPLv3" in (RECIPE / "build.sh").read_text(encoding="utf-8")
    assert any(line.startswith("COPY LICENSE NOTICE ") for line in INSTRUCTIONS)


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
