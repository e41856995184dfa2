"""What claims rest on in these tests: items of a known size, without a decoder in between."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from isnad.claims import actions
from isnad.custody.entries import Accession, Carrier, Pseudonym, Received
from isnad.record import audit
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.record.pen import pen
from isnad.record.shape import Sealed
from isnad.words import Json, Label

MakeItem = Callable[..., int]
Differences = Callable[[], list[audit.Difference]]


@pytest.fixture
def accession(archive: Desk) -> int:
    """An accession of a carrier from a source."""
    with pen("custodian") as held:
        source = held.say(Pseudonym("north wind"))
        drive = Carrier("drive 1", "Maker", "Model", "1 TB", None, None, None, None, {}, Sealed(None), Sealed(()),
                        Sealed({}), Sealed({}))  # fmt: skip
        carrier = held.say(drive)
        return held.say(
            Accession("first", source, carrier, "folder", True, None, Sealed(None), Sealed(()), Label.INTERNAL)
        )


@pytest.fixture
def make_item(archive: Desk, accession: int) -> MakeItem:
    """Takes bytes in as an item of so many pixels."""
    count = 0

    def make(width: int | None = 640, height: int | None = 480, *, open_fields: Json = None) -> int:
        nonlocal count
        count += 1
        (kept,) = archive.vault.put_many([io.BytesIO(b"picture %d" % count)])
        record = Received(
            accession, kept.payload, kept.digest, kept.size, "image/jpeg", None, width, height, open_fields or {},
            None, None, None, f"{count:032x}", None, {}, Sealed(f"sub/{count}.jpg"), Sealed({}), Sealed({}), Sealed({}),
        )  # fmt: skip
        with pen("custodian") as held:
            return held.say(record)

    return make


@pytest.fixture
def person(archive: Desk) -> int:
    """Somebody claims can be about."""
    return actions.introduce("Person", by="samir")


@pytest.fixture
def differences(archive: Desk) -> Differences:
    """How the tables differ from what the ledger's files give."""

    def look() -> list[audit.Difference]:
        bodies = Bodies(archive.folder, archive.holder)
        assert list(audit.lawless(bodies)) == []
        with audit.scratch(archive.folder.cache) as scratch:
            audit.fold_all(bodies, scratch)
            return list(audit.differences(scratch, "default"))

    return look
