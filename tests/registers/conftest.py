"""An item that a list can have come from, and whether the tables are what the ledger's files give."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from isnad.custody.entries import Accession, Pseudonym, Received
from isnad.record import audit
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.record.pen import pen
from isnad.record.shape import Sealed
from isnad.words import Label


@pytest.fixture
def scan(archive: Desk) -> int:
    """A scan that somebody typed a list from: the entry of an item with other bytes."""
    (kept,) = archive.vault.put_many([io.BytesIO(b"a scan")])
    with pen("custodian") as held:
        source = held.say(Pseudonym("north wind"))
        accession = held.say(
            Accession("first", source, None, "folder", True, None, Sealed(None), Sealed(()), Label.INTERNAL)
        )
        return held.say(Received(
            accession, kept.payload, kept.digest, kept.size, "image/jpeg", None, 640, 480, {}, None, None, None,
            f"{1:032x}", None, {}, Sealed("scan.jpg"), Sealed({}), Sealed({}), Sealed({}),
        ))  # fmt: skip


@pytest.fixture
def differences(archive: Desk) -> Callable[[], list[audit.Difference]]:
    """How the tables differ from what the ledger's files give; nothing lawless is in them."""

    def look() -> list[audit.Difference]:
        bodies = Bodies(archive.folder, archive.holder)
        assert list(audit.lawless(bodies)) == []
        with audit.scratch(archive.folder.cache) as scratch:
            audit.fold_all(bodies, scratch)
            return list(audit.differences(scratch, "default"))

    return look
