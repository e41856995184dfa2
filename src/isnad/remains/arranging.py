"""The verbs of people over remains: accept, refuse, move, split, merge, and take the last one back.

* That a photograph shows a remains is a claim. To accept it is a verdict on it; to refuse it is one too.
* To move a photograph is both: a verdict against where it is, and a claim by whoever moves it of where it belongs. To
  split is to move into a remains that did not exist.
* Two become one by a claim of identity, which counts once somebody else accepts it (the review desk).
* Beside what an act says stands one entry that names the act whole, so that it can be taken back whole.
* What people placed, no machine places anew, whether it was reviewed yet or not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from isnad.claims import actions as claims
from isnad.claims import queries
from isnad.claims.entries import MACHINE, Claim, Entity, Parted, Review, Statement, Terms, Withdrawn
from isnad.claims.models import EntityRow
from isnad.claims.queries import Stated
from isnad.reading.queries import SCHEMA
from isnad.record.bodies import Bodies
from isnad.record.desk import desk
from isnad.record.models import Said
from isnad.record.pen import Pen, pen
from isnad.record.records import Ground, Record, Traits, Who, kept_as
from isnad.record.tables import WIDTH, key
from isnad.remains.actions import REMAINS
from isnad.remains.gathering import SHOWS
from isnad.words import Citation, Label, Refusal

ACCEPT, REFUSE, MOVE, SPLIT, MERGE, UNDO = "accept", "refuse", "move", "split", "merge", "undo"
ACTS = (ACCEPT, REFUSE, MOVE, SPLIT, MERGE, UNDO)
MOST_AT_ONCE = 200  # photographs of one act
LONGEST_REASON = 500
MOST_REMEMBERED = 100  # acts of one person that can be taken back, one after the other


@dataclass(frozen=True, slots=True)
class Membership:
    """That an item shows a remains: the claim, who said it, and under which label the item is."""

    item: int
    label: Label
    claim: Stated
    by: str

    def is_own(self, person: str) -> bool:
        """Whether this person said it, so that they take it back rather than judge it."""
        return self.claim.method != MACHINE and self.by == person


@kept_as("isnad/arranged/1")
@dataclass(frozen=True, slots=True)
class Arranged(Record):
    """One act of one person over the photographs of a remains; ``other``: where to, or what it is one with."""

    act: str
    remains: int
    other: int | None = None
    placed: tuple[int, ...] = ()  # claims that this act said
    judged: tuple[int, ...] = ()  # claims on which it gave a verdict
    dropped: tuple[int, ...] = ()  # the person's own earlier claims, taken back
    identity: int | None = None
    undoes: int | None = None
    reason: str = ""

    SIGNED = True

    def stands_on(self) -> tuple[int, ...]:
        single = (self.other, self.identity, self.undoes)
        more = (each for each in single if each is not None)
        return tuple(dict.fromkeys((self.remains, *more, *self.placed, *self.judged, *self.dropped)))

    def admits(self, ground: Ground) -> bool:
        return ground.kind in ("entity", "claim", "identity", "arranged")

    def who_may(self, ground: Ground) -> Who:
        return Who.THE_SAME if ground.number in (self.undoes, *self.placed, *self.dropped) else Who.ANYONE

    def traits(self) -> Traits:
        return {"act": self.act}

    def flaws(self) -> tuple[str, ...]:
        sound = self.act in ACTS and (self.act == UNDO) == (self.undoes is not None) and "\0" not in self.reason
        return () if sound else ("arranging.not-an-act",)


@dataclass
class Done:
    """What an act came to: its entry, how many photographs, and how many were one's own and left to others."""

    entry: int = 0
    photographs: int = 0
    own: int = 0
    other: int | None = None


@dataclass
class _Said:
    placed: list[int] = field(default_factory=list)
    judged: list[int] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)


def judge(remains: int, members: Sequence[Membership], act: str, reason: str, *, by: str) -> Done:
    """Accepts or refuses that these photographs show a remains; one's own are left to others, or taken back."""
    _refuse_many(members)
    said, done = _Said(), Done()
    with pen(by) as held:
        for each in members:
            if each.is_own(by):
                done.own += 1
                if act == REFUSE:
                    _drop(held, each, reason, said)
                continue
            held.say(Review(each.claim.entry, "accepted" if act == ACCEPT else "rejected", reason))
            said.judged.append(each.claim.entry)
        done.photographs = len(said.judged) + len(said.dropped)
        if done.photographs:
            done.entry = _note(held, Arranged(act, remains, reason=reason), said)
    return done


def move(remains: int, members: Sequence[Membership], to: int, reason: str, *, by: str) -> Done:
    """Moves photographs from one remains into another that exists."""
    if to in queries.same(remains):
        raise Refusal("arranging.the-same")
    if not EntityRow.objects.filter(pk=key(to), schema=REMAINS).exists():
        raise Refusal("arranging.no-such-remains")
    return _move(MOVE, remains, members, to, reason, by)


def split(remains: int, members: Sequence[Membership], reason: str, *, by: str) -> Done:
    """Moves photographs into a remains of their own, introduced for them."""
    return _move(SPLIT, remains, members, None, reason, by)


def _move(act: str, remains: int, members: Sequence[Membership], to: int | None, reason: str, by: str) -> Done:
    _refuse_many(members)
    said = _Said()
    with pen(by) as held:
        target = held.say(Entity(REMAINS)) if to is None else to
        for each in members:
            _leave(held, each, reason, said, by)
            said.placed.append(held.say(_placing(each.claim.entity, each.item, target, each.label)))
        entry = _note(held, Arranged(act, remains, target, reason=reason), said)
    return Done(entry, len(members), 0, target)


def merge(one: int, other: int, reason: str, *, by: str) -> Done:
    """Claims that two remains are one; somebody else accepts it."""
    identity = claims.merge(one, other, reason, by=by)
    with pen(by) as held:
        entry = held.say(Arranged(MERGE, one, other, identity=identity, reason=reason))
    return Done(entry, 0, 0, other)


def take_back(*, by: str) -> Arranged | None:
    """Takes somebody's last act back, whole; returns it. None where there is none left.

    Verdicts turn: what was accepted is *disputed*, what was refused is accepted again. What was moved is put back.
    """
    done = _history(by)
    number = _standing(done)
    if number is None:
        return None
    act, stands = done[number], _restated(done)
    reason, placed = act.reason or act.act, []
    with pen(by) as held:
        for claim in act.placed:
            while claim in stands:
                claim = stands[claim]
            held.say(Withdrawn(claim, reason))
        for claim in act.judged:
            held.say(Review(claim, "disputed" if act.act == ACCEPT else "accepted", reason))
        for claim in act.dropped:
            old = queries.claim(claim)
            item = old.citations[0].entry
            placed.append(held.say(_placing(old.entity, item, old.refers or 0, old.label)))
        if act.identity is not None:
            held.say(Parted(act.identity, reason))
        held.say(Arranged(UNDO, act.remains, act.other, tuple(placed), undoes=number, reason=reason))
    return act


def latest(person: str) -> tuple[int, Arranged] | None:
    """The last act of somebody that was not taken back, with its entry."""
    done = _history(person)
    number = _standing(done)
    return None if number is None else (number, done[number])


def _history(person: str) -> dict[int, Arranged]:
    """Somebody's last acts by their entries, the newest first."""
    at = desk()
    bodies = Bodies(at.folder, at.holder)
    rows = Said.objects.filter(kind=Arranged.KIND, by=person, gone=None).order_by("-pk").values_list("pk", flat=True)
    found: dict[int, Arranged] = {}
    for pk in rows[:MOST_REMEMBERED]:
        record = bodies.saying(pk // WIDTH).record
        assert isinstance(record, Arranged)
        found[pk // WIDTH] = record
    return found


def _standing(done: Mapping[int, Arranged]) -> int | None:
    """The newest act that was not taken back."""
    undone = {each.undoes for each in done.values()}
    return next((number for number, each in done.items() if each.act != UNDO and number not in undone), None)


def _restated(done: Mapping[int, Arranged]) -> dict[int, int]:
    """Claims that an act had dropped and its taking back said anew: the old one's entry to the new one's."""
    found: dict[int, int] = {}
    for each in done.values():
        if each.undoes is not None and each.undoes in done:
            found.update(zip(done[each.undoes].dropped, each.placed, strict=False))
    return found


def _leave(held: Pen, each: Membership, reason: str, said: _Said, by: str) -> None:
    if each.is_own(by):
        _drop(held, each, reason, said)
    else:
        held.say(Review(each.claim.entry, "rejected", reason))
        said.judged.append(each.claim.entry)


def _drop(held: Pen, each: Membership, reason: str, said: _Said) -> None:
    held.say(Withdrawn(each.claim.entry, reason))
    said.dropped.append(each.claim.entry)


def _placing(entity: int, item: int, remains: int, label: Label) -> Claim:
    says = Statement(SCHEMA, SHOWS, str(remains), None, None, remains)
    return Claim(entity, says, (Citation(item),), terms=Terms(label=max(label, Label.INTERNAL)))


def _note(held: Pen, act: Arranged, said: _Said) -> int:
    lists = (tuple(said.placed), tuple(said.judged), tuple(said.dropped))
    return held.say(Arranged(act.act, act.remains, act.other, *lists, act.identity, act.undoes, act.reason))


def _refuse_many(members: Sequence[Membership]) -> None:
    if not members:
        raise Refusal("arranging.nothing-chosen")
    if len(members) > MOST_AT_ONCE:
        raise Refusal("arranging.too-many", most=MOST_AT_ONCE)
