"""Support paths, ownership and lists from the archive's claims."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.claims import actions as claims
from isnad.record.desk import Desk
from isnad.sanctions import designations, gap, support
from isnad.sanctions.dossiers_identifiers import as_listed
from isnad.sanctions.lists.store import Store
from isnad.sanctions.ownership import examine, solve
from isnad.sanctions.support_ownership import owners_above
from isnad.words import Answer, Citation, Refusal
from sanctions.treasury_scene import Scene

DAY = date(2021, 3, 1)
SDN = (
    '101,"OWNER, Invented",individual,"SYRIA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB {born}; nationality Lebanon."\r\n'
    '102,"SOMEBODY, Else",individual,"SYRIA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 01 Jan 1950."\r\n'
)


def test_a_commanders_suppliers_are_found_each_step_with_its_claims_and_criteria(scene: Scene) -> None:
    found = support.network(scene.commander, DAY)
    ends = [[each.end for each in path] for path in found.paths]
    assert [path[-1] for path in ends][:2] == [scene.supplier, scene.owner]
    (edge,) = [each for each in found.edges if each.relation.schema == "Support"]
    assert set(scene.claims("Support", "supportKind")) <= {each.entry for each in edge.claims}
    assert ("us-caesar", "met") in {(each.programme, each.answer) for each in edge.criteria}
    (owning,) = [each for each in found.edges if each.relation.schema == "Ownership"]
    assert any(each.rule == "ofac50" for each in owning.criteria)
    told = support.as_json(found)
    assert all(step["claims"] and step["weakest"] for path in told["paths"] for step in path)
    assert "".join(support.lines(found))


def test_support_that_begins_later_is_no_step_and_what_ended_is_none_now(scene: Scene) -> None:
    assert support.network(scene.commander, date(2019, 12, 1)).paths == []
    assert support.network(scene.commander, date(2022, 1, 1), ever=False).paths == []


def test_a_rejected_end_breaks_the_path(scene: Scene) -> None:
    (end,) = scene.claims("Support", "supported")
    claims.review(end, "rejected", "another body", by="samir")
    assert support.network(scene.commander, DAY).paths == []


def test_ownership_is_answered_from_claims_with_the_claims(scene: Scene) -> None:
    owned = owners_above([scene.supplier])
    finding = examine(solve(owned.graph, "ofac50", date(2021, 6, 1)), owned.asked)
    assert finding.blocked is Answer.YES
    assert set(scene.claims("Ownership", "percentage")) <= set(owned.claims)
    assert set(scene.claims("Sanction", "startDate")) <= set(owned.claims)
    before = examine(solve(owned.graph, "ofac50", date(2020, 6, 1)), owned.asked)
    assert before.blocked is Answer.NO


def _store(desk: Desk, tmp_path: Path, born: str, issued: str | None) -> Store:
    path = tmp_path / "sdn.csv"
    path.write_bytes((SDN.format(born=born)).encode())
    store = Store(desk.folder.root / "lists")
    store.take_in("ofac", path, issued=issued, accept_shrinkage=True)
    return store


def test_a_hit_waits_for_a_person_who_decides(scene: Scene, demo_archive: Desk, tmp_path: Path) -> None:
    today = date.today()
    store = _store(demo_archive, tmp_path, "05 Mar 1960", str(today))
    (row,) = gap.gap([scene.owner], store, today).rows
    ofac = row.standings[0]
    assert (ofac.source, ofac.answer) == ("ofac", "undecided")
    assert {each.answer for each in row.standings[1:]} == {"no_list"}
    assert row.claimed == ["us-eo13894"]
    designations.decide(scene.owner, "ofac", ofac.hits[0]["id"], "same", by="owner", why="born the same day")
    assert _answer(scene.owner, store, today) == "listed"
    (made,) = designations.decisions(scene.owner)
    assert not made.reviewed
    claims.review(made.rests_on.entry, "accepted", "checked", by="samir")
    assert designations.decisions(scene.owner)[0].reviewed
    claims.withdraw(made.rests_on.entry, "mistaken", by="owner")
    assert _answer(scene.owner, store, today) == "undecided"
    designations.decide(scene.owner, "ofac", ofac.hits[0]["id"], "other", by="owner", why="another")
    assert _answer(scene.owner, store, today) == "not_listed"
    with pytest.raises(Refusal, match=r"sanctions-archive\.not-a-decision"):
        designations.decide(scene.owner, "ofac", "1", "perhaps", by="owner")
    with pytest.raises(Refusal, match=r"lists\.no-such-source"):
        designations.decide(scene.owner, "moon", "1", "same", by="owner")


def _answer(actor: int, store: Store, day: date) -> str:
    return gap.gap([actor], store, day).rows[0].standings[0].answer


def test_another_birth_year_is_never_a_silent_hit(scene: Scene, demo_archive: Desk, tmp_path: Path) -> None:
    today = date.today()
    store = _store(demo_archive, tmp_path, "05 Mar 1981", str(today))
    found = gap.gap([scene.owner], store, today)
    assert found.rows[0].standings[0].answer == "contradicted"
    assert found.rows[0].standings[0].hits[0]["why"][0]["code"].startswith("birth")


def test_nobody_is_called_not_listed_from_an_old_list(scene: Scene, demo_archive: Desk, tmp_path: Path) -> None:
    today = date.today()
    store = _store(demo_archive, tmp_path, "05 Mar 1960", "2020-01-01")
    found = gap.gap([scene.commander], store, today)
    assert found.old == ["ofac"]
    assert found.rows[0].standings[0].answer == "cannot_tell"
    assert any("ofac" in line for line in gap.lines(found))


LISTED = {
    "name": ["Rasim Invented Mukhtara", "راسم"],
    "weakAlias": ["Abu Grey"],
    "birthDate": ["1960-03-05", "1961"],
    "nationality": ["sy"],
    "passportNumber": ["N12"],
}
CLAIMED = st.dictionaries(
    st.sampled_from(["name", "alias", "birthDate", "nationality", "idNumber"]),
    st.lists(st.text(max_size=20), max_size=3),
)


def test_an_identifier_is_written_as_the_list_writes_it() -> None:
    told = (
        'MUKHTARA, Rasim Invented (a.k.a. "ABU GREY"); DOB 05 Mar 1960; alt. DOB 1961; nationality Syria; Passport N12.'
    )
    assert as_listed("US", LISTED, person=True) == told
    assert "Name 6: MUKHTARA; Name 1: Rasim; Name 2: Invented" in as_listed("GB", LISTED, person=True)
    assert "DOB: 05/03/1960" in as_listed("GB", LISTED, person=True)
    assert "Date of birth: 5.3.1960" in as_listed("EU", LISTED, person=True)


@given(CLAIMED, st.sampled_from(["US", "GB", "EU", "CA", "CH", "AU"]), st.booleans())
def test_any_claims_make_a_line_and_a_vague_date_is_never_completed(
    values: dict[str, list[str]], issuer: str, person: bool
) -> None:
    assert isinstance(as_listed(issuer, values, person=person), str)
    assert "01 Jan 1960" not in as_listed(issuer, {**values, "birthDate": ["1960"]}, person=person)


def test_a_place_cited_by_a_decision_is_the_actor(scene: Scene) -> None:
    designations.decide(scene.owner, "un", "QDi.001", "other", by="owner")
    (made,) = designations.decisions(scene.owner)
    assert all(Citation(scene.owner) in each.citations for each in made.claims)
