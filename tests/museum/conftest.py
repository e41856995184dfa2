"""One hand-over for all tests of this folder."""

from __future__ import annotations

import pytest

from conftest import SERVER
from handovers import Handover, a_handover


@pytest.fixture(scope="package")
def handover(tmp_path_factory: pytest.TempPathFactory) -> Handover:
    """The hand-over that is examined; whoever breaks it works on a copy."""
    if SERVER is not None:
        pytest.skip("made once with SQLCipher")
    return a_handover(tmp_path_factory.mktemp("handover"))
