"""A step of the demonstration: families ask, and a list from elsewhere is taken over.

It holds where every family's inquiry is here, nobody's contact stands in a table, and nothing counts as accepted.
"""

from __future__ import annotations

import json
from pathlib import Path


def ask(story: Path) -> dict[str, object] | None:
    """Takes the invented families' inquiries over, and the register; ``story`` is the folder with ``truth.jsonl``."""
    from isnad.access.actions import OWNER
    from isnad.families import inquiries_importing, inquiries_tables, queries
    from isnad.registers import importing
    from isnad.testing.families_demo import RISK, write

    folder = story / "families"
    with (story / "truth.jsonl").open(encoding="utf-8") as lines:
        made = write((json.loads(line) for line in lines), folder)
    listed = importing.take_over(
        importing.Request(
            folder / "register.csv", importing.read_mapping(folder / "register.yaml"), source=None, by=OWNER
        )
    )
    mapping = inquiries_tables.read_mapping(folder / "inquiries.yaml")
    taken = inquiries_importing.take_over(
        inquiries_importing.Request(folder / "inquiries.csv", mapping=mapping, risk=RISK)
    )
    asked = queries.sought()
    if taken.new != len(made.inquiries) or len(asked) != len(made.inquiries) or listed.tally.refused_rows:
        return None
    return {"inquiries": taken.new, "rows": listed.tally.rows, "without": sum(each.body is None for each in made.pairs)}
