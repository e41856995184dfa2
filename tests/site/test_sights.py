"""A look is an entry like any other: it folds again to the same row, and stands on an item alone."""

from __future__ import annotations

import pytest

from isnad.custody import sights
from isnad.custody.models import Sight
from isnad.record import audit
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.words import Label, Refusal
from visits import Held


def differences(archive: Desk) -> list[audit.Difference]:
    bodies = Bodies(archive.folder, archive.holder)
    with audit.scratch(archive.folder.cache) as scratch:
        audit.fold_all(bodies, scratch)
        return list(audit.differences(scratch, "default"))


def test_a_look_folds_again_to_the_same_row_and_an_invented_one_is_found(held: Held, archive: Desk) -> None:
    entry = sights.look(held.items[Label.INTERNAL], "thumbnail", by="layla")
    assert [(row.entry, row.item, row.by) for row in Sight.objects.all()] == [
        (entry, held.items[Label.INTERNAL], "layla")
    ]
    assert differences(archive) == []
    Sight.objects.update(by="rami")
    assert differences(archive)


def test_a_look_at_what_is_not_an_item_is_refused(held: Held) -> None:
    with pytest.raises(Refusal):
        sights.look(held.accessions[Label.INTERNAL], "thumbnail", by="layla")
    assert not Sight.objects.exists()
