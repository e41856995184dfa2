"""A chain leads from a claim to bytes, carrier, source, custody and proofs, and says what is gone."""

from __future__ import annotations

import time

from isnad.access.actions import Second
from isnad.claims import actions, queries
from isnad.claims.actions import claim
from isnad.custody import actions as custody
from isnad.ledger.policy import Policy
from isnad.ledger.proof import Proof
from isnad.record.desk import Desk
from isnad.words import Citation, Region

from .conftest import MakeItem


def stated(person: int, item: int) -> int:
    place = Citation(item, Region(1, 2, 30, 40))
    return actions.state([claim(person, "Person", "name", "x", [place])], by="samir")[0]


def test_everything_beneath_a_claim_is_there_down_to_the_source(person: int, make_item: MakeItem) -> None:
    item = make_item()
    number = stated(person, item)
    review = actions.review(number, "accepted", "seen", by="layla")
    hold = custody.hold(item, "a court asks", by="custodian")
    chain = queries.chain(number)
    kinds = [link.kind for link in chain.links]
    assert kinds[0] == "claim"
    assert set(kinds) == {"claim", "entity", "received", "accession", "carrier", "pseudonym"}
    assert [link.entry for link in chain.concerns] == [review, hold]
    claimed = chain.links[0]
    assert claimed.rests_on == (person, item)
    assert claimed.tells["citations"] == [
        {"entry": item, "selector": {"type": "region", "value": "xywh=pixel:1,2,30,40"}}
    ]
    source = next(link for link in chain.links if link.kind == "pseudonym")
    assert source.tells == {"name": "north wind"}
    assert chain.standing == "accepted"


def test_every_link_proves_its_place_in_the_log(archive: Desk, person: int, make_item: MakeItem) -> None:
    chain = queries.chain(stated(person, make_item()))
    policy = Policy.parse((archive.folder.ledger / "policy").read_bytes())
    for link in chain.links:
        checkpoint = Proof.parse(link.proof.encode()).check(policy)
        assert (checkpoint.size, str(checkpoint.root)) == (chain.checkpoint["size"], chain.checkpoint["root"])
        assert Proof.parse(link.proof.encode()).index == link.entry


def test_what_was_erased_is_a_link_that_says_so(person: int, make_item: MakeItem) -> None:
    item = make_item()
    number = stated(person, item)
    erasing, _ = custody.erase(item, "a request", by="custodian", second=Second("layla"))
    chain = queries.chain(number)
    gone = next(link for link in chain.links if link.entry == item)
    assert (gone.gone, gone.kind, gone.tells, gone.by, gone.at) == (erasing, "received", {}, "", "")
    assert chain.standing == "unsupported"
    assert erasing in [link.entry for link in chain.concerns]


def test_a_chain_of_corrections_and_claims_on_claims_ends(person: int, make_item: MakeItem) -> None:
    item = make_item()
    number = stated(person, item)
    for step in range(30):
        number = actions.correct(number, f"value {step}", by="layla", citations=[Citation(number), Citation(item)])
    chain = queries.chain(number)
    assert len([link for link in chain.links if link.kind == "claim"]) == 31
    assert chain.whole
    assert all(below < link.entry for link in chain.links for below in link.rests_on)


def test_a_chain_takes_less_than_it_may(archive: Desk, person: int, make_item: MakeItem) -> None:
    """20 ms of this process's own time; what others do on the machine does not count."""
    number = stated(person, make_item())
    queries.chain(number)
    began = time.process_time()
    for _ in range(5):
        queries.chain(number)
    assert (time.process_time() - began) / 5 < 0.04  # twice the figure: the benchmark measures, this guards
