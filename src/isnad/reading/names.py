"""Which items were received under which names. Paths are sealed: they are opened for one stated purpose, as an entry.

A name in a table may be the whole path or its last part; small and capital letters, and the way slashes lean, do not
matter. One name may be that of several items; then it names none.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict

from isnad.access.actions import Second, two_people
from isnad.custody.entries import Received, ReceivedAgain
from isnad.reading.entries import PathsOpened
from isnad.record.bodies import Bodies
from isnad.record.desk import desk
from isnad.record.models import Said
from isnad.record.pen import say
from isnad.record.tables import WIDTH


def opened(reason: str, *, by: str, second: Second | None) -> dict[str, set[int]]:
    """The items by every name they have; two people, unless the archive is a demo."""
    agreed = two_people(second)
    kinds = (Received.KIND, ReceivedAgain.KIND)
    rows = Said.objects.filter(kind__in=kinds, gone=None).order_by("pk")
    numbers = [pk // WIDTH for pk in rows.values_list("pk", flat=True)]
    say([PathsOpened(len(numbers), reason, agreed)], by=by)
    at, found = desk(), defaultdict[str, set[int]](set)
    bodies = Bodies(at.folder, at.holder)
    for number in numbers:
        record = bodies.unsealed(number, reason=reason).record
        if isinstance(record, Received):
            item, path = number, record.path.value
        elif isinstance(record, ReceivedAgain):
            item, path = record.item, record.path.value
        else:
            continue
        for name in {told(path), told(path).rpartition("/")[2]}:
            found[name].add(item)
    return found


def told(name: str) -> str:
    """A name as it is looked for."""
    return unicodedata.normalize("NFC", name).replace("\\", "/").strip().strip("/").casefold()
