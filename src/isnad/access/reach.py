"""How far a bound reaches: the subject, all that rests on it, and all that rests on that.

 * What an entry rests on is what the law wrote down of it (``Stands``): whatever room it belongs to, and however many
   links lie between, nothing has to remember to ask.
 * Content that came again from a bound source is bound too, though it was held before.
 * ``Reach`` is a cache of that, caught up before every question: with the entries since the last one, by their
   numbers, in one transaction. Where it cannot be caught up, nothing is answered.

Where nothing in the archive is bound, catching up is one question to the database, and no query is made dearer.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from isnad.access.entries import PURPOSES
from isnad.access.models import Bound, Reach, ReachMark
from isnad.record.fold import Row
from isnad.record.models import Said
from isnad.record.tables import WIDTH, key
from isnad.words import Refusal, When

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


def catch_up() -> bool:
    """Works out what the entries since the last time reach; returns whether anything in the archive is bound."""
    size, upto, newest = _state()
    if newest is None:
        return False
    if upto < size:
        with transaction.atomic():
            _extend()
    return True


def _state() -> tuple[int, int, int | None]:
    """How many entries were said, how many are worked out, and the newest bound: in one question."""
    names = [connection.ops.quote_name(model._meta.db_table) for model in (Said, ReachMark, Bound)]
    said, mark, bounds = names
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT MAX(id) FROM {said}), (SELECT upto FROM {mark} WHERE id = 1),"  # noqa: S608
            f" (SELECT MAX(id) FROM {bounds})"
        )
        last, upto, newest = cursor.fetchone()
    return (0 if last is None else int(last) // WIDTH + 1), int(upto or 0), newest


def _extend() -> None:
    """Brings the cache up to the newest entry. Inside a transaction, which others wait for."""
    ReachMark.objects.get_or_create(pk=1, defaults={"upto": 0})
    mark = ReachMark.objects.select_for_update().get(pk=1)
    size, _, _ = _state()
    if mark.upto >= size:
        return
    first, end = key(mark.upto), key(size)
    _run(_DOWN, [first, end, end])
    while _run(_NEXT, [first, end]):
        pass
    _run(_CAME_AGAIN, [*AGAIN, mark.upto, first, end])
    mark.upto = size
    mark.save(update_fields=["upto"])


_DOWN = f"""
WITH RECURSIVE down (entry, bound) AS (
  SELECT subject, id FROM access_bound WHERE id >= %s AND id < %s
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
