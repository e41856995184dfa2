"""How far a bound reaches: the subject, all that rests on it, and all that rests on that.

 * What an entry rests on is what the law wrote down of it (``Stands``): whatever room it belongs to, and however many
   links lie between, nothing has to remember to ask.
 * Content that came again from a bound source is bound too, though it was held before.
 * ``Reach`` is a cache of that, caught up before every question: with the entries since the last one, by their
   numbers, in one transaction. Where it cannot be caught up, nothing is answered.

A bound that counts no longer reaches nothing. Where nothing in the archive is bound, catching up is one question to
the database, and no query is made dearer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection, transaction

from isnad.access.entries import PURPOSES
from isnad.access.models import Bound, Reach, ReachMark
from isnad.record.fold import Row
from isnad.record.tables import WIDTH, key
from isnad.words import Refusal, When

FEW = 100  # bounds that a query names one by one
AGAIN = ("received-again", "received")  # an entry of the first kind says that one of the second came once more


def bound(subject: int, purposes: object, until: object) -> Row:
    """The row by which a room binds ``subject``, and all that will rest on it: to purposes, until a last day.

    None sets no limit. What is not understood forbids: a condition is a promise to whoever set it.
    """
    named = PURPOSES if purposes is None else purposes if isinstance(purposes, list | tuple) else ()
    allowed = {each: each in named for each in PURPOSES}
    return Bound, {"subject": subject, "compartment": None, "until": _last_day(until), **allowed}


def _last_day(until: object) -> str | None:
    """The last day on which it is certain that the time has not run out; "" where there is none."""
    if until is None:
        return None
    try:
        earliest = When.parse(str(until)).earliest
    except Refusal:
        return ""
    return "" if earliest is None else earliest.isoformat()


@dataclass(frozen=True, slots=True)
class State:
    """How many entries were said and how many are worked out; the newest bound and the newest end of one."""

    size: int
    upto: int
    newest: int | None
    lifted: int


def catch_up() -> State | None:
    """Works out what the entries since the last time reach; None where nothing in the archive is bound."""
    state = _state()
    if state.newest is None:
        return None
    if state.upto < state.size:
        with transaction.atomic():
            _extend()
    return state


def shut(state: State, which: str) -> tuple[int, ...] | None:
    """The bounds that count and that ``which`` holds of (SQL over ``b``); None where they are more than a few."""
    found = _shut(str(connection.settings_dict["NAME"]), state.newest or 0, state.lifted, which)
    return None if len(found) > FEW else found


@lru_cache(maxsize=512)
def _shut(database: str, newest: int, lifted: int, which: str) -> tuple[int, ...]:
    statement = (
        f"SELECT b.id FROM access_bound b WHERE ({which})"  # noqa: S608  the gate's own words
        f" AND NOT EXISTS (SELECT 1 FROM access_unbound u WHERE u.bound_id = b.id) LIMIT {FEW + 1}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return tuple(int(row[0]) for row in cursor.fetchall())


def _state() -> State:
    """All of it in one question."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED)
        last, upto, newest, lifted = cursor.fetchone()
    return State(0 if last is None else int(last) // WIDTH + 1, int(upto or 0), newest, int(lifted or 0))


def _extend() -> None:
    """Brings the cache up to the newest entry. Inside a transaction, which others wait for."""
    ReachMark.objects.get_or_create(pk=1, defaults={"upto": 0})
    mark = ReachMark.objects.select_for_update().get(pk=1)
    size = _state().size
    if mark.upto >= size:
        return
    first, end = key(mark.upto), key(size)
    _run(_LIFTED, [first, end])
    _run(_DOWN, [first, end, end])
    while _run(_NEXT, [first, end]):
        pass
    _run(_CAME_AGAIN, [*AGAIN, mark.upto, first, end])
    mark.upto = size
    mark.save(update_fields=["upto"])


_ASKED = """
SELECT (SELECT MAX(id) FROM record_said), (SELECT upto FROM access_reachmark WHERE id = 1),
  (SELECT MAX(id) FROM access_bound), (SELECT MAX(id) FROM access_unbound)
"""

_LIFTED = """
DELETE FROM access_reach WHERE bound_id IN (SELECT bound_id FROM access_unbound WHERE id >= %s AND id < %s)
"""  # what counts no longer

_DOWN = f"""
WITH RECURSIVE down (entry, bound) AS (
  SELECT subject, id FROM access_bound b WHERE id >= %s AND id < %s
  AND NOT EXISTS (SELECT 1 FROM access_unbound u WHERE u.bound_id = b.id)
  UNION
  SELECT s.id / {WIDTH}, d.bound FROM down d JOIN record_stands s ON s."on" = d.entry WHERE s.id < %s
)
INSERT INTO access_reach (entry, bound_id) SELECT entry, bound FROM down WHERE true ON CONFLICT DO NOTHING
"""  # noqa: S608  what new bounds reach among all entries

_NEXT = f"""
INSERT INTO access_reach (entry, bound_id)
SELECT DISTINCT s.id / {WIDTH}, r.bound_id FROM record_stands s JOIN access_reach r ON r.entry = s."on"
WHERE s.id >= %s AND s.id < %s ON CONFLICT DO NOTHING
"""  # noqa: S608  what rests on something reached, one link further

_CAME_AGAIN = f"""
WITH RECURSIVE down (entry, bound) AS (
  SELECT s."on", r.bound_id FROM access_reach r
  JOIN record_said again ON again.id = r.entry * {WIDTH} AND again.kind = %s
  JOIN record_stands s ON s.id >= again.id AND s.id < again.id + {WIDTH}
  JOIN record_said item ON item.id = s."on" * {WIDTH} AND item.kind = %s
  WHERE (r.entry >= %s OR r.bound_id >= %s)
  AND NOT EXISTS (SELECT 1 FROM access_reach old WHERE old.entry = s."on" AND old.bound_id = r.bound_id)
  UNION
  SELECT s.id / {WIDTH}, d.bound FROM down d JOIN record_stands s ON s."on" = d.entry WHERE s.id < %s
)
INSERT INTO access_reach (entry, bound_id) SELECT entry, bound FROM down WHERE true ON CONFLICT DO NOTHING
"""  # noqa: S608  items of which a bound entry says that they came once more, and what rests on them


def _run(statement: str, values: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return max(int(cursor.rowcount), 0)


def forget() -> None:
    """Empties the cache; it is worked out anew at the next question."""
    Reach.objects.all().delete()
    ReachMark.objects.all().delete()
