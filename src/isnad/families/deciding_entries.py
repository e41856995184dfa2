"""The records of candidates and of what people decide of them, and the law that binds them.

 1. A candidate pairs a missing person with remains or with a row of a register, and cites what it rests on. A machine's
    names its version and is a proposal; nobody reviews what they proposed themselves.
 2. A verdict gives certainty, bases, a reason and at least one citation, and never more than its bases can bear: a name
    alone *possible*, photographs and recognition *presumptive*.
 3. A verdict names every verdict on that candidate that counts already, and comes from somebody else than each.
 4. An identification or an exclusion stands on two verdicts on one candidate, of which the later names the earlier: so
    they are two people's. It is no more certain than either; an exclusion takes two that exclude.
 5. An excluded pair comes back only as a candidate that names the exclusion and cites something said after it.
 6. One step back is an entry: a verdict by whoever gave it, a decision by anybody with a reason. Nothing is removed.
 7. *Found alive* takes two people. Before the seeker is told, the found person has been asked (``telling_entries``).

Traits are entries' numbers and grades. No person is among them; they outlive an erasure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from isnad.claims.parts import MACHINE, How
from isnad.families.deciding_parts import BASES, CERTAINTIES, EXCLUDED, ceiling, is_reason, rank, side
from isnad.record.records import ByTwo, Ground, Record, Traits, Who, kept_as
from isnad.words import Citation, Json

REMAINS, ROW = "remains", "row"
KINDS = (REMAINS, ROW)
STEPS_BACK_FROM = ("verdict", "identification", "exclusion", "found-alive")


@kept_as("isnad/candidate/1")
@dataclass(frozen=True, slots=True)
class Candidate(Record):
    """A proposed pair, with the reasons for and against.

    ``share`` is per mille: that this one is the person, given all others and *nobody of these*. ``by_chance`` is how
    many others would agree as well by chance, a decimal as text. ``after`` is the exclusion it comes back after.
    """

    person: int
    other: int
    kind: str
    reasons: Json
    share: int
    by_chance: str
    ceiling: str
    citations: tuple[Citation, ...]
    how: How
    after: int | None = None

    SIGNED: ClassVar[bool] = True

    def stands_on(self) -> tuple[int, ...]:
        return (self.person, self.other) if self.after is None else (self.person, self.other, self.after)

    def admits(self, ground: Ground) -> bool:
        if ground.number != self.after:
            return ground.kind == "entity"
        return ground.kind == "exclusion" and (ground.traits.get("person"), ground.traits.get("other")) == (
            self.person,
            self.other,
        )

    def cites(self) -> tuple[Citation, ...]:
        return self.citations

    def traits(self) -> Traits:
        return {"method": self.how.method, "person": self.person, "other": self.other}

    def flaws(self) -> tuple[str, ...]:
        sound = self.kind in KINDS and self.ceiling in CERTAINTIES and self.how.is_sound() and self.person != self.other
        if not (sound and 0 <= self.share <= 1000 and self.reasons):
            return ("identifications.not-a-candidate",)
        if not self.citations:
            return ("identifications.no-citation",)
        if self.after is not None and max(each.entry for each in self.citations) <= self.after:
            return ("identifications.no-new-evidence",)
        return ()


@kept_as("isnad/verdict/1")
@dataclass(frozen=True, slots=True)
class Verdict(Record):
    """What one reviewer decides of a candidate. ``beside``: the verdicts that count already, unseen by this reviewer.

    ``shown`` are the contradictions that stood on the screen before the decision; ``device`` marks the machine on which
    it was given, so that two names on one device are seen.
    """

    candidate: int
    certainty: str
    bases: tuple[str, ...]
    reason: str
    citations: tuple[Citation, ...]
    beside: tuple[int, ...]
    shown: tuple[str, ...]
    device: str | None

    SIGNED: ClassVar[bool] = True

    def stands_on(self) -> tuple[int, ...]:
        return (self.candidate, *self.beside)

    def admits(self, ground: Ground) -> bool:
        if ground.number == self.candidate:
            return ground.kind == "candidate"
        return ground.kind == "verdict" and ground.traits.get("candidate") == self.candidate

    def who_may(self, ground: Ground) -> Who:
        return Who.ANYONE if ground.traits.get("method") == MACHINE else Who.SOMEBODY_ELSE

    def cites(self) -> tuple[Citation, ...]:
        return self.citations

    def traits(self) -> Traits:
        beside = " ".join(map(str, self.beside))
        return {"candidate": self.candidate, "certainty": self.certainty, "beside": beside}

    def flaws(self) -> tuple[str, ...]:
        if self.certainty not in CERTAINTIES or not set(self.bases) <= set(BASES) or not is_reason(self.reason):
            return ("identifications.not-a-verdict",)
        if not self.citations:
            return ("identifications.no-citation",)
        if side(self.certainty) == "for" and rank(self.certainty) > rank(ceiling(self.bases)):
            return ("identifications.more-than-the-basis-bears",)
        return ()


@dataclass(frozen=True, slots=True)
class _Decided(Record):
    """What two verdicts on one candidate came to."""

    candidate: int
    person: int
    other: int
    verdicts: tuple[int, ...]

    def stands_on(self) -> tuple[int, ...]:
        return (self.candidate, *self.verdicts)

    def admits(self, ground: Ground) -> bool:
        if ground.number == self.candidate:
            pair = ground.traits.get("person"), ground.traits.get("other")
            return ground.kind == "candidate" and pair == (self.person, self.other)
        return (
            ground.kind == "verdict"
            and ground.traits.get("candidate") == self.candidate
            and (ground.number != max(self.verdicts) or self._names_the_other(ground))
            and self.bears(str(ground.traits.get("certainty")))
        )

    def _names_the_other(self, later: Ground) -> bool:
        return str(min(self.verdicts)) in str(later.traits.get("beside")).split()

    def bears(self, certainty: str) -> bool:
        """Whether a verdict of this certainty bears the decision."""
        raise NotImplementedError

    def flaws(self) -> tuple[str, ...]:
        return () if len(set(self.verdicts)) == 2 == len(self.verdicts) else ("identifications.two-verdicts",)


@kept_as("isnad/identification/1")
@dataclass(frozen=True, slots=True)
class Identification(_Decided):
    """Two reviewers hold that they are one: the lower of their certainties, and the bases of both."""

    certainty: str
    bases: tuple[str, ...]

    def bears(self, certainty: str) -> bool:
        known = certainty in CERTAINTIES and self.certainty in CERTAINTIES
        return known and side(certainty) == "for" and rank(certainty) >= rank(self.certainty)

    def traits(self) -> Traits:
        return {"person": self.person, "other": self.other, "certainty": self.certainty}

    def flaws(self) -> tuple[str, ...]:
        known = self.certainty in CERTAINTIES and side(self.certainty) == "for" and set(self.bases) <= set(BASES)
        if not known:
            return ("identifications.not-a-verdict",)
        return _Decided.flaws(self)


@kept_as("isnad/exclusion/1")
@dataclass(frozen=True, slots=True)
class Exclusion(_Decided):
    """Two reviewers hold that it is not so. The pair is not proposed again without new evidence."""

    def bears(self, certainty: str) -> bool:
        return certainty == EXCLUDED

    def traits(self) -> Traits:
        return {"person": self.person, "other": self.other}


@kept_as("isnad/step-back/1")
@dataclass(frozen=True, slots=True)
class StepBack(Record):
    """One step back: a verdict, a decision or an ending counts no longer. What was said stays in the record."""

    subject: int
    reason: str

    SIGNED: ClassVar[bool] = True

    def stands_on(self) -> tuple[int, ...]:
        return (self.subject,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind in STEPS_BACK_FROM

    def who_may(self, ground: Ground) -> Who:
        return Who.THE_SAME if ground.kind == "verdict" else Who.ANYONE

    def flaws(self) -> tuple[str, ...]:
        return () if is_reason(self.reason) else ("identifications.reason-needed",)


@kept_as("isnad/found-alive/1")
@dataclass(frozen=True, slots=True)
class FoundAlive(ByTwo):
    """The person sought was found alive: how that is known, and which second person agreed. None only in a demo."""

    person: int
    reason: str
    citations: tuple[Citation, ...]
    second: str | None

    SIGNED: ClassVar[bool] = True

    def stands_on(self) -> tuple[int, ...]:
        return (self.person,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "entity"

    def cites(self) -> tuple[Citation, ...]:
        return self.citations

    def traits(self) -> Traits:
        return {"person": self.person}

    def flaws(self) -> tuple[str, ...]:
        if not self.citations:
            return ("identifications.no-citation",)
        return () if is_reason(self.reason) else ("identifications.reason-needed",)


@kept_as("isnad/found-consent/1")
@dataclass(frozen=True, slots=True)
class FoundConsent(Record):
    """What the found person says about being told of: whether this asker may know, and in whose words."""

    found: int
    asking: int
    agrees: bool
    words: str

    SIGNED: ClassVar[bool] = True

    def stands_on(self) -> tuple[int, ...]:
        return (self.found, self.asking)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == ("found-alive" if ground.number == self.found else "asking")

    def traits(self) -> Traits:
        return {"agrees": self.agrees, "found": self.found, "asking": self.asking}

    def flaws(self) -> tuple[str, ...]:
        return () if is_reason(self.words) else ("identifications.reason-needed",)
