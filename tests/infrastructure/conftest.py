from __future__ import annotations

import pytest

from tests.infrastructure.templates import Template, read_template, transform_template


@pytest.fixture(scope="session")
def template() -> Template:
    return read_template()


@pytest.fixture(scope="session")
def stack() -> Template:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", "ap-northeast-2")
        return transform_template(read_template())
