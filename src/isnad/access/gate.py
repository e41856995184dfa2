"""The gate: which role may see what, up to which label, for which purpose. Every query passes it.

* The table below is the whole rule; the site and the documentation print it for anyone to read.
* Each aspect of a thing is granted by itself: that an item is there, its digests, its custody, its picture, a claim.
* A query carries one purpose. A role *uses* things for its purposes alone: of whatever is bound to other purposes it
  sees nothing, whoever bound it (a source, an accession, an item, a claim) and however many links lie between.
* A role without purposes *keeps*: it sees that things are there, however they are bound, and reads no claim.
* What lies in a compartment is seen by its members alone, whatever their roles.
* Several roles give what each of them gives, and nothing that none of them gives: label, purpose and aspect are asked
  of each role by itself, and never added up.
* Nothing sealed passes: a sealed value is opened by its own act, at the command line, before two people.
* What does not pass is as if it were not there.

Whatever is added to what binds (a bound, a compartment, another day) can only take rows away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from django.db.models import BooleanField, F, Func, Model, Q, QuerySet

from isnad.access import reach
from isnad.access.reach import State
from isnad.record.tables import WIDTH
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
PURPOSES = (TRACING, JUSTICE, PUBLICATION)


@dataclass(frozen=True, slots=True)
class Grant:
    """What one role may see: for each aspect the highest label, and the purposes for which it uses what it sees."""

    up_to: Mapping[Aspect, Label]
    purposes: frozenset[str] = frozenset()

    @property
    def keeps(self) -> bool:
        """Whether it uses nothing, and so is bound to no purpose."""
        return not self.purposes


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
    """What somebody with these roles sees, who asks for one purpose; None is no purpose, and uses nothing.

    ``compartments`` are those of which they are a member (entries; None: of every one); ``narrowed`` names, for a role,
    the fewer purposes that a grant left it.
    """

    roles: tuple[str, ...]
    purpose: str | None = None
    compartments: frozenset[int] | None = frozenset()
    narrowed: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def _grants(self) -> tuple[tuple[Grant, frozenset[str]], ...]:
        """Each role's grant, and the purposes that are left of it."""
        named = [(role, TABLE[role]) for role in self.roles if role in TABLE]
        return tuple((grant, grant.purposes & self.narrowed.get(role, grant.purposes)) for role, grant in named)

    def _keeping(self, aspect: Aspect) -> Label | None:
        return max((g.up_to[aspect] for g, _ in self._grants if g.keeps and aspect in g.up_to), default=None)

    def _using(self, aspect: Aspect) -> Label | None:
        using = (g for g, purposes in self._grants if self.purpose in purposes and aspect in g.up_to)
        return max((g.up_to[aspect] for g in using), default=None)

    def up_to(self, aspect: Aspect) -> Label | None:
        """The highest label under which this aspect of something unbound is shown; None where it never is."""
        found = [label for label in (self._keeping(aspect), self._using(aspect)) if label is not None]
        return max(found, default=None)

    def opens(self, aspect: Aspect, label: Label) -> bool:
        """Whether this aspect of something unbound under ``label`` may be seen."""
        up_to = self.up_to(aspect)
        return up_to is not None and label <= up_to

    def purposes(self, label: Label) -> frozenset[str]:
        """The purposes for which somebody with these roles may read claims under ``label``."""
        fitting = (left for grant, left in self._grants if grant.up_to.get(Aspect.CLAIMS, -1) >= label)
        return frozenset(purpose for left in fitting for purpose in left)

    def through(self, rows: QuerySet[Row], aspect: Aspect, column: str = "label") -> QuerySet[Row]:
        """Those of ``rows``, of a folded table, of which this aspect may be seen. Their label stands in ``column``."""
        keeping, using = self._keeping(aspect), self._using(aspect)
        if keeping is None and using is None:
            return rows.none()
        kept = Q() if keeping is None else Q(**{f"{column}__lte": int(keeping)})
        used = Q() if using is None else Q(**{f"{column}__lte": int(using)})
        state = reach.catch_up()
        if state is None:
            return rows.filter(used if keeping is None or (using is not None and using > keeping) else kept)
        kept &= _free(state, self._walled())
        if using is None or (keeping is not None and using <= keeping):
            return rows.filter(kept)
        used &= _free(state, f"{self._walled()} OR {self._unfit()}")
        return rows.filter(used if keeping is None else kept | used)

    def shows(self, row: Model, aspect: Aspect, label: str = "label") -> bool:
        """Whether this aspect of one row may be seen: what :meth:`through` leaves of it."""
        alone = type(row)._default_manager.filter(pk=row.pk)
        return self.through(alone, aspect, label).exists()

    def _walled(self) -> str:
        """Bounds that are compartments of which this is no member, in SQL."""
        if self.compartments is None:
            return "FALSE"
        mine = ", ".join(str(int(each)) for each in sorted(self.compartments))
        outside = f"b.compartment NOT IN ({mine})" if mine else "TRUE"
        return f"(b.compartment IS NOT NULL AND {outside})"

    def _unfit(self) -> str:
        """Bounds that forbid this purpose, or whose last day is over, in SQL."""
        if self.purpose not in PURPOSES:
            return "TRUE"
        return f"(NOT b.{self.purpose} OR b.until < '{datetime.now(UTC).date().isoformat()}')"


def _free(state: State, which: str) -> Q:
    """Rows that no bound reaches of which ``which`` holds. Where few are bound so, they are named one by one."""
    bounds = reach.shut(state, which)
    if bounds is None:
        return Q(~_Reached("INNER JOIN access_bound b ON b.id = r.bound_id", f"({which})"))
    return Q(~_Reached("", f"r.bound_id IN ({', '.join(map(str, bounds))})")) if bounds else Q()


class _Reached(Func):
    """Whether a bound of some sort reaches a row of a folded table.

    Written out, for Django needs milliseconds to put such a question together; in it stand numbers, dates and the names
    of purposes, all of our own making.
    """

    template = f"EXISTS (SELECT 1 FROM access_reach r %(join)s WHERE r.entry = %(expressions)s / {WIDTH} AND %(which)s)"  # noqa: S608
    output_field = BooleanField()

    def __init__(self, join: str, which: str) -> None:
        super().__init__(F("pk"), join=join, which=which)
