"""No package of the museum is received without a reason; each is received by whoever gives one, or refused for good."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from handovers import Handover, an_archive
from isnad.packages.receiving import Request, receive
from isnad.record.desk import desk
from isnad.words import Refusal
from museum.breaking import MUSEUM


@pytest.fixture(scope="module")
def house(handover: Handover, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Another house's archive."""
    with an_archive(tmp_path_factory.mktemp("house")):
        yield


def size() -> int:
    with desk().alone():
        return desk().writer().size


def options(name: str, folder: Path) -> dict[str, object]:
    """What the checker is given for this piece, as a receiver would give it."""
    given = MUSEUM[name].options
    found: dict[str, object] = {}
    for option, value in zip(given[::2], given[1::2], strict=True):
        if option == "--against":
            found["against"] = (folder / value).read_bytes()
        else:
            found["policy_digest"] = value
    return found


@pytest.mark.parametrize("name", list(MUSEUM))
def test_a_broken_package_is_refused_with_what_was_found(
    house: None, handover: Handover, name: str, tmp_path: Path
) -> None:
    package = handover.copy(tmp_path)
    MUSEUM[name].make(package, handover)
    before = size()
    path = package if package.exists() else next(tmp_path.glob("*.zip"))
    with pytest.raises(Refusal) as refused:
        receive(Request(path, "A house", "from a house", **options(name, tmp_path)), by="owner")  # type: ignore[arg-type]
    assert refused.value.code.startswith("packages.receive-")
    assert size() == before


def test_the_unbroken_package_would_be_received(house: None, handover: Handover) -> None:
    looked = receive(Request(handover.package, "A house", "from a house", dry=True), by="owner")
    assert looked.findings == []
