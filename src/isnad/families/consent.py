"""What an asker allows, asked each time a claim of theirs is read or given.

 1. Within the house, *tracing* may always read what is about the missing person: their vital interest, not anybody's
    consent, is the basis (DP-1). It ends when the record expires.
 2. Any other purpose, and every receiver outside, needs the latest consent of that asking, which names it and has not
    ended (FD-9, MC-2). Who said nothing allowed nobody.
 3. What is about the family itself rests on consent alone, save that tracing in the house may read it: they asked us.
 4. Of a child nothing is ever published (DP-3).
 5. An asking that was erased allows nothing.

Deciding is pure (:func:`allows`); what was said is read once, and again when anything was said since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson

from isnad.families.entries import PUBLICATION, TRACING, Asking, Consent
from isnad.families.models import AskingRow, ConsentRow
from isnad.record.desk import desk
from isnad.record.law import ERASED_KIND
from isnad.record.models import Said
from isnad.words import Answer, Json, When

NAME = "family"
MISSING, FAMILY = "missing", "family"


@dataclass(frozen=True, slots=True)
class Allowed:
    """What holds of one asking now: the purposes and receivers chosen, until when, and what binds it besides."""

    purposes: frozenset[str] = frozenset()
    receivers: frozenset[str] = frozenset()
    until: When | None = None
    child: bool = False
    expires: When | None = None

    def expired(self, today: When) -> bool:
        """Whether the record's own time is over."""
        return self.expires is not None and self.expires.before(today) is not Answer.NO


NOBODY = Allowed()


def condition(asking: int, about: str) -> Json:
    """The condition that a claim of an asking is told under."""
    return {NAME: {"asking": asking, "about": about}}


def allows(allowed: Allowed, purpose: str, receiver: str | None, today: When) -> bool:
    """Whether a claim of this asking may be read for ``purpose``, or given to ``receiver``, today."""
    if allowed.expired(today) or (purpose == PUBLICATION and allowed.child):
        return False
    if receiver is None and purpose == TRACING:
        return True
    if allowed.until is not None and allowed.until.before(today) is not Answer.NO:
        return False
    if receiver is None:
        return purpose in allowed.purposes
    to_anybody = purpose == PUBLICATION and purpose in allowed.purposes
    return to_anybody or (receiver in allowed.receivers and purpose in allowed.purposes | {TRACING})


def answer(value: Any, purpose: str, receiver: str | None, today: When) -> bool:
    """What :func:`isnad.claims.conditions.allow` asks of the condition ``family``."""
    if not isinstance(value, dict) or set(value) != {"asking", "about"}:
        return False
    allowed = of_all().get(value["asking"]) if type(value["asking"]) is int else None
    return allowed is not None and allows(allowed, purpose, receiver, today)


def of_all() -> Mapping[int, Allowed]:
    """What every asking allows now, by its entry."""
    kinds = (Asking.KIND, Consent.KIND, ERASED_KIND)
    newest = Said.objects.filter(kind__in=kinds).order_by("-pk").values_list("pk", flat=True).first() or 0
    return _of_all(newest, str(desk().folder.root))


@lru_cache(maxsize=4)
def _of_all(newest: int, archive: str) -> Mapping[int, Allowed]:
    chosen: dict[int, ConsentRow] = {row.asking: row for row in ConsentRow.objects.order_by("pk")}
    found = {}
    for row in AskingRow.objects.all():
        given = chosen.get(row.entry)
        expires = None if row.expires is None else When.parse(row.expires)
        found[row.entry] = Allowed(
            frozenset() if given is None else frozenset(orjson.loads(given.purposes)),
            frozenset() if given is None else frozenset(orjson.loads(given.receivers)),
            None if given is None or given.until is None else When.parse(given.until),
            row.child,
            expires,
        )
    return found
