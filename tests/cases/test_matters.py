"""Readiness, as a rule over values: what is exculpatory counts like any other, and nothing is ready by silence."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from isnad.cases.elements import book
from isnad.cases.matters import Charge, Ground, Matter, Proof, State
from isnad.claims.queries import Stated
from isnad.claims.standing import Standing
from isnad.words import Label

ELEMENT = book().elements("cah-torture", "direct", "DE")[0]
STANDINGS = st.sampled_from([*Standing])


def said(entry: int, standing: Standing = Standing.ACCEPTED, **given: object) -> Stated:
    plain = Stated(entry, 1, "Charge", "supports", "c1", None, None, None, (), "human", None, None, 1000, "fact",
                   Label.INTERNAL, None, None, standing)  # fmt: skip
    return replace(plain, **given)  # type: ignore[arg-type]


GROUNDS = st.builds(
    lambda standings, answered: Ground(
        said(1), tuple(said(10 + n, each) for n, each in enumerate(standings)), (said(5),) if answered else ()
    ),
    st.lists(STANDINGS, max_size=3),
    st.booleans(),
)
PROOFS = st.builds(Proof, st.just(ELEMENT), st.lists(GROUNDS, max_size=3).map(tuple),
                   st.lists(GROUNDS, max_size=3).map(tuple))  # fmt: skip


@given(PROOFS, GROUNDS)
def test_something_unanswered_against_an_element_always_blocks_it(proof: Proof, ground: Ground) -> None:
    against = replace(ground, answers=())
    if against.counts:
        assert replace(proof, weakening=(*proof.weakening, against)).state is State.BLOCKED


@given(PROOFS)
def test_without_an_accepted_claim_no_element_is_supported(proof: Proof) -> None:
    if not any(each.accepted for each in proof.supporting):
        assert proof.state is not State.SUPPORTED


@given(PROOFS, GROUNDS)
def test_more_support_never_makes_an_element_weaker(proof: Proof, ground: Ground) -> None:
    order = [State.MISSING, State.PROPOSED, State.SUPPORTED]
    more = replace(proof, supporting=(*proof.supporting, ground))
    if proof.state is State.BLOCKED:
        assert more.state is State.BLOCKED
    else:
        assert order.index(more.state) >= order.index(proof.state)


@given(st.lists(PROOFS, max_size=4))
def test_a_case_is_ready_only_where_every_element_is_supported(proofs: list[Proof]) -> None:
    charge = Charge(2, 3, "cah-torture", "direct", (), tuple(proofs))
    claims = (said(7, property="jurisdiction", value="de"), said(8, property="accused", value="3", refers=3))
    ready = Matter(1, claims, [charge]).ready
    assert ready == (bool(proofs) and all(each.state is State.SUPPORTED for each in proofs))


def test_nothing_is_ready_by_silence() -> None:
    assert set(Matter(1, ()).lacks) == {"no-accused", "no-charge", "no-jurisdiction"}
    assert not Charge(2, 3, "unheard-of", "direct", (), ()).ready
    assert Matter(1, (), law="closed").lacks[-1] == "law-closed"
