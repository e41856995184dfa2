"""Keeps what is known of each body's branch and days, worked out anew when something was said of bodies.

* A number that people accepted goes before what machines propose; one body with two numbers is sure of neither.
* Its days are those of its own claims, else of its photographs by their cameras' clocks; both ends are kept.
* What may not be seen for the purpose asked is not in the table; each row bears the highest label of what it rests on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice

from django.db import transaction
from django.db.models import Q

from isnad.access import reach
from isnad.access.gate import Aspect, Gate
from isnad.actors.branches import plain_number
from isnad.actors.models import BodyRow, MarkRow
from isnad.claims import queries as claims
from isnad.claims.models import ClaimRow, EntityRow, IdentityRow, ReviewRow, WithdrawalRow
from isnad.claims.queries import Stated
from isnad.claims.standing import Standing
from isnad.reading import queries as reading
from isnad.record.entries import Erased
from isnad.record.models import Said
from isnad.record.tables import WIDTH, key
from isnad.remains import queries as remains
from isnad.remains.queries import Asked, Body
from isnad.words import Label, Refusal, When

BODIES = ("Remains", "Photograph")
DAYS = ("deathDate", "photographedAt")
MANY = 900
Seen = tuple[int, int, str, bool, int | None, int | None, int]
"""The claim it rests on, remains, branch, whether that is sure, first and last day as ordinals, photographs."""


def keep_fresh(gate: Gate) -> None:
    """Works the table out anew where something was said of bodies since, or where a day has passed."""
    size, purpose = _size(), gate.purpose or ""
    mark = MarkRow.objects.filter(purpose=purpose).first()
    today = str(datetime.now(UTC).date())
    if mark is not None and mark.day == today and (mark.size == size or not _touched(mark.size)):
        if mark.size != size:
            MarkRow.objects.filter(purpose=purpose).update(size=size)
        return
    rows = list(_rows(purpose))
    with transaction.atomic():
        BodyRow.objects.filter(purpose=purpose).delete()
        BodyRow.objects.bulk_create(rows, batch_size=500)
        MarkRow.objects.update_or_create(purpose=purpose, defaults={"size": size, "day": today})


def forget(**_: object) -> None:
    """Empties the tables: something was erased from which they may have been worked out."""
    BodyRow.objects.all().delete()
    MarkRow.objects.all().delete()


def _size() -> int:
    last = Said.objects.order_by("-pk").values_list("pk", flat=True).first()
    return 0 if last is None else last // WIDTH + 1


def _touched(since: int) -> bool:
    """Whether anything said from entry ``since`` on can change what is known of a body."""
    after = {"pk__gte": key(since)}
    if ClaimRow.objects.filter(schema__in=BODIES, **after).exists() or _erased(since):
        return True
    subjects = [*ReviewRow.objects.filter(**after).values_list("subject", flat=True)[: MANY + 1],
                *WithdrawalRow.objects.filter(**after).values_list("subject", flat=True)[: MANY + 1]]  # fmt: skip
    joined = list(IdentityRow.objects.filter(**after).values_list("one", flat=True)[: MANY + 1])
    if len(subjects) > MANY or len(joined) > MANY:
        return True
    keys = [key(each) for each in subjects]
    others = set(ClaimRow.objects.filter(pk__in=keys).exclude(schema__in=BODIES).values_list("pk", flat=True))
    if any(each not in others for each in keys):  # of a body, or of something that may concern one
        return True
    return EntityRow.objects.filter(pk__in=map(key, joined), schema__in=BODIES).exists()


def _erased(since: int) -> bool:
    return Said.objects.filter(kind=Erased.KIND, pk__gte=key(since)).exists()


def numbers(gate: Gate) -> frozenset[str]:
    """The numbers of branches that any body bears."""
    rows = BodyRow.objects.filter(purpose=gate.purpose or "").exclude(branch="")
    return frozenset(rows.values_list("branch", flat=True).distinct())


def seen(gate: Gate, which: Q) -> list[Seen]:
    """The rows of this gate's purpose that it yields: by the claim that each rests on, and its label."""
    up_to = gate.up_to(Aspect.CLAIMS)
    if up_to is None:
        return []
    rows = BodyRow.objects.filter(which, purpose=gate.purpose or "", label__lte=int(up_to))
    found = list(rows.values_list("claim", "remains", "branch", "sure", "first", "last", "photographs"))
    if reach.catch_up():
        passed = _passing(gate, {claim for claim, *_ in found})
        found = [each for each in found if each[0] in passed]
    return found


def _passing(gate: Gate, entries: set[int]) -> set[int]:
    listed, passed = sorted(entries), set[int]()
    for start in range(0, len(listed), MANY):
        rows = ClaimRow.objects.filter(pk__in=map(key, listed[start : start + MANY]))
        passed |= {row.entry for row in gate.through(rows, Aspect.CLAIMS)}
    return passed


def _rows(purpose: str) -> Iterator[BodyRow]:
    found = remains.bodies(Asked(purpose=purpose))
    days = _days_of_photographs({item for body in found for item in body.items})
    for body in found:
        yield from _of_body(body, days, purpose)


def _of_body(body: Body, days: dict[int, list[Stated]], purpose: str) -> Iterator[BodyRow]:
    numbers = _counting([each for each in body.claims if each.property == "branchNumber"])
    dated = _counting([each for each in body.claims if each.property in DAYS])
    dated = dated or [each for item in body.items for each in days.get(item, [])]
    first, last = _span(dated)
    by_number: dict[str, list[Stated]] = defaultdict(list)
    for each in numbers:
        by_number[plain_number(each.normal or each.value)].append(each)
    for number, said in by_number.items() or [("", [])]:
        label = max((each.label for each in (*said, *dated, *body.items.values())), default=Label.PUBLIC)
        sure = len(by_number) == 1 and all(each.standing is Standing.ACCEPTED for each in said)
        yield BodyRow(
            purpose=purpose, remains=body.entry, claim=_ground(body, said), branch=number, sure=sure, first=first,
            last=last, photographs=len(body.items), label=int(label),
        )  # fmt: skip


def _ground(body: Body, said: list[Stated]) -> int:
    """The claim by which the gate is asked: that of the number, else one that says which photograph shows it."""
    return max(each.entry for each in (said or body.items.values()))


def _counting(said: list[Stated]) -> list[Stated]:
    """What people accepted, else everything that still counts."""
    said = [each for each in said if each.value]
    return [each for each in said if each.standing is Standing.ACCEPTED] or said


def _span(said: Iterable[Stated]) -> tuple[int | None, int | None]:
    """The first and the last day that these can mean; none where one of them leaves an end open."""
    spans = []
    for each in said:
        try:
            when = When.parse(each.normal or each.value[:10])
        except Refusal:
            continue
        spans.append((when.earliest, when.latest))
    if not spans or any(first is None or last is None for first, last in spans):
        return None, None
    firsts, lasts = zip(*((f.toordinal(), t.toordinal()) for f, t in spans if f and t), strict=True)
    return min(firsts), max(lasts)


def _days_of_photographs(items: set[int]) -> dict[int, list[Stated]]:
    """By item, when its photograph was taken by the camera's clock."""
    item_of = {entity: item for entity, item in reading.items_of_photographs().items() if item in items}
    rows = ClaimRow.objects.filter(property="photographedAt", schema="Photograph").order_by("pk").iterator()
    found: dict[int, list[Stated]] = defaultdict(list)
    while part := list(islice(rows, 9000)):
        for each in claims.stated([row for row in part if row.about in item_of]):
            if each.standing.holds:
                found[item_of[each.entity]].append(each)
    return found
