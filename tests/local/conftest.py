from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.local.deployed import Deployed, make_deployed
from tests.local.places import make_place

if TYPE_CHECKING:
    from local.aws import Aws
    from local.operating.place import Place


@pytest.fixture
def place(emulator: Aws) -> Place:
    return make_place(emulator)


@pytest.fixture
def deployed(emulated: Aws) -> Deployed:
    return make_deployed(emulated)
