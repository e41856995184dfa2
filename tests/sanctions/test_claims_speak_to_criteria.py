"""What claims say of an actor, asked of the programmes: each reason down to its claims, by the same evaluation."""

from __future__ import annotations

from datetime import date

import yaml

from isnad.cases.law.reader import facts_from
from isnad.claims import actions as claims
from isnad.claims.models import ClaimRow
from isnad.sanctions.actor_facts import facts_for
from isnad.sanctions.actor_facts_which import Grounded, which_of
from isnad.sanctions.programmes import chosen, which
from sanctions.treasury_scene import Scene

DAY = date(2025, 9, 1)


def _row(rows: list[Grounded], criterion: str) -> Grounded:
    return next(each for each in rows if each.row.criterion == criterion)


def test_a_commander_is_asked_by_what_claims_say_and_each_reason_names_them(scene: Scene) -> None:
    rows = which_of(scene.commander, DAY, chosen(["us-eo13894"]))
    abuse = _row(rows, "human-rights-abuse")
    assert abuse.row.answer == "met"
    assert abuse.claims
    assert all(ClaimRow.objects.filter(pk=entry * 1024).exists() for entry in abuse.claims)
    offence = scene.claims("Conduct", "offence")[0]
    told = abuse.as_json()
    assert offence in told["claims"]
    assert any(str(offence) in each for each in told["because"])
    assert _row(rows, "support").row.answer == "not_met"


def test_the_answers_are_those_of_a_file_with_the_same_facts(scene: Scene) -> None:
    for actor in (scene.commander, scene.supplier, scene.owner):
        derived = facts_for(actor)
        written = facts_from(yaml.safe_load(yaml.safe_dump(derived.facts)))
        assert [each.row for each in which_of(actor, DAY)] == which(written, DAY)


def test_a_supplier_is_asked_by_the_body_it_supplied(scene: Scene) -> None:
    facts = facts_for(scene.supplier).facts
    assert facts["support"] == [{"to": "government_of_SY", "kind": "petroleum", "significant": True, "knowing": True,
                                 "date": "2020-01/2021-06"}]  # fmt: skip
    then = which_of(scene.supplier, date(2021, 3, 1), chosen(["us-caesar"]))
    met = [each for each in then if each.row.answer in ("met", "unknown")]
    assert met
    assert set(scene.claims("Support", "supportKind")) <= set(met[0].claims)


def test_a_claim_withdrawn_is_no_fact_and_what_begins_later_is_not_used(scene: Scene) -> None:
    (offence,) = scene.claims("Conduct", "offence")
    claims.review(offence, "rejected", "another person", by="samir")
    assert _row(which_of(scene.commander, DAY, chosen(["us-eo13894"])), "human-rights-abuse").row.answer == "not_met"
    early = which_of(scene.supplier, date(2019, 12, 25), chosen(["us-caesar"]))
    assert not any(each.row.answer == "met" for each in early)


def test_a_listing_that_is_claimed_is_a_designation_under_our_key(scene: Scene) -> None:
    assert facts_for(scene.owner).facts["designated_under"] == [{"programme": "us-eo13894", "from": "2021-01-01"}]
