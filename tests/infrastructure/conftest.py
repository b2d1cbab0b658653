from __future__ import annotations

import pytest

from tests.infrastructure.templates import Template, read_stack, read_template


@pytest.fixture(scope="session")
def template() -> Template:
    return read_template()


@pytest.fixture(scope="session")
def stack() -> Template:
    return read_stack()
