"""One door, served for all tests of a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from doorway import Served, served


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A door in a process of its own."""
    with served(tmp_path_factory.mktemp("door") / "folder") as here:
        yield here
