"""The records of telling: what is to be said to whom, and what was said.

 * Nothing reaches a family by itself. What is said stands on what was decided: an identification, an exclusion, a step
   back (a correction), a person found alive; or on nothing, where the answer is that there is none yet.
 * Of a person found alive only what that person agreed to: the law refuses a telling without their consent.
 * A conversation stands on what was prepared for it. Images are shown only where the family asked for them.

Traits are entries' numbers and codes; no person is among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from isnad.families.deciding_parts import is_reason
from isnad.record.records import Ground, Record, Traits, kept_as

FOUND = "found-alive"
ABOUT = {"identification": "identification", "exclusion": "exclusion", "correction": "step-back", FOUND: FOUND}
NOTHING_YET = "nothing-yet"
MEANS = ("in-person", "at-home", "telephone", "video", "through-a-lawyer", "in-writing")
IMAGES = ("not-asked", "asked-for", "refused")
OUTCOMES = ("told", "not-reached", "did-not-wish")


@kept_as("isnad/telling/1")
@dataclass(frozen=True, slots=True)
class Prepared(Record):
    """What a liaison prepares: about what, in which words, by which means, who is with them, whether images are asked.

    ``consent`` is the found person's, where somebody was found alive.
    """

    asking: int
    about: str
    subject: int | None
    consent: int | None
    words: str
    means: str
    with_them: str
    images: str

    SIGNED: ClassVar[bool] = True

    def stands_on(self) -> tuple[int, ...]:
        return (self.asking, *(each for each in (self.subject, self.consent) if each is not None))

    def admits(self, ground: Ground) -> bool:
        if ground.number == self.asking:
            return ground.kind == "asking"
        if ground.number == self.subject:
            return ground.kind == ABOUT.get(self.about)
        theirs = ground.traits.get("found"), ground.traits.get("asking")
        agreed = ground.kind == "found-consent" and ground.traits.get("agrees") is True
        return agreed and theirs == (self.subject, self.asking)

    def traits(self) -> Traits:
        return {"asking": self.asking, "about": self.about, "images": self.images}

    def flaws(self) -> tuple[str, ...]:
        if self.about == FOUND and self.consent is None:
            return ("telling.consent-of-the-found-first",)
        known = self.about == NOTHING_YET if self.subject is None else self.about in ABOUT
        sound = known and self.means in MEANS and self.images in IMAGES and is_reason(self.with_them)
        return () if sound and is_reason(self.words) else ("telling.not-a-telling",)


@kept_as("isnad/told/1")
@dataclass(frozen=True, slots=True)
class Told(Record):
    """What became of a telling: what was said and answered, whether images were shown, whom they can turn to."""

    telling: int
    asking: int
    outcome: str
    note: str
    images_shown: bool
    support: tuple[str, ...]

    SIGNED: ClassVar[bool] = True

    def stands_on(self) -> tuple[int, ...]:
        return (self.telling, self.asking)

    def admits(self, ground: Ground) -> bool:
        if ground.number == self.asking:
            return ground.kind == "asking"
        asked = ground.traits.get("images") == "asked-for"
        ours = ground.kind == "telling" and ground.traits.get("asking") == self.asking
        return ours and (asked or not self.images_shown)

    def traits(self) -> Traits:
        return {"telling": self.telling, "outcome": self.outcome}

    def flaws(self) -> tuple[str, ...]:
        if self.outcome not in OUTCOMES or not is_reason(self.note):
            return ("telling.not-a-telling",)
        return ("telling.support-needed",) if self.outcome == "told" and not self.support else ()
