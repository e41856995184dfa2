"""The queries behind the picture of arrests. Each passes the gate, as all in ``finding``."""

from __future__ import annotations

from isnad.access.gate import TRACING, Aspect, Gate
from isnad.families import queries
from isnad.families.picturing import OF_PEOPLE, Person
from isnad.families.queries import MISSING_PERSON, Asked
from isnad.record.desk import desk
from isnad.record.models import Said
from isnad.site import finding
from isnad.words import Label


def state() -> tuple[int, str, str]:
    """Changes with whatever is said, consent and withdrawals among it, and with the day: consent ends on one."""
    newest = Said.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return newest, finding.today(), desk().folder.config.origin


def people(gate: Gate) -> list[Person]:
    """Everybody who is sought, each with what of the places and days told of them this gate lets through."""
    rows = finding.gate_claims(gate).filter(schema=MISSING_PERSON, property__in=OF_PEOPLE).order_by("pk")
    passed = {each.entry for each in finding.readable(gate, rows)}
    asked = Asked(gate.up_to(Aspect.CLAIMS) or Label.PUBLIC, gate.purpose or TRACING)
    found = []
    for each in queries.sought(asked):
        values = {name: [one for one in each.values.get(name, ()) if one.entry in passed] for name in OF_PEOPLE}
        found.append(Person(each.entry, each.inquiries, values))
    return found
