"""What testimony is asked: who was heard, about what, and what was said. Asks, never writes.

Everything passes the gate: a statement under consent for another purpose is as if it were not there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from isnad.access.gate import Gate
from isnad.claims import queries as claims
from isnad.claims import yielding
from isnad.claims.models import ClaimRow
from isnad.claims.queries import Stated
from isnad.words import Refusal, Span

JUSTICE = yielding.asked_by_owner("justice")
CHUNK = 900


@dataclass(frozen=True, slots=True)
class Heard:
    """One statement: what was asked and agreed to, by property."""

    entity: int
    claims: tuple[Stated, ...]

    def values(self, name: str) -> list[str]:
        """What its claims say of a property."""
        return [each.normal or each.value for each in self.claims if each.property == name]


@dataclass(frozen=True, slots=True)
class Spoken:
    """One part of a transcript, with the claims it is made of; ``translation`` beside the original."""

    entity: int
    span: Span
    speaker: str
    said: Stated
    translation: Stated | None
    translator: str | None
    sworn: bool


def witness(pseudonym: str) -> int | None:
    """The witness of that pseudonym, whoever may see them; None where there is none."""
    found = [each.entity for each in claims.saying("pseudonym", pseudonym, schema="Witness") if each.standing.holds]
    return claims.same(found[0])[0] if found else None


def statements(witness_number: int) -> list[int]:
    """The statements of a witness, whoever may see them: that somebody was heard binds whoever would ask again."""
    rows = ClaimRow.objects.filter(refers__in=claims.same(witness_number), schema="Testimony", property="witness")
    return list(dict.fromkeys(each.entity for each in claims.stated(list(rows.order_by("pk"))) if each.standing.holds))


def heard(witness_number: int, gate: Gate = JUSTICE) -> list[Heard]:
    """What was asked of a witness before, as far as the gate yields it."""
    found = []
    for number in statements(witness_number):
        said = yielding.through(gate, [each for each in claims.about([number]) if each.standing.holds])
        if said:
            found.append(Heard(number, tuple(said)))
    return found


def item_of(testimony: int) -> int:
    """The item of a statement: what its claims rest on."""
    said = [each for each in claims.about([testimony]) if each.standing.holds and each.schema == "Testimony"]
    cited = [place.entry for each in said for place in each.citations]
    if not cited:
        raise Refusal("testimony.no-such-statement")
    return cited[0]


def transcript(testimony: int, gate: Gate = JUSTICE) -> list[Spoken]:
    """What was said, in the order of the recording, as far as the gate yields it."""
    rows = ClaimRow.objects.filter(refers=testimony, schema="Segment", property="testimony").order_by("pk")
    parts = [row.about for row in rows]
    by_part: dict[int, list[Stated]] = {number: [] for number in parts}
    for each in _yielded(parts, gate):
        by_part[each.entity].append(each)
    found = [spoken for number, said in by_part.items() if (spoken := _spoken(number, said)) is not None]
    return sorted(found, key=lambda each: (each.span.start, each.span.end, each.entity))


def _yielded(parts: list[int], gate: Gate) -> Iterable[Stated]:
    for start in range(0, len(parts), CHUNK):
        said = claims.about(parts[start : start + CHUNK])
        yield from yielding.through(gate, [each for each in said if each.standing.holds])


def _spoken(number: int, said: list[Stated]) -> Spoken | None:
    by_name = {each.property: each for each in said}
    words = by_name.get("said")
    if words is None:
        return None
    span = next((place.selector for place in words.citations if isinstance(place.selector, Span)), None)
    if span is None:
        return None
    named = {name: by_name[name].value if name in by_name else None for name in ("speaker", "translator", "sworn")}
    return Spoken(number, span, named["speaker"] or "", words, by_name.get("translated"), named["translator"],
                  named["sworn"] == "yes")  # fmt: skip
