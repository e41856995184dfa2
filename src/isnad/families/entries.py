"""The records of inquiries: what a claim cannot say.

 * An asking says how an inquiry came and which liaison holds it. How to reach who asks is sealed, in an entry of its
   own, so that it can be erased while the search goes on.
 * Consent is by purpose, by receiver and by time; without it there is nobody. What was said last counts.
 * Before an asker is shown to anybody, an entry says who looks and why.
 * A withdrawal is weighed (DP-1): it says what was asked, what was decided, and what stood against it.

Traits: the channel, whether it is a child, the decision. They outlive an erasure; no person is among them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from isnad.record.records import ByTwo, Ground, Record, Traits, kept_as
from isnad.record.shape import Sealed
from isnad.words import When

CHANNELS = ("import", "page", "paper", "voice")
TRACING, JUSTICE, PUBLICATION = "tracing", "justice", "publication"
PURPOSES = (TRACING, JUSTICE, PUBLICATION)
RECEIVERS = (
    "this-group",
    "syrian-ngos",
    "iimp",
    "iiim",
    "icrc",
    "icmp",
    "national-commission",
    "prosecutor",
)
GIVERS = ("asker", "guardian", "found-person")
BASES = ("vital-interest", "public-interest", "legal-duty")
ERASE_ASKER, ERASE_ALL, KEEP, EXPIRED = "erase-asker", "erase-all", "keep", "expired"
DECISIONS = (ERASE_ASKER, ERASE_ALL, KEEP, EXPIRED)
LONGEST_REASON = 4_000  # characters
_NAME = re.compile(r"[\w][\w .'-]{0,79}")

_DOMAIN = re.compile(r"(?=.{1,250}$)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*", re.ASCII)


def _is_reason(text: str) -> bool:
    return bool(text.strip()) and "\0" not in text and len(text) <= LONGEST_REASON


@kept_as("isnad/asking/1")
@dataclass(frozen=True, slots=True)
class Asking(Record):
    """Somebody asked for a missing person.

    ``risk`` is what was weighed before any contact; None where nobody has. Of a record that others keep, ``domain`` is
    theirs: it is noted and never changed here. After ``expires`` nothing of it is shown or given.
    """

    inquiry: int
    person: int
    channel: str
    liaison: str
    risk: str | None
    child: bool
    domain: str | None = None
    expires: When | None = None

    SIGNED: ClassVar[bool] = True

    def stands_on(self) -> tuple[int, ...]:
        return (self.inquiry, self.person)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "entity"

    def traits(self) -> Traits:
        return {"channel": self.channel, "child": self.child}

    def flaws(self) -> tuple[str, ...]:
        weighed = self.risk is None or _is_reason(self.risk)
        named = _NAME.fullmatch(self.liaison) and (self.domain is None or _DOMAIN.fullmatch(self.domain))
        sound = self.channel in CHANNELS and self.inquiry != self.person and named
        return () if sound and weighed else ("families.not-an-asking",)


@kept_as("isnad/asker/1")
@dataclass(frozen=True, slots=True)
class Asker(Record):
    """Who asks and how to reach them, as canonical JSON under the sealing key."""

    asking: int
    contact: Sealed[str]

    def stands_on(self) -> tuple[int, ...]:
        return (self.asking,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "asking"


@kept_as("isnad/consent/1")
@dataclass(frozen=True, slots=True)
class Consent(Record):
    """What an asker allows from here on: for which purposes, to which receivers, until when.

    ``text`` is the item with the words that were read to them; ``language`` is the one it was given in.
    """

    asking: int
    purposes: tuple[str, ...]
    receivers: tuple[str, ...]
    until: When | None
    given_by: str
    language: str | None
    text: int | None

    def stands_on(self) -> tuple[int, ...]:
        return (self.asking,) if self.text is None else (self.asking, self.text)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == ("asking" if ground.number == self.asking else "received")

    def traits(self) -> Traits:
        return {"given_by": self.given_by}

    def flaws(self) -> tuple[str, ...]:
        known = set(self.purposes) <= set(PURPOSES) and set(self.receivers) <= set(RECEIVERS)
        return () if known and self.given_by in GIVERS else ("families.not-a-consent",)


@kept_as("isnad/liaison/1")
@dataclass(frozen=True, slots=True)
class Handed(Record):
    """An inquiry passes to another liaison, who holds it from here on."""

    asking: int
    liaison: str
    reason: str

    def stands_on(self) -> tuple[int, ...]:
        return (self.asking,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "asking"

    def flaws(self) -> tuple[str, ...]:
        return () if _NAME.fullmatch(self.liaison) and _is_reason(self.reason) else ("families.reason-needed",)


@kept_as("isnad/asker-opening/1")
@dataclass(frozen=True, slots=True)
class AskerOpening(Record):
    """How to reach an asker is about to be shown to the entry's ``by``: why, and what risk was weighed."""

    asker: int
    reason: str
    risk: str

    def stands_on(self) -> tuple[int, ...]:
        return (self.asker,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "asker"

    def flaws(self) -> tuple[str, ...]:
        return () if _is_reason(self.reason) and _is_reason(self.risk) else ("families.reason-needed",)


@kept_as("isnad/inquiry-withdrawal/1")
@dataclass(frozen=True, slots=True)
class InquiryWithdrawal(ByTwo):
    """A family takes its inquiry back, or its time is over: what was decided, why, what stood against it, who agreed.

    It names the inquiry too, so that what was erased is not taken in again from a file that still has it.
    """

    asking: int
    inquiry: int
    decision: str
    reason: str
    against: tuple[str, ...]
    second: str | None

    def stands_on(self) -> tuple[int, ...]:
        return (self.asking, self.inquiry)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == ("asking" if ground.number == self.asking else "entity")

    def traits(self) -> Traits:
        return {"decision": self.decision}

    def flaws(self) -> tuple[str, ...]:
        return () if self.decision in DECISIONS and _is_reason(self.reason) else ("families.reason-needed",)


@kept_as("isnad/inquiries-given/1")
@dataclass(frozen=True, slots=True)
class InquiriesGiven(Record):
    """Beside the disclosure of inquiries: in which form, in what scope, on what basis, how many, how many held back."""

    disclosure: int
    form: str
    scope: str
    basis: str
    count: int
    withheld: int

    def stands_on(self) -> tuple[int, ...]:
        return (self.disclosure,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "disclosure"

    def traits(self) -> Traits:
        return {"basis": self.basis}

    def flaws(self) -> tuple[str, ...]:
        return () if self.basis in BASES and self.form and self.count >= 0 else ("families.not-a-basis",)
