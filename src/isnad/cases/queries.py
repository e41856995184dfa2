"""What cases are asked: one whole, all of them, the steps of proceedings across countries. Asks, never writes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from isnad.access.gate import Gate
from isnad.actors.gathering import JUSTICE, Gathered
from isnad.cases.derived import law_answer
from isnad.cases.entries import CaseFile
from isnad.cases.matters import ANSWER, SUPPORTS, WEAKENS, Charge, Matter, Step, Witness, charge_of
from isnad.claims import queries as claims
from isnad.claims import yielding
from isnad.claims.models import ClaimRow, EntityRow
from isnad.claims.queries import Stated
from isnad.claims.standing import Standing
from isnad.record.models import Said, Stands
from isnad.record.tables import WIDTH, key
from isnad.words import Refusal

PARTS = {"Charge": "case", "Proceeding": "case", "Witness": "inCase"}
CHUNK = 900


def matter(case: int, gate: Gate = JUSTICE, *, law: bool = False) -> Matter:
    """The case whole; refused where there is none. With ``law``, the law's answer for its court is asked too."""
    gathered = Gathered(gate)
    gathered.fetch([case])
    first = gathered.first(case)
    about = gathered.about.get(first, [])
    if not any(each.schema == "Case" for each in about):
        raise Refusal("case.no-such-case")
    found = Matter(first, tuple(about))
    parts = _parts(gathered.members(first))
    gathered.fetch(parts)
    relied_on = _relied_on(gate, [each for number in parts for each in gathered.about.get(number, [])])
    for number, schema in parts.items():
        said = gathered.about.get(number, [])
        if schema == "Charge" and said:
            found.charges.append(charge_of(number, said, relied_on, found.country))
        elif schema == "Witness" and said:
            found.witnesses.append(_witness(number, said))
        elif said:
            found.steps.append(step_of(number, said))
    found.steps.sort(key=lambda each: (each.on[:1], each.entity))
    if law and found.charges and found.accused:
        found.law = law_answer(found, gate)
    return found


def _parts(members: Iterable[int]) -> dict[int, str]:
    """The entities whose claims name this case, with the schema of those claims."""
    rows = ClaimRow.objects.filter(refers__in=list(members)).order_by("pk")
    return {
        about: schema for about, schema, name in rows.values_list("about", "schema", "property")
        if PARTS.get(schema) == name
    }  # fmt: skip


def _relied_on(gate: Gate, said: list[Stated]) -> dict[int, Stated]:
    """The claims that attachments cite, as they stand; whatever they are worth, so that one sees it."""
    wanted = {place.entry for each in said if each.property in (SUPPORTS, WEAKENS, ANSWER) for place in each.citations}
    return {each.entry: each for each in stated(wanted, gate)}


def stated(entries: Iterable[int], gate: Gate = JUSTICE) -> list[Stated]:
    """These claims as they stand, those that the gate yields."""
    listed, found = sorted(entries), list[Stated]()
    for start in range(0, len(listed), CHUNK):
        rows = ClaimRow.objects.filter(pk__in=[key(each) for each in listed[start : start + CHUNK]]).order_by("pk")
        found += yielding.through(gate, claims.stated(list(rows)))
    return found


def _witness(entity: int, said: list[Stated]) -> Witness:
    named = [each.value for each in said if each.property == "pseudonym"]
    measures = tuple(dict.fromkeys(each.value for each in said if each.property == "measure"))
    return Witness(entity, next(iter(named), f"W{entity}"), measures, tuple(said))


def step_of(entity: int, said: list[Stated]) -> Step:
    """A step of proceedings as these claims say it."""
    kind = next((each.value for each in said if each.property == "stepKind"), "")
    days = [each.normal or each.value for name in ("date", "startDate") for each in said if each.property == name]
    return Step(entity, kind, tuple(dict.fromkeys(days)), tuple(said))


def charge(number: int, gate: Gate = JUSTICE) -> tuple[Matter, Charge]:
    """A charge with its case; refused where there is none."""
    gathered = Gathered(gate)
    gathered.fetch([number])
    said = gathered.about.get(gathered.first(number), [])
    case = next((each.refers for each in said if each.schema == "Charge" and each.property == "case"), None)
    if case is None:
        raise Refusal("case.no-such-charge")
    whole = matter(case, gate)
    return whole, next(each for each in whole.charges if each.entity == gathered.first(number))


def all_cases(gate: Gate = JUSTICE) -> list[Matter]:
    """Every case that the gate yields anything of, in the order in which they were opened."""
    found = []
    for row in EntityRow.objects.filter(schema="Case").order_by("pk"):
        if claims.same(row.entry)[0] == row.entry:
            try:
                found.append(matter(row.entry, gate))
            except Refusal:
                continue  # as if it were not there
    return found


def files(case: int, gate: Gate = JUSTICE) -> list[tuple[int, str, list[int]]]:
    """The files made of a case: entry, digest of the package, and the claims of it that no longer stand."""
    numbers = {pk // WIDTH for pk in Stands.objects.filter(on=case, cites=False).values_list("pk", flat=True)}
    found: dict[str, tuple[int, list[int]]] = {}
    for row in Said.objects.filter(pk__in=map(key, numbers), kind=CaseFile.KIND, gone=None).order_by("pk"):
        cited = Stands.objects.filter(pk__gte=row.pk, pk__lt=row.pk + WIDTH, cites=True)
        lost = fallen(list(cited.values_list("on", flat=True)))
        digest = CaseFile.digest_in(row.traits)
        entry, before = found.get(digest, (row.entry, []))
        found[digest] = (entry, [*before, *lost])
    return [(entry, digest, sorted(set(fallen))) for digest, (entry, fallen) in found.items()]


def fallen(entries: list[int]) -> list[int]:
    """Those of these claims that were withdrawn, rejected, replaced, lost their ground or were erased since."""
    rows = [row for start in range(0, len(entries), CHUNK)
            for row in ClaimRow.objects.filter(pk__in=map(key, entries[start : start + CHUNK]))]  # fmt: skip
    worth = claims.standing_of(rows)
    return [each for each in entries if each not in worth or not worth[each].holds
            or worth[each] is Standing.SUPERSEDED]  # fmt: skip


def steps_against(gate: Gate = JUSTICE, kinds: Iterable[str] | None = None) -> list[Step]:
    """Every step of proceedings that was claimed, of these kinds."""
    rows = EntityRow.objects.filter(schema="Proceeding").order_by("pk")
    gathered, entries = Gathered(gate), [row.entry for row in rows]
    gathered.fetch(entries)
    found = [step_of(number, gathered.about[number]) for number in dict.fromkeys(map(gathered.first, entries))
             if gathered.about.get(number)]  # fmt: skip
    wanted = None if kinds is None else set(kinds)
    return [each for each in found if wanted is None or each.kind in wanted]


def today() -> date:
    """The day on which the law is asked where nobody names one."""
    return date.today()
