"""What families are asked: who is sought, by which inquiries, and who holds them. Asks, never writes.

Nothing here opens what is sealed. What conditions or a label keep back is as if it were not there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from isnad.claims import queries as claims
from isnad.claims.conditions import allow
from isnad.claims.models import IdentityRow
from isnad.claims.queries import Stated
from isnad.claims.standing import Standing
from isnad.families.entries import TRACING
from isnad.families.models import AskerRow, AskingRow, HandedRow, InquiryWithdrawalRow
from isnad.record.tables import key
from isnad.words import Label, Refusal, When

INQUIRY, MISSING_PERSON, NOTE = "Inquiry", "MissingPerson", "InquiryNote"


@dataclass(frozen=True, slots=True)
class Asked:
    """Up to which label, for what, and for which receiver: None is somebody in the house."""

    label: Label = Label.RESTRICTED
    purpose: str = TRACING
    receiver: str | None = None

    def lets(self, each: Stated, today: When) -> bool:
        """Whether a claim counts and may be read."""
        seen = each.standing.holds and each.label <= self.label
        return seen and allow(each.conditions, self.purpose, self.receiver, today)


IN_THE_HOUSE = Asked()


@dataclass
class Sought:
    """One missing person: ``members`` are the entities that accepted identities made one, ``entry`` the first.

    ``values`` are claims by property, what was accepted before what was not. ``askings`` are the entries of those who
    ask for them; ``child``, whether any of them says that they were a child.
    """

    entry: int
    members: tuple[int, ...]
    inquiries: tuple[int, ...]
    askings: tuple[int, ...]
    child: bool
    values: dict[str, list[Stated]] = field(default_factory=lambda: defaultdict(list))

    def texts(self, name: str) -> list[str]:
        """The values of a property as read, each once."""
        return list(dict.fromkeys(each.value for each in self.values.get(name, ())))

    def normals(self, name: str) -> list[str]:
        """The values of a property as others write them, each once; what is not understood has none."""
        return list(dict.fromkeys(each.normal for each in self.values.get(name, ()) if each.normal is not None))


def sought(asked: Asked = IN_THE_HOUSE, *, only: Iterable[int] | None = None) -> list[Sought]:
    """Everybody who is sought and of whom anything may be read, in the order in which they were introduced.

    ``only``: those to whom these entities belong.
    """
    rows = running()
    joined = _joined()
    found: dict[int, Sought] = {}
    for row in rows:
        members = joined.get(row.person, (row.person,))
        before = found.get(members[0])
        found[members[0]] = Sought(
            members[0],
            members,
            (*(before.inquiries if before else ()), row.inquiry),
            (*(before.askings if before else ()), row.entry),
            row.child or (before is not None and before.child),
        )
    if only is not None:
        wanted = set(only)
        found = {entry: each for entry, each in found.items() if not wanted.isdisjoint(each.members)}
    _fill(found, asked)
    return [found[entry] for entry in sorted(found) if found[entry].values]


def _fill(found: Mapping[int, Sought], asked: Asked) -> None:
    owner = {member: each for each in found.values() for member in each.members}
    today = this_day()
    told = [each for each in claims.about(sorted(owner), up_to=asked.label) if asked.lets(each, today)]
    for each in sorted(told, key=lambda each: each.standing is not Standing.ACCEPTED):
        owner[each.entity].values[each.property].append(each)


def running() -> list[AskingRow]:
    """Every asking that was not taken back; one whose search goes on without its asker among them."""
    gone = InquiryWithdrawalRow.objects.filter(decision="erase-all").values_list("asking", flat=True)
    return list(AskingRow.objects.exclude(pk__in=[key(each) for each in gone]).order_by("pk"))


def asking_of(inquiry: int) -> AskingRow:
    """The asking of an inquiry, by the entry of either; refused where there is none."""
    row = AskingRow.objects.filter(inquiry=inquiry).order_by("pk").first()
    row = row or AskingRow.objects.filter(pk=key(inquiry)).first()
    if row is None:
        raise Refusal("families.no-such-inquiry")
    return row


def liaison_of(row: AskingRow) -> str:
    """Who holds an inquiry now."""
    handed = HandedRow.objects.filter(asking=row.entry).order_by("-pk").first()
    return row.liaison if handed is None else handed.liaison


def liaisons(rows: Iterable[AskingRow]) -> dict[int, str]:
    """Who holds these inquiries now, by their askings."""
    held = {row.entry: row.liaison for row in rows}
    held.update((row.asking, row.liaison) for row in HandedRow.objects.order_by("pk") if row.asking in held)
    return held


def sealed_asker(row: AskingRow) -> int | None:
    """The entry in which it lies sealed how to reach who asks; None where it was never told, or is erased."""
    found = AskerRow.objects.filter(asking=row.entry).order_by("-pk").first()
    return None if found is None else found.entry


def inquiry_claims(row: AskingRow, asked: Asked = IN_THE_HOUSE) -> list[Stated]:
    """What may be read of an inquiry itself: who asks is sealed, but not how they are related or what they wish."""
    today = this_day()
    return [each for each in claims.about([row.inquiry], up_to=asked.label) if asked.lets(each, today)]


def this_day() -> When:
    """This day in UTC."""
    return When.on(datetime.now(UTC).date())


def _joined() -> dict[int, tuple[int, ...]]:
    """For each entity that accepted identities join with others: all of them, the first introduced first."""
    groups: dict[int, set[int]] = {}
    for row in claims.accepted(list(IdentityRow.objects.order_by("pk"))):
        group = groups.get(row.one, {row.one}) | groups.get(row.other, {row.other})
        groups.update((each, group) for each in group)
    return {number: tuple(sorted(group)) for number, group in groups.items()}
