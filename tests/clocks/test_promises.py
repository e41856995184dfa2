"""A promise has an owner and a day; it ends once, and is overdue only when that is certain."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.access.actions import add_user
from isnad.clocks import actions, queries
from isnad.clocks.queries import Clock, overdue
from isnad.record import audit
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.words import Refusal, When

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(days, days, st.booleans())
def test_overdue_is_what_runs_and_whose_day_is_over(due: date, today: date, ended: bool) -> None:
    clock = Clock(1, "what", "owner", When.on(due), (), "", "kept" if ended else None)
    assert (overdue([clock], When.on(today)) == [clock]) == (not ended and due < today)


@given(days)
def test_a_month_is_over_only_when_all_of_it_is(day: date) -> None:
    clock = Clock(1, "what", "owner", When.parse(f"{day:%Y-%m}"), (), "")
    assert overdue([clock], When.on(day)) == []


def test_promises_are_kept_once_and_those_due_first_come_first(archive: Desk) -> None:
    concerned = add_user("huda", "a passphrase", by="owner")
    late = actions.promise(
        "Say what came of it.", owner="huda", due=When.parse("2027-03"), concerns=[concerned], by="x"
    )
    soon = actions.promise("Ask again.", owner="rima", due=When.parse("2027-01-05"), concerns=[concerned], by="x")
    assert [each.entry for each in queries.clocks()] == [soon, late]
    assert [each.entry for each in queries.clocks(owner="huda")] == [late]
    actions.keep(soon, "Asked by telephone.", by="rima")
    assert [each.entry for each in queries.clocks(concerning=concerned)] == [late, soon]
    assert queries.clock(soon).ending == "kept"
    for wrong, code in ((soon, "clocks.ended-already"), (concerned, "clocks.no-such-promise")):
        with pytest.raises(Refusal) as caught:
            actions.let_go(wrong, "again", by="rima")
        assert caught.value.code == code
    bodies = Bodies(archive.folder, archive.holder)
    assert list(audit.lawless(bodies)) == []
    with audit.scratch(archive.folder.cache) as scratch:
        audit.fold_all(bodies, scratch)
        assert list(audit.differences(scratch, "default")) == []


@pytest.mark.parametrize(("what", "owner", "due"), [(" ", "huda", "2027"), ("x", "", "2027"), ("x", "huda", "2027/..")])
def test_a_promise_without_words_owner_or_day_is_none(archive: Desk, what: str, owner: str, due: str) -> None:
    with pytest.raises(Refusal) as caught:
        actions.promise(what, owner=owner, due=When.parse(due), concerns=[], by="x")
    assert caught.value.code == "clocks.not-a-promise"
