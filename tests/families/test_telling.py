"""What is said to a family: prepared, somebody beside them, of what stands; of the living only as they agreed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from families.deciding import World, decide, only
from isnad.access.actions import Second
from isnad.clocks import actions as clocks
from isnad.clocks import queries as promises
from isnad.families import candidates_actions, candidates_queries, identifications, telling, telling_queries
from isnad.families import identifications_queries as decisions
from isnad.families import queries as inquiries
from isnad.families.actions import Taken
from isnad.families.inquiries_withdrawing import withdraw
from isnad.families.telling import Conversation, Words
from isnad.families.telling_entries import Prepared
from isnad.families.timeline import timeline
from isnad.record.desk import Desk
from isnad.record.models import Said
from isnad.record.pen import say
from isnad.words import Citation, Refusal, When

WORDS = Words("A number that you were told stands on a photograph.", "at-home", "her sister")
TOLD = Conversation("told", "She wept, and thanked us.", support=("a centre",))


@pytest.fixture
def world(demo_archive: Desk) -> World:
    """One person may do what takes two, save where two verdicts are needed."""
    return World(demo_archive).begin()


@pytest.fixture
def asked(world: World) -> Taken:
    return world.family(name="نزار هيثم الدهان", detaineeNumber="6841")


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


def identify(world: World, asked: Taken) -> int:
    world.body(detaineeNumber="6841")
    candidates_actions.propose(by="owner")
    decide(only(asked.person), "rima", "presumptive")
    done = decide(only(asked.person), "tareq", "presumptive")
    assert done.decision is not None
    return done.decision


def test_nothing_is_told_that_was_not_decided(world: World, asked: Taken) -> None:
    entry = identify(world, asked)
    other = world.family(name="سامر البيطار")

    def prepare(inquiry: int, about: str, subject: int | None) -> Callable[[], object]:
        return lambda: telling.prepare(inquiry, about, WORDS, by="owner", subject=subject)

    assert refused(prepare(other.inquiry, "identification", entry)) == "telling.of-somebody-else"
    assert refused(prepare(asked.inquiry, "identification", None)) == "telling.not-a-telling"
    assert refused(prepare(asked.inquiry, "exclusion", entry)) == "record.wrong-ground"
    assert refused(prepare(asked.inquiry, "identification", only(asked.person).entry)) == "telling.of-somebody-else"
    assert refused(lambda: telling.prepare(asked.inquiry, "nothing-yet", WORDS, by="rima")) == (
        "telling.not-your-inquiry"
    )
    assert telling.prepare(asked.inquiry, "nothing-yet", WORDS, by="owner") > entry


def test_a_conversation_is_noted_with_support_wishes_and_a_promise(world: World, asked: Taken) -> None:
    entry = identify(world, asked)
    prepared = telling.prepare(asked.inquiry, "identification", WORDS, by="owner", subject=entry)
    assert not telling_queries.told_of_identification(asked.person, asked.asking)
    assert refused(lambda: telling.note(prepared, Conversation("told", "…"), by="owner")) == "telling.support-needed"
    shown = Conversation("told", "…", images_shown=True, support=("a centre",))
    assert refused(lambda: telling.note(prepared, shown, by="owner")) == "record.wrong-ground"  # nobody asked for them
    went = Conversation(
        "told", "She wept.", support=("a centre",), wishes=("No publicity.",), promise="Say what the teeth came to.",
        due=When.parse("2027-01-15"),
    )  # fmt: skip
    telling.note(prepared, went, by="owner")
    assert telling_queries.told_of_identification(asked.person, asked.asking)
    assert refused(lambda: telling.note(prepared, TOLD, by="owner")) == "telling.ended-already"
    row = inquiries.asking_of(asked.inquiry)
    assert [each.value for each in inquiries.inquiry_claims(row) if each.property == "wishes"] == ["No publicity."]
    (clock,) = promises.clocks(concerning=asked.asking)
    assert (clock.owner, str(clock.due), clock.runs) == ("owner", "2027-01-15", True)
    assert promises.overdue([clock], When.parse("2027-01-16")) == [clock]
    assert promises.overdue([clock], When.parse("2027-01")) == []  # not certainly
    clocks.keep(clock.entry, "Told by telephone.", by="owner")
    assert refused(lambda: clocks.let_go(clock.entry, "again", by="owner")) == "clocks.ended-already"


def test_what_is_stepped_back_from_is_owed_as_a_correction(world: World, asked: Taken) -> None:
    entry = identify(world, asked)
    early = telling.prepare(asked.inquiry, "identification", WORDS, by="owner", subject=entry)
    late = telling.prepare(asked.inquiry, "identification", WORDS, by="owner", subject=entry)
    telling.note(early, TOLD, by="owner")
    step = identifications.step_back(entry, "The number was misread.", by="salma")
    assert refused(lambda: telling.note(late, TOLD, by="owner")) == "telling.stands-no-longer"
    assert [each.entry for each in telling_queries.corrections_owed([asked.asking])] == [early]
    (owed,) = promises.clocks(concerning=asked.asking)
    assert owed.owner == "owner"
    assert not telling_queries.told_of_identification(asked.person, asked.asking)
    corrected = telling.prepare(asked.inquiry, "correction", WORDS, by="owner", subject=step)
    telling.note(corrected, TOLD, by="owner")
    assert telling_queries.corrections_owed([asked.asking]) == []


def test_of_the_living_nobody_is_told_before_they_agreed(world: World, asked: Taken) -> None:
    item = world.item()
    second = world.family(name="نزار هيثم الدهان")
    found = identifications.found_alive(
        asked.person, "He telephoned.", [Citation(item)], by="huda", second=Second("rima")
    )
    act = lambda: telling.prepare(asked.inquiry, "found-alive", WORDS, by="owner", subject=found)  # noqa: E731
    assert refused(act) == "telling.consent-of-the-found-first"
    past = Prepared(asked.asking, "found-alive", found, None, "said", "telephone", "nobody", "not-asked")
    assert refused(lambda: say([past], by="owner")) == "telling.consent-of-the-found-first"
    identifications.found_consents(found, asked.inquiry, agrees=False, words="Not yet.", by="huda")
    assert refused(act) == "telling.consent-of-the-found-first"
    declined = decisions.agreement(found, asked.asking)
    assert declined is not None
    forced = Prepared(asked.asking, "found-alive", found, declined.entry, "said", "telephone", "nobody", "not-asked")
    assert refused(lambda: say([forced], by="owner")) == "record.wrong-ground"
    identifications.found_consents(found, asked.inquiry, agrees=True, words="Tell my mother.", by="huda")
    agreed = decisions.agreement(found, asked.asking)
    assert agreed is not None
    another = Prepared(second.asking, "found-alive", found, agreed.entry, "said", "telephone", "nobody", "not-asked")
    assert refused(lambda: say([another], by="owner")) == "record.wrong-ground"  # for his mother alone
    assert act() > agreed.entry


def test_found_alive_stands_against_every_candidate(world: World, asked: Taken) -> None:
    world.body(detaineeNumber="6841")
    candidates_actions.propose(by="owner")
    found = identifications.found_alive(
        asked.person, "He telephoned.", [Citation(world.item())], by="huda", second=Second("rima")
    )
    pair = only(asked.person)
    assert decisions.contradictions(pair)[0].code == "found-alive"
    identifications.step_back(found, "It was somebody else.", by="huda")
    assert "found-alive" not in {each.code for each in decisions.contradictions(pair)}
    nobody = asked.inquiry
    assert (
        refused(
            lambda: identifications.found_alive(nobody, "He telephoned.", [Citation(found)], by="huda", second=None)
        )
        == "identifications.not-sought"
    )


def test_found_alive_takes_two_people(make_archive: Callable[..., Desk]) -> None:
    world = World(make_archive()).begin()
    asked = world.family(name="نزار هيثم الدهان")
    cited = [Citation(world.item())]
    act = lambda: identifications.found_alive(asked.person, "Seen.", cited, by="huda", second=None)  # noqa: E731
    assert refused(act) == "access.second-person-needed"


def test_the_timeline_tells_all_in_order_and_nothing_of_a_review_under_way(world: World, asked: Taken) -> None:
    world.body(detaineeNumber="6841")
    candidates_actions.propose(by="owner")
    decide(only(asked.person), "rima", "presumptive")
    told = timeline(asked.inquiry)
    assert [each.code for each in told] == ["asked", "candidates", "verdict"]
    assert told[-1].by is None
    assert "presumptive" not in "".join(each.sentence for each in told)
    done = decide(only(asked.person), "tareq", "presumptive")
    prepared = telling.prepare(asked.inquiry, "identification", WORDS, by="owner", subject=done.decision)
    telling.note(prepared, TOLD, by="owner")
    assert [each.code for each in timeline(asked.inquiry)] == [
        "asked", "candidates", "verdict", "verdict", "identification", "telling", "told",
    ]  # fmt: skip
    assert {each.by for each in timeline(asked.inquiry) if each.code == "verdict"} == {"rima", "tareq"}
    assert candidates_queries.pair(only(asked.person).entry).decision is not None


def test_when_a_family_withdraws_what_was_said_to_them_is_erased_too(world: World, asked: Taken) -> None:
    prepared = telling.prepare(asked.inquiry, "nothing-yet", WORDS, by="owner")
    told = telling.note(prepared, TOLD, by="owner")
    done = withdraw(asked.inquiry, "They no longer wish it.", by="owner", second=None)
    assert done.decision == "erase-all"
    gone = {pk // 1024 for pk in Said.objects.filter(gone__isnull=False).values_list("pk", flat=True)}
    assert {prepared, told, asked.asking} <= gone
    assert telling_queries.tellings([asked.asking]) == []
