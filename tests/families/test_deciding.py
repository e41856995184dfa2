"""Two people decide, neither seeing the other; what breaks that the pen refuses, whoever holds it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from families.deciding import World, decide, only, opinion, pair, refused, world
from isnad.access.actions import Second, add_user, agree
from isnad.claims import actions as claims
from isnad.claims.entries import MACHINE, How
from isnad.custody.models import Event
from isnad.families import candidates_actions, candidates_queries, candidates_showing, devices, identifications
from isnad.families import identifications_queries as queries
from isnad.families import queries as inquiries
from isnad.families.candidates_queries import Pair
from isnad.families.deciding_entries import Candidate, StepBack
from isnad.families.deciding_parts import Outcome
from isnad.families.inquiries_withdrawing import withdraw
from isnad.record.desk import Desk
from isnad.record.pen import say
from isnad.words import Citation

__all__ = ["pair", "world"]


def test_a_proposal_says_what_it_rests_on_and_copies_nobodys_words(pair: Pair) -> None:
    assert {each.code for each in pair.reasons} == {"number-agrees", "seen-before-death"}
    assert set(pair.citations) == {claim for each in pair.reasons for claim in each.claims}
    assert pair.method == MACHINE
    assert "6841" not in candidates_queries.CandidateRow.objects.get().reasons
    told = candidates_showing.sentences(pair.reasons)
    assert any("6841" in each.text for each in told)


def test_asked_again_nothing_is_said_twice(world: World, pair: Pair) -> None:
    again = candidates_actions.propose(by="owner")
    assert (again.inquiries, again.proposed, again.without) == (1, 0, 0)
    world.body(detaineeNumber="9999")
    assert candidates_actions.propose(by="owner").proposed == 0


def test_a_run_that_was_interrupted_goes_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        world.body(detaineeNumber=str(5000 + number))
        world.family(detaineeNumber=str(5000 + number))
    monkeypatch.setattr(candidates_actions, "AT_ONCE", 2)
    seen: list[int] = []

    def stop(done: int) -> None:
        seen.append(done)
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        candidates_actions.propose(by="owner", progress=stop)
    assert len(candidates_queries.every()) == 4
    assert candidates_actions.propose(by="owner").proposed == 2
    assert len(candidates_queries.every()) == 6


def test_two_reviewers_identify_and_neither_sees_the_other(pair: Pair) -> None:
    first = decide(pair, "rima", "presumptive")
    assert (first.outcome, first.decision) == (Outcome.AWAITING, None)
    waiting = candidates_queries.pair(pair.entry)
    assert queries.verdicts(waiting) == []
    shown = candidates_showing.as_json(waiting)
    assert shown["reviewers"] is None
    assert "presumptive" not in str({**shown, "ceiling": ""})
    second = decide(pair, "tareq", "possible", "name")
    assert second.outcome is Outcome.IDENTIFIED
    done = candidates_queries.pair(pair.entry)
    assert done.decision is not None
    assert (done.decision.certainty, done.decision.bases) == ("possible", ("name", "number"))
    assert [each.by for each in queries.verdicts(done)] == ["rima", "tareq"]
    assert queries.identification_of(pair.person) is None  # *possible* says of nobody who he is


def test_nobody_decides_twice_nor_what_they_proposed(world: World, pair: Pair) -> None:
    decide(pair, "rima", "presumptive")
    assert refused(lambda: decide(pair, "rima", "presumptive")) == "identifications.own-verdict"
    row = world.row(name="نزار الدهان")
    cited = [Citation(pair.citations[0])]
    entry = candidates_actions.add(pair.person, row, "A neighbour says so.", cited, by="rima")
    by_hand = candidates_queries.pair(entry)
    assert refused(lambda: decide(by_hand, "rima", "possible", "name")) == "identifications.own-proposal"
    assert decide(by_hand, "tareq", "possible", "name").outcome is Outcome.AWAITING


def test_two_who_are_not_of_one_mind_ask_a_third_who_sees_neither(pair: Pair) -> None:
    decide(pair, "rima", "presumptive")
    assert decide(pair, "tareq", "excluded").outcome is Outcome.DISPUTED
    disputed = candidates_queries.pair(pair.entry)
    assert queries.verdicts(disputed) == []
    third = decide(pair, "salma", "excluded")
    assert third.outcome is Outcome.EXCLUDED
    done = candidates_queries.pair(pair.entry)
    assert done.decision is not None
    assert len(done.decision.verdicts) == 2
    assert [each.certainty for each in queries.verdicts(done)] == ["presumptive", "excluded", "excluded"]


def test_two_who_say_that_it_is_not_enough_decide_nothing(pair: Pair) -> None:
    decide(pair, "rima", "insufficient")
    done = decide(pair, "tareq", "insufficient")
    assert (done.outcome, done.decision) == (Outcome.UNDECIDED, None)
    assert refused(lambda: decide(pair, "salma", "possible")) == "identifications.decided-already"


def test_contradictions_stand_before_the_decision(world: World) -> None:
    world.body(detaineeNumber="6841", photographedAt="2013-05-14")
    asked = world.family(detaineeNumber="6841", lastSeenDate="2014-02")
    candidates_actions.propose(by="owner")
    pair = only(asked.person)
    blind = opinion(pair, "presumptive")
    code = refused(lambda: identifications.review(pair.entry, blind, by="rima"))
    assert code == "identifications.contradictions-first"
    assert "seen-after-death" in {each.code for each in queries.contradictions(pair)}
    done = decide(pair, "rima", "presumptive")
    assert candidates_queries.VerdictRow.objects.get(pk=1024 * done.entry).shown == '["seen-after-death"]'


def test_another_identification_of_the_same_body_is_a_contradiction(world: World, pair: Pair) -> None:
    second = world.family(detaineeNumber="6841")
    candidates_actions.propose(by="owner")
    decide(pair, "rima", "presumptive")
    decide(pair, "tareq", "presumptive")
    assert "other-identification-of-other" in {each.code for each in queries.contradictions(only(second.person))}


def test_an_excluded_pair_returns_only_with_new_evidence(world: World, pair: Pair) -> None:
    decide(pair, "rima", "excluded")
    decide(pair, "tareq", "excluded")
    world.body(detaineeNumber="1111")
    assert candidates_actions.propose(by="owner").proposed == 0
    excluded = only(pair.person)
    assert excluded.decision is not None
    cited = (Citation(pair.citations[0]),)
    again = Candidate(
        pair.person, pair.other, "remains", [["number-agrees", 1, [], ""]], 1, "1", "possible", cited,
        How(MACHINE, "proposing", "1", 1), excluded.decision.entry,
    )  # fmt: skip
    assert refused(lambda: say([again], by="owner")) == "identifications.no-new-evidence"
    assert (
        refused(lambda: candidates_actions.add(pair.person, pair.other, "yet", list(cited), by="rima"))
        == "candidates.excluded"
    )
    item = world.items[pair.other]
    claims.state([claims.claim(pair.other, "Remains", "branchNumber", "215", (Citation(item),))], by="analyst")
    claims.state([claims.claim(pair.other, "Remains", "detaineeNumber", "6841", (Citation(item),))], by="analyst")
    assert candidates_actions.propose(by="owner").proposed == 1
    returned = only(pair.person)
    assert returned.after == excluded.decision.entry
    assert "excluded-before" in {each.code for each in queries.contradictions(returned)}


def test_one_step_back_from_anywhere_and_the_record_stays(pair: Pair) -> None:
    first = decide(pair, "rima", "presumptive")
    assert refused(lambda: identifications.step_back(first.entry, "no", by="tareq")) == "record.not-own-work"
    identifications.step_back(first.entry, "I looked at the wrong body.", by="rima")
    assert candidates_queries.pair(pair.entry).outcome is Outcome.PROPOSED
    assert refused(lambda: identifications.step_back(first.entry, "again", by="rima")) == (
        "identifications.stepped-back-already"
    )
    one, two = decide(pair, "rima", "presumptive"), decide(pair, "tareq", "presumptive")
    assert two.decision is not None
    assert refused(lambda: identifications.step_back(one.entry, "no", by="rima")) == "identifications.decided-on-it"
    identifications.step_back(two.decision, "The number was misread.", by="salma")
    back = candidates_queries.pair(pair.entry)
    assert (back.outcome, back.verdicts, back.decision) == (Outcome.PROPOSED, (), None)
    assert candidates_queries.VerdictRow.objects.count() == 3
    assert refused(lambda: identifications.step_back(pair.entry, "no", by="rima")) == "identifications.no-such-subject"
    assert refused(lambda: say([StepBack(two.decision or 0, " ")], by="x")) == "identifications.reason-needed"


def test_two_names_on_one_device_are_on_record(pair: Pair) -> None:
    decide(pair, "rima", "presumptive", device="d1")
    done = decide(pair, "rima-as-tareq", "presumptive", device="d1")
    assert done.one_device
    assert queries.one_device(candidates_queries.pair(pair.entry))
    assert Event.objects.filter(kind="incident").exists()


def test_two_devices_are_no_incident(pair: Pair) -> None:
    decide(pair, "rima", "presumptive", device="d1")
    assert not decide(pair, "tareq", "presumptive", device="d2").one_device
    assert not Event.objects.filter(kind="incident").exists()


@pytest.fixture
def second(archive: Desk) -> Second:
    add_user("layla", "her passphrase", by="owner")
    return agree("layla", "her passphrase", first="huda")


def test_a_family_withdraws_in_the_middle_of_a_review(pair: Pair, second: Second) -> None:
    """DP-1: the missing person's own interest, that two people decide about them, stands against erasing the search."""
    decide(pair, "rima", "presumptive")
    (row,) = inquiries.running()
    done = withdraw(row.inquiry, "They no longer wish it.", by="huda", second=second)
    assert (done.decision, done.against) == ("keep", ("under-review",))
    assert decide(pair, "tareq", "presumptive").outcome is Outcome.IDENTIFIED
    assert queries.objection(pair.person) == "identified"


def test_what_nobody_asks_for_any_longer_is_not_decided(pair: Pair, second: Second) -> None:
    first = decide(pair, "rima", "presumptive")
    identifications.step_back(first.entry, "They wish to withdraw.", by="rima")
    (row,) = inquiries.running()
    assert withdraw(row.inquiry, "They no longer wish it.", by="huda", second=second).decision == "erase-all"
    assert refused(lambda: decide(pair, "tareq", "presumptive")) == "identifications.inquiry-withdrawn"
    told = candidates_showing.sentences(candidates_queries.pair(pair.entry).reasons)
    assert all("2012" not in each.text for each in told)  # the family's words are gone, from the reasons too
    assert "ground-fell" in {each.code for each in queries.contradictions(candidates_queries.pair(pair.entry))}


def test_a_machine_has_one_mark_in_an_archive_and_another_in_the_next(make_archive: Callable[..., Desk]) -> None:
    make_archive("one")
    here = devices.this_machine()
    assert here == devices.this_machine() != devices.mark("browser 1")
    make_archive("two")
    assert devices.this_machine() != here
