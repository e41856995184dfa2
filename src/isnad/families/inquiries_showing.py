"""How inquiries are shown: as JSON for machines, and in words. Who asks is never among it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from isnad.claims import showing
from isnad.claims.queries import Stated
from isnad.claims.schemata import schemata
from isnad.families import consent, queries
from isnad.families.inquiries_importing import TABLE, Outcome
from isnad.families.models import AskingRow
from isnad.families.queries import Asked, Sought
from isnad.registers import showing as tables
from isnad.registers.rows import MOST_TOLD
from isnad.speech import phrase

MOST_IN_WORDS = 20


def outcome(found: Outcome) -> dict[str, Any]:
    """An import, or a dry run, as JSON."""
    taken = found.taken
    told: dict[str, Any] = {"form": found.form, "dry_run": taken is None, "inquiries": found.inquiries}
    if taken is None:
        told["refused"] = len(found.problems)
        told["problems"] = [
            {"line": each.line, "code": each.code, "why": phrase(each.code, **each.facts)}
            for each in found.problems[:MOST_TOLD]
        ]
    else:
        told |= {"new": found.new, **showing.taken(taken)}
    if found.form == TABLE:
        told |= {
            "rows": found.tally.rows, "refused_rows": found.tally.refused_rows, "columns": tables.columns(found.tally),
            "unmapped": found.tally.unmapped,
        }  # fmt: skip
    return told


def outcome_in_words(found: Outcome) -> Iterator[str]:
    """An import, or a dry run, in words."""
    if found.form == TABLE:
        yield from tables.columns_in_words(found.tally)
    refused = len(found.problems) if found.taken is None else found.taken.refused
    for each in found.problems[:MOST_IN_WORDS]:
        yield tables.problem_in_words(each)
    if refused > MOST_IN_WORDS:
        yield phrase("claims.more-problems", count=refused - MOST_IN_WORDS)
    if found.taken is None:
        yield phrase("families.tried", inquiries=found.inquiries, problems=refused)
        return
    yield phrase(
        "families.imported", inquiries=found.inquiries, new=found.new, claims=found.taken.claims, refused=refused,
        entry=found.taken.entry,
    )  # fmt: skip


def line(row: AskingRow, liaison: str, sought: Sought | None) -> dict[str, Any]:
    """One inquiry in a list."""
    return {
        "inquiry": row.inquiry,
        "person": row.person,
        "asking": row.entry,
        "channel": row.channel,
        "liaison": liaison,
        "child": row.child,
        "domain": row.domain,
        "expires": row.expires,
        "at": row.at,
        "names": [] if sought is None else sought.texts("name"),
        "askers": 0 if sought is None else len(sought.askings),
    }


def whole(row: AskingRow, asked: Asked) -> dict[str, Any]:
    """One inquiry with all that may be read of it."""
    sought = next(iter(queries.sought(asked, only=[row.person])), None)
    allowed = consent.of_all()[row.entry]
    told = line(row, queries.liaison_of(row), sought)
    told["asker"] = "sealed" if queries.sealed_asker(row) is not None else None
    told["risk"] = row.risk
    told["consent"] = {
        "purposes": sorted(allowed.purposes),
        "receivers": sorted(allowed.receivers),
        "until": None if allowed.until is None else str(allowed.until),
    }
    values = [] if sought is None else [each for found in sought.values.values() for each in found]
    told["missing_person"] = _by_property(values)
    told["inquiry_claims"] = _by_property(queries.inquiry_claims(row, asked))
    return told


def _by_property(values: list[Stated]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for each in values:
        found.setdefault(each.property, []).append(showing.stated(each))
    return found


def whole_in_words(told: dict[str, Any]) -> Iterator[str]:
    """One inquiry in words."""
    yield line_in_words(told)
    yield phrase(
        "families.shown-consent", purposes=", ".join(told["consent"]["purposes"]) or "—",
        receivers=", ".join(told["consent"]["receivers"]) or "—", until=told["consent"]["until"] or "—",
    )  # fmt: skip
    for part in ("missing_person", "inquiry_claims"):
        for name, claims in told[part].items():
            for each in claims:
                label = _label(name)
                yield f"  {label}: {each['value']}  [{each['entry']}, {each['standing']}]"
    if told["asker"]:
        yield phrase("families.asker-sealed")


def line_in_words(told: dict[str, Any]) -> str:
    """One inquiry in a line."""
    return phrase(
        "families.line", inquiry=told["inquiry"], names="، ".join(told["names"][:3]) or "—", channel=told["channel"],
        liaison=told["liaison"],
    )  # fmt: skip


def _label(name: str) -> str:
    for kind in ("MissingPerson", "Inquiry"):
        if name in schemata()[kind].properties:
            return schemata()[kind].properties[name].label
    return name
