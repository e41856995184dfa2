"""Two steps of the demonstration: machines read the photographs, and bring those of one person together.

Both hold where every item has its answer, and where nothing that a machine said counts as accepted.
"""

from __future__ import annotations


def read() -> dict[str, object] | None:
    """Has every reader read every item that it takes."""
    from isnad.access.actions import OWNER
    from isnad.reading import actions, queries

    numbers, *others = actions.run(actions.Request(OWNER))
    left = sum(len(queries.waiting(each.reader, each.version)) - _not_taken(each.reader) for each in (numbers, *others))
    if left or not numbers.readings:
        return None
    return {
        "items": numbers.items,
        "readings": numbers.readings,
        "firm": numbers.firm,
        "unreadable": numbers.unreadable,
    }


def _not_taken(name: str) -> int:
    """How many items a reader of this name leaves aside, because they are no pictures."""
    from isnad.custody.models import Item
    from isnad.reading.readers import READERS, reader

    if name not in READERS:
        return 0
    return sum(not reader(name).takes(kind) for kind in Item.objects.values_list("media_type", flat=True))


def group() -> dict[str, object] | None:
    """Brings photographs together, and says where a person is needed."""
    from isnad.access.actions import OWNER
    from isnad.remains import actions, queries

    outcome = actions.bring_together(by=OWNER)
    bodies = queries.bodies()
    if not bodies or not all(each.proposed for each in bodies) or len(bodies) != outcome.remains:
        return None
    return {
        "photographs": outcome.photographs, "remains": outcome.remains, "left_alone": outcome.left_alone,
        "contradicting": outcome.contradicting,
    }  # fmt: skip
