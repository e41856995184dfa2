"""People over remains: accept, refuse, move, split, merge, take back; and what a machine does afterwards."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isnad.claims import queries
from isnad.claims.standing import Standing
from isnad.record import audit
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.remains import actions, arranging, why
from isnad.remains import queries as remains
from isnad.remains.arranging import ACCEPT, REFUSE, Membership
from isnad.words import Label, Refusal
from remains.test_archive import box, items

__all__ = ["box", "items"]


def members(body: remains.Body) -> dict[int, Membership]:
    """Who is in a remains, by item, as a page would know them."""
    from isnad.site.finding_claims import authors

    by = authors(each.entry for each in body.items.values())
    return {item: Membership(item, Label.INTERNAL, each, by[each.entry]) for item, each in body.items.items()}


def placed() -> dict[int, int]:
    """Where each photograph is."""
    return {item: body.entry for body in remains.bodies() for item in body.items}


def sound(desk: Desk) -> bool:
    """Whether the tables follow from the ledger, and the law holds."""
    bodies = Bodies(desk.folder, desk.holder)
    with audit.scratch(desk.folder.cache) as scratch:
        audit.fold_all(bodies, scratch)
        return not list(audit.lawless(bodies)) and not list(audit.differences(scratch, "default"))


def test_accepting_and_refusing_are_verdicts_that_a_machine_respects(items: list[int]) -> None:
    actions.bring_together(by="owner")
    one, _ = remains.bodies()
    who = members(one)
    arranging.judge(one.entry, [who[items[0]], who[items[1]]], ACCEPT, "I see it", by="samir")
    arranging.judge(one.entry, [who[items[2]]], REFUSE, "another", by="samir")
    actions.bring_together(by="owner")
    (found,) = [body for body in remains.bodies() if body.entry == one.entry]
    assert sorted(found.items) == items[:2]
    assert not found.proposed


def test_what_was_moved_stays_where_a_person_put_it(items: list[int], demo_archive: Desk) -> None:
    actions.bring_together(by="owner")
    one, other = remains.bodies()
    done = arranging.move(one.entry, [members(one)[items[2]]], other.entry, "the other", by="samir")
    assert (done.photographs, done.other) == (1, other.entry)
    assert placed()[items[2]] == other.entry
    actions.bring_together(by="owner")
    assert placed()[items[2]] == other.entry
    assert sound(demo_archive)


def test_split_makes_a_remains_of_its_own_and_taking_back_puts_everything_back(
    items: list[int], demo_archive: Desk
) -> None:
    actions.bring_together(by="owner")
    one, _ = remains.bodies()
    before = placed()
    done = arranging.split(one.entry, [members(one)[each] for each in items[1:3]], "two people", by="samir")
    assert {placed()[each] for each in items[1:3]} == {done.other}
    assert placed()[items[0]] == one.entry
    act = arranging.take_back(by="samir")
    assert act is not None
    assert act.act == "split"
    assert placed() == before
    assert arranging.take_back(by="samir") is None
    assert arranging.take_back(by="layla") is None
    actions.bring_together(by="owner")
    assert placed() == before
    assert sound(demo_archive)


def test_ones_own_placing_is_taken_back_and_comes_back_with_the_act(items: list[int]) -> None:
    actions.bring_together(by="owner")
    one, other = remains.bodies()
    arranging.move(one.entry, [members(one)[items[2]]], other.entry, "there", by="samir")
    moved = next(body for body in remains.bodies() if body.entry == other.entry)
    mine = members(moved)[items[2]]
    assert arranging.judge(other.entry, [mine], ACCEPT, "", by="samir").own == 1  # nobody accepts their own
    arranging.move(other.entry, [mine], one.entry, "no, here", by="samir")
    assert queries.claim(mine.claim.entry).standing is Standing.WITHDRAWN
    arranging.take_back(by="samir")
    assert placed()[items[2]] == other.entry


def test_two_are_one_when_somebody_else_accepts_it_and_two_again_when_it_is_taken_back(items: list[int]) -> None:
    from isnad.claims import actions as claims

    actions.bring_together(by="owner")
    one, other = remains.bodies()
    arranging.merge(one.entry, other.entry, "the same tattoo", by="samir")
    assert len(remains.bodies()) == 2
    found = arranging.latest("samir")
    assert found is not None
    assert found[1].identity is not None
    claims.review(found[1].identity, "accepted", "yes", by="layla")
    (both,) = remains.bodies()
    assert sorted(both.items) == items[:5]
    arranging.take_back(by="samir")
    assert len(remains.bodies()) == 2


def test_what_is_no_act_is_refused(items: list[int]) -> None:
    actions.bring_together(by="owner")
    one, _ = remains.bodies()
    who = list(members(one).values())
    for wrong in (
        lambda: arranging.judge(one.entry, [], ACCEPT, "", by="samir"),
        lambda: arranging.judge(one.entry, who * 100, ACCEPT, "", by="samir"),
        lambda: arranging.move(one.entry, who, one.entry, "", by="samir"),
        lambda: arranging.move(one.entry, who, items[0], "", by="samir"),
        lambda: arranging.merge(one.entry, one.entry, "", by="samir"),
    ):
        with pytest.raises(Refusal):
            wrong()


def test_the_reasons_of_the_machine_are_found_again(items: list[int]) -> None:
    actions.bring_together(by="owner")
    one, _ = remains.bodies()
    claims = [each.entry for each in one.items.values()]
    assert all(why.reasons(claims)[each] for each in claims)
    assert why.reasons([]) == {}


ACT = st.tuples(st.integers(0, 9), st.integers(1, 31), st.integers(0, 9), st.booleans())


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACT, min_size=1, max_size=3))
def test_whatever_was_done_taking_it_all_back_puts_every_photograph_where_it_was(
    items: list[int], acts: list[tuple[int, int, int, bool]]
) -> None:
    actions.bring_together(by="owner")
    before = placed()
    for which, ticked, to, moves in acts:
        bodies = remains.bodies()
        one = bodies[which % len(bodies)]
        who = sorted(members(one).items())
        chosen = [each for at, (_, each) in enumerate(who) if ticked >> at & 1] or [who[0][1]]
        others = [body.entry for body in bodies if body.entry != one.entry]
        if others and moves:
            arranging.move(one.entry, chosen, others[to % len(others)], "so", by="samir")
        else:
            arranging.split(one.entry, chosen, "so", by="samir")
    for _ in acts:
        assert arranging.take_back(by="samir") is not None
    assert placed() == before
