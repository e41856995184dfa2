"""The verbs, and what the pen refuses whatever the verb."""

from __future__ import annotations

from dataclasses import replace

import pytest

from isnad.claims import actions, queries
from isnad.claims.actions import claim
from isnad.claims.entries import (
    Claim,
    How,
    Identity,
    Review,
    SealedClaim,
    Statement,
    Terms,
    Verification,
    Withdrawn,
)
from isnad.claims.models import ClaimRow
from isnad.claims.standing import Standing
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.record.models import Said
from isnad.record.pen import pen, say
from isnad.record.shape import Sealed
from isnad.words import Citation, Label, Quote, Refusal, Region, Span

from .conftest import Differences, MakeItem

MACHINE = How("machine", "numerals", "1.0", 870)


def test_a_claim_is_stated_and_is_proposed(person: int, make_item: MakeItem, differences: Differences) -> None:
    item = make_item()
    stated = claim(person, "Person", "birthDate", "١٩٨٠-٠٥", [Citation(item, Region(10, 10, 100, 50))], language="ara")
    (number,) = actions.state([stated], by="samir")
    found = queries.claim(number)
    assert (found.value, found.normal, found.standing) == ("١٩٨٠-٠٥", "1980-05", Standing.PROPOSED)
    assert found.citations == (Citation(item, Region(10, 10, 100, 50)),)
    assert queries.entity(person).proposed
    assert [each.entry for each in queries.citing(item)] == [number]
    assert [each.entry for each in queries.saying("birthDate", "1980-05")] == [number]
    assert differences() == []


def test_a_claim_without_a_citation_is_refused(person: int) -> None:
    with pytest.raises(Refusal, match=r"claims\.no-citation"):
        actions.state([claim(person, "Person", "name", "x", [])], by="samir")


def test_a_region_must_lie_inside_the_picture(person: int, make_item: MakeItem) -> None:
    item, text = make_item(), make_item(None, None)
    for region in (Region(0, 0, 640, 480), Region(639, 479, 1, 1)):
        actions.state([claim(person, "Person", "name", "x", [Citation(item, region)])], by="samir")
    outside = [(item, Region(1, 0, 640, 480)), (item, Region(640, 0, 1, 1)), (item, Region(0, 480, 1, 1))]
    for entry, region in [*outside, (text, Region(0, 0, 1, 1))]:
        with pytest.raises(Refusal, match=r"record\.outside-the-picture"):
            actions.state([claim(person, "Person", "name", "x", [Citation(entry, region)])], by="samir")


def test_what_was_never_said_cannot_be_cited_nor_claimed_about(person: int, make_item: MakeItem) -> None:
    for stated in (
        claim(person, "Person", "name", "x", [Citation(99_999)]),
        claim(99_999, "Person", "name", "x", [Citation(make_item())]),
    ):
        with pytest.raises(Refusal, match=r"record\.never-said"):
            actions.state([stated], by="samir")


def test_a_claim_is_about_an_entity_and_nothing_else(person: int, make_item: MakeItem) -> None:
    item = make_item()
    with pytest.raises(Refusal, match=r"record\.wrong-ground"):
        actions.state([claim(item, "Person", "name", "x", [Citation(item)])], by="samir")


def test_nobody_reviews_their_own_claim(person: int, make_item: MakeItem) -> None:
    (number,) = actions.state([claim(person, "Person", "name", "x", [Citation(make_item())])], by="samir")
    with pytest.raises(Refusal, match=r"record\.own-work"):
        actions.review(number, "accepted", "mine", by="samir")
    with pytest.raises(Refusal, match=r"record\.own-work"), pen("samir") as held:
        held.say(Review(number, "accepted", "past the verb"))
    actions.review(number, "accepted", "seen", by="layla")
    assert queries.claim(number).standing is Standing.ACCEPTED


def test_whoever_ran_a_machine_may_review_what_it_read(person: int, make_item: MakeItem) -> None:
    (number,) = actions.state([claim(person, "Person", "name", "x", [Citation(make_item())], how=MACHINE)], by="samir")
    assert queries.claim(number).standing is Standing.PROPOSED
    actions.review(number, "accepted", "it read right", by="samir")
    assert queries.claim(number).standing is Standing.ACCEPTED


def test_source_content_and_technical_verification_stand_apart(person: int, make_item: MakeItem) -> None:
    """BP-11; "not done" is visible."""
    (number,) = actions.state([claim(person, "Person", "name", "x", [Citation(make_item())])], by="samir")
    found = Verification(source="confirmed", technical="doubtful")
    actions.review(number, "disputed", "the file's date", by="layla", verified=found)
    (row,) = queries.reviews(number)
    assert (row.source, row.content, row.technical) == ("confirmed", "not-done", "doubtful")
    with pytest.raises(Refusal, match=r"claims\.not-a-review"):
        actions.review(number, "disputed", "x", by="layla", verified=Verification(source="perhaps"))


def test_a_review_needs_a_reason_and_a_known_verdict(person: int, make_item: MakeItem) -> None:
    (number,) = actions.state([claim(person, "Person", "name", "x", [Citation(make_item())])], by="samir")
    for verdict, reason in (("accepted", " "), ("fine", "seen")):
        with pytest.raises(Refusal, match=r"claims\.not-a-review"):
            actions.review(number, verdict, reason, by="layla")


def test_the_last_verdict_of_each_reviewer_counts(person: int, make_item: MakeItem) -> None:
    (number,) = actions.state([claim(person, "Person", "name", "x", [Citation(make_item())])], by="samir")
    actions.review(number, "rejected", "hasty", by="layla")
    assert queries.claim(number).standing is Standing.REJECTED
    actions.review(number, "accepted", "seen again", by="layla")
    assert queries.claim(number).standing is Standing.ACCEPTED
    actions.review(number, "rejected", "not so", by="omar")
    assert queries.claim(number).standing is Standing.DISPUTED
    assert len(queries.reviews(number)) == 3


def test_only_who_said_it_takes_it_back(person: int, make_item: MakeItem, differences: Differences) -> None:
    (number,) = actions.state([claim(person, "Person", "name", "x", [Citation(make_item())])], by="samir")
    with pytest.raises(Refusal, match=r"record\.not-own-work"):
        actions.withdraw(number, "not mine", by="layla")
    actions.withdraw(number, "misread", by="samir")
    assert queries.claim(number).standing is Standing.WITHDRAWN
    assert queries.claim(number).value == "x"
    assert queries.entity(person).properties == {}
    assert differences() == []


def test_a_correction_stands_beside_what_it_corrects(person: int, make_item: MakeItem) -> None:
    """W7: what a machine read is corrected by one act, and both stay."""
    item = make_item()
    read = claim(person, "Person", "idNumber", "6841", [Citation(item, Region(1, 2, 3, 4))], how=MACHINE)
    (number,) = actions.state([read], by="samir")
    better = actions.correct(number, "6847", by="layla")
    assert queries.claim(number).standing is Standing.SUPERSEDED
    new = queries.claim(better)
    assert (new.value, new.supersedes, new.method, new.citations) == ("6847", number, "human", read.citations)
    assert [each.value for each in queries.entity(person).properties["idNumber"]] == ["6847"]


def test_what_was_accepted_gives_way_only_to_what_is_accepted(person: int, make_item: MakeItem) -> None:
    (number,) = actions.state([claim(person, "Person", "name", "x", [Citation(make_item())])], by="samir")
    actions.review(number, "accepted", "seen", by="layla")
    other = actions.correct(number, "y", by="omar")
    assert queries.claim(number).standing is Standing.ACCEPTED
    actions.review(other, "accepted", "so it is", by="layla")
    assert queries.claim(number).standing is Standing.SUPERSEDED
    actions.withdraw(other, "no", by="omar")
    assert queries.claim(number).standing is Standing.ACCEPTED


def test_a_claim_takes_the_place_only_of_its_like(person: int, make_item: MakeItem) -> None:
    item = make_item()
    (number,) = actions.state([claim(person, "Person", "name", "x", [Citation(item)])], by="samir")
    for stated in (
        claim(person, "Person", "alias", "y", [Citation(item)], supersedes=number),
        claim(actions.introduce("Person", by="samir"), "Person", "name", "y", [Citation(item)], supersedes=number),
    ):
        with pytest.raises(Refusal, match=r"claims\.supersedes-another"):
            actions.state([stated], by="samir")


def test_two_kinds_that_nothing_can_be_both_do_not_fit(person: int, make_item: MakeItem) -> None:
    with pytest.raises(Refusal, match=r"claims\.schemata-do-not-fit"):
        actions.state([claim(person, "Vessel", "name", "x", [Citation(make_item())])], by="samir")
    with pytest.raises(Refusal, match=r"claims\.schemata-do-not-fit"):
        actions.merge(person, actions.introduce("Vessel", by="samir"), "same name", by="samir")


@pytest.mark.parametrize(
    ("schema", "property_name", "code"),
    [("Persn", "name", "claims.unknown-schema"), ("Person", "nmae", "claims.unknown-property")],
)
def test_what_no_schema_knows_is_refused(person: int, schema: str, property_name: str, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        claim(person, schema, property_name, "x", [])


def test_what_is_not_well_formed_is_refused_at_the_pen(person: int, make_item: MakeItem) -> None:
    sound = claim(person, "Person", "name", "x", [Citation(make_item())])
    say([sound], by="samir")
    for broken in (
        replace(sound, how=How("guess")),
        replace(sound, how=How("machine")),
        replace(sound, how=How("human", "numerals", "1")),
        replace(sound, how=How(confidence=1001)),
        replace(sound, how=How(confidence=-1)),
        replace(sound, terms=Terms(kind="rumour")),
        replace(sound, says=Statement("Person", "name", "nul \0 inside")),
        replace(sound, says=Statement("Person", "name", "x", None, "not a language")),
        replace(sound, says=Statement("Per son", "name", "x")),
    ):
        with pytest.raises(Refusal, match=r"claims\.not-a-claim"):
            say([broken], by="samir")


def test_a_sealed_value_is_in_no_table(archive: Desk, person: int, make_item: MakeItem) -> None:
    terms = Terms(label=Label.SEALED)
    stated = claim(person, "Person", "name", "a name nobody may see", [Citation(make_item())], terms=terms)
    (number,) = actions.state([stated], by="samir")
    row = ClaimRow.objects.get(pk=number * 1024)
    assert (row.value, row.normal, row.head) == ("", None, "")
    assert Said.objects.get(pk=number * 1024).kind == "sealed-claim"
    opened = Bodies(archive.folder, archive.holder).unsealed(number, reason="a test").record
    assert isinstance(opened, SealedClaim)
    assert opened.secret.value == "a name nobody may see"


def test_a_sealed_value_in_the_open_is_refused(person: int, make_item: MakeItem) -> None:
    item = Citation(make_item())
    open_claim = Claim(person, Statement("Person", "name", "x"), (item,), terms=Terms(label=Label.SEALED))
    half = SealedClaim(person, Statement("Person", "name", "x"), (item,), secret=Sealed("x"))
    for each in (open_claim, half):
        with pytest.raises(Refusal, match=r"claims\.sealed-in-the-open"):
            say([each], by="samir")


def test_what_rests_on_an_erased_item_is_unsupported(
    archive: Desk, person: int, make_item: MakeItem, differences: Differences
) -> None:
    from isnad.access.actions import Second
    from isnad.custody.actions import erase

    item, other = make_item(), make_item()
    first, second = actions.state(
        [
            claim(person, "Person", "name", "x", [Citation(item)]),
            claim(person, "Person", "name", "y", [Citation(other)]),
        ],
        by="samir",
    )
    (third,) = actions.state([claim(person, "Person", "alias", "z", [Citation(first)])], by="samir")
    actions.review(first, "accepted", "seen", by="layla")
    erase(item, "a request", by="custodian", second=Second("layla"))
    assert queries.claim(first).standing is Standing.UNSUPPORTED
    assert queries.claim(third).standing is Standing.UNSUPPORTED
    assert queries.claim(second).standing is Standing.PROPOSED
    with pytest.raises(Refusal, match=r"record\.ground-is-gone"):
        actions.state([claim(person, "Person", "name", "x", [Citation(item)])], by="samir")
    assert differences() == []


def test_a_merge_counts_when_somebody_else_accepted_it_and_can_be_undone(
    person: int, make_item: MakeItem, differences: Differences
) -> None:
    other = actions.introduce("Person", by="samir")
    item = make_item()
    actions.state([claim(person, "Person", "name", "x", [Citation(item)])], by="samir")
    actions.state([claim(other, "Person", "name", "y", [Citation(item)])], by="samir")
    identity = actions.merge(other, person, "the same card", by="samir", citations=[Citation(item)])
    assert queries.same(person) == (person,)
    with pytest.raises(Refusal, match=r"record\.own-work"):
        actions.review(identity, "accepted", "mine", by="samir")
    actions.review(identity, "accepted", "seen", by="layla")
    whole = queries.entity(other)
    assert (whole.entry, whole.members) == (person, (person, other))
    assert {each.value for each in whole.properties["name"]} == {"x", "y"}
    actions.unmerge(identity, "another card", by="omar")
    assert queries.same(person) == (person,)
    assert {each.value for each in queries.entity(other).properties["name"]} == {"y"}
    assert differences() == []


def test_a_merge_that_would_make_a_circle_is_refused(person: int) -> None:
    second, third = (actions.introduce("Person", by="samir") for _ in range(2))
    first_joint = actions.merge(person, second, "a", by="samir")
    actions.merge(second, third, "b", by="samir")
    for one, other in ((third, person), (person, second), (person, person)):
        with pytest.raises(Refusal, match=r"claims\.would-make-a-circle"):
            actions.merge(one, other, "c", by="samir")
    with pytest.raises(Refusal, match=r"claims\.would-make-a-circle"):
        say([Identity(second, person, "past the verb")], by="samir")
    actions.unmerge(first_joint, "not so", by="samir")
    actions.merge(third, person, "c", by="samir")


def test_an_identity_that_rests_on_what_is_gone_counts_no_longer(
    archive: Desk, person: int, make_item: MakeItem
) -> None:
    from isnad.access.actions import Second
    from isnad.custody.actions import erase

    other, item = actions.introduce("Person", by="samir"), make_item()
    identity = actions.merge(person, other, "a", by="samir", citations=[Citation(item)])
    actions.review(identity, "accepted", "seen", by="layla")
    assert queries.same(person) == (person, other)
    erase(item, "a request", by="custodian", second=Second("layla"))
    assert queries.same(person) == (person,)


def test_verdicts_and_withdrawals_stand_on_claims_alone(person: int, make_item: MakeItem) -> None:
    item = make_item()
    for record in (Review(item, "accepted", "x"), Withdrawn(item, "x"), Review(person, "accepted", "x")):
        with pytest.raises(Refusal, match=r"record\.wrong-ground"):
            say([record], by="layla")


def test_what_others_call_it_is_introduced_once(archive: Desk) -> None:
    one = actions.introduce("Person", by="samir", dataset="a", foreign="b/c")
    assert actions.introduce("Person", by="samir", dataset="a", foreign="b/c") == one
    assert actions.introduce("Person", by="samir", dataset="a/b", foreign="c") != one


def test_quotes_and_times_are_cited_too(person: int, make_item: MakeItem) -> None:
    item = make_item(None, None)
    places = [Citation(item, Quote(3, "كما كُتب")), Citation(item, Span(0, 4000))]
    (number,) = actions.state([claim(person, "Person", "name", "x", places)], by="samir")
    assert queries.claim(number).citations == tuple(places)


def test_a_time_must_lie_inside_the_recording(person: int, make_item: MakeItem) -> None:
    film = make_item(None, None, open_fields={"duration": 4000})
    actions.state([claim(person, "Person", "name", "x", [Citation(film, Span(3999, 4000))])], by="samir")
    for item, span in ((film, Span(3999, 4001)), (film, Span(5000, 6000)), (make_item(), Span(0, 1))):
        with pytest.raises(Refusal, match=r"record\.outside-the-recording"):
            actions.state([claim(person, "Person", "name", "x", [Citation(item, span)])], by="samir")
