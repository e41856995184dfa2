"""The gate: which role may see what, up to which label. Every query behind a page passes it.

* The table below is the whole rule; the site prints it for anyone to read.
* Each aspect of a thing is granted by itself: that an item is there, its digests, its custody, its picture, a claim.
* Several roles give what each of them gives, and nothing that none of them gives.
* A claim under a purpose is shown to a role with that purpose and that label; two roles do not add up to it.
* Nothing sealed passes: a sealed value is opened by its own act, at the command line, before two people.
* What does not pass is as if it were not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from django.db.models import Model, QuerySet

from isnad.words import Label

Row = TypeVar("Row", bound=Model)


class Aspect(StrEnum):
    """What of a thing may be seen."""

    ITEMS = "items"  # that it is there, from which accession, its kind, size and open fields
    CUSTODY = "custody"  # what happened to it, by whom
    DIGESTS = "digests"  # digests of plaintext: others hold the same files
    PICTURES = "pictures"  # a small picture, on request
    CLAIMS = "claims"


TRACING, JUSTICE, PUBLICATION = "tracing", "justice", "publication"


@dataclass(frozen=True, slots=True)
class Grant:
    """What one role may see: for each aspect the highest label, and the purposes for which it reads claims."""

    up_to: Mapping[Aspect, Label]
    purposes: frozenset[str] = frozenset()


def _grant(purposes: tuple[str, ...] = (), /, **up_to: Label) -> Grant:
    return Grant({Aspect(name): label for name, label in up_to.items()}, frozenset(purposes))


_R, _I, _C = Label.RESTRICTED, Label.INTERNAL, Label.COALITION

TABLE: Mapping[str, Grant] = {
    "custodian": _grant(items=_R, custody=_R, digests=_R, pictures=_R),
    "analyst": _grant((TRACING, JUSTICE), items=_R, custody=_I, pictures=_I, claims=_R),
    "family-liaison": _grant((TRACING,), items=_I, custody=_I, pictures=_I, claims=_R),
    "investigator": _grant((JUSTICE,), items=_R, custody=_R, digests=_R, pictures=_R, claims=_R),
    "counsel": _grant((JUSTICE,), items=_R, custody=_R, digests=_R, pictures=_I, claims=_R),
    "sanctions-officer": _grant((JUSTICE,), items=_I, custody=_I, claims=_I),
    "communications": _grant((PUBLICATION,), items=_C, custody=_C, claims=_C),
    "auditor": _grant(items=_R, custody=_R, digests=_R),
    "administrator": _grant(),
}


@dataclass(frozen=True, slots=True)
class Gate:
    """What somebody with these roles may see."""

    roles: tuple[str, ...]

    @property
    def _grants(self) -> tuple[Grant, ...]:
        return tuple(TABLE[role] for role in self.roles if role in TABLE)

    def up_to(self, aspect: Aspect) -> Label | None:
        """The highest label under which this aspect is shown; None where it never is."""
        return max((grant.up_to[aspect] for grant in self._grants if aspect in grant.up_to), default=None)

    def opens(self, aspect: Aspect, label: Label) -> bool:
        """Whether this aspect of something under ``label`` may be seen."""
        up_to = self.up_to(aspect)
        return up_to is not None and label <= up_to

    def purposes(self, label: Label) -> frozenset[str]:
        """The purposes for which claims under ``label`` may be read."""
        fitting = [grant for grant in self._grants if grant.up_to.get(Aspect.CLAIMS, -1) >= label]
        return frozenset(purpose for grant in fitting for purpose in grant.purposes)

    def through(self, rows: QuerySet[Row], aspect: Aspect, column: str = "label") -> QuerySet[Row]:
        """Those of ``rows`` whose label, in ``column``, lets this aspect be seen."""
        up_to = self.up_to(aspect)
        return rows.none() if up_to is None else rows.filter(**{f"{column}__lte": int(up_to)})
