"""Inquiries: every thing told cites its asking; who asks is sealed; nothing is allowed that nobody allowed."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.access import grants
from isnad.access.actions import Second, add_user
from isnad.access.gate import PURPOSES, Gate
from isnad.claims import actions as claiming
from isnad.claims import queries as claims
from isnad.claims import yielding
from isnad.custody.actions import hold
from isnad.families import actions, consent, inquiries_importing, inquiries_tables, queries
from isnad.families.consent import Allowed, allows
from isnad.families.entries import JUSTICE, PUBLICATION, RECEIVERS, TRACING
from isnad.families.inquiries_drafts import Chosen, Draft, chosen, is_child
from isnad.families.inquiries_forms import parse
from isnad.families.inquiries_importing import Outcome, Request
from isnad.families.inquiries_withdrawing import withdraw
from isnad.families.models import AskerRow, AskingRow, LookRow
from isnad.families.queries import Asked
from isnad.record import audit
from isnad.record.desk import Desk
from isnad.registers.cells import Said
from isnad.words import Label, Refusal, When
from pages import whole_database

Differences = Callable[[], list[audit.Difference]]
MAP = """
dates: day-first
dataset: invented families
columns:
  id: id
  name: name
  mother: motherName
  arrested: arrestDate
  number: detaineeNumber
  relation: relation
  phone: asker.phone
  who: asker.name
  purposes: consent.purposes
  receivers: consent.receivers
  child: child
  age: age
"""
HEAD = (
    "id",
    "name",
    "mother",
    "arrested",
    "number",
    "relation",
    "phone",
    "who",
    "purposes",
    "receivers",
    "child",
    "age",
)
ROWS = (
    ("f1", "سامر محمود الحداد", "فاطمة", "14/05/2012", "٦٨٤١", "أم", "+963 MARKER", "SECRET-NAME", "", "", "", "24"),
    ("f2", "خالد النجار", "", "2012-09", "", "أخ", "", "", "justice", "icrc; iimp", "", "16"),
)
FORM = {
    "person": {"name": ["سامر محمود الحداد", "Samer Haddad"], "detaineeNumber": "6841", "arrestDate": "2012-05"},
    "inquiry": {"relation": "sister"},
    "asker": {"name": "SECRET-SISTER", "phone": "+963 OTHER-MARKER", "word": "olive"},
    "risk": "a neighbour's telephone",
}
TODAY = When.parse("2026-11-24")


@pytest.fixture
def take(archive: Desk, tmp_path: Path) -> Callable[..., Outcome]:
    """Takes inquiries over from a table."""

    def over(*rows: tuple[str, ...], text: str = MAP, dry_run: bool = False) -> Outcome:
        (tmp_path / "map.yaml").write_text(text, "utf-8")
        with (tmp_path / "list.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEAD, *(rows or ROWS)])
        request = Request(tmp_path / "list.csv", mapping=inquiries_tables.read_mapping(tmp_path / "map.yaml"))
        return inquiries_importing.try_out(request) if dry_run else inquiries_importing.take_over(request)

    return over


@pytest.fixture
def liaisons(archive: Desk) -> tuple[str, str]:
    """Two people who work with families."""
    for name in ("layla", "omar"):
        add_user(name, "a passphrase of theirs", by="owner", roles=("family-liaison",))
    return "layla", "omar"


def taken_down(liaison: str = "owner", **more: object) -> actions.Taken:
    return actions.take_down(parse({**FORM, **more}), channel="voice", liaison=liaison, by=liaison)


def test_everything_told_is_a_claim_that_cites_its_asking_and_its_line(take: Callable[..., Outcome]) -> None:
    done = take()
    assert (done.inquiries, done.new, done.problems) == (2, 2, [])
    first, second = queries.sought()
    assert first.texts("name") == ["سامر محمود الحداد"]
    assert first.normals("arrestDate") == ["2012-05-14"]
    assert done.taken is not None
    for each in (claim for found in first.values.values() for claim in found):
        assert [cited.entry for cited in each.citations] == [first.askings[0], done.taken.entry]
        assert each.label is Label.RESTRICTED
    assert first.values["detaineeNumber"][0].kind == "hearsay"
    assert first.values["name"][0].kind == "fact"
    assert not first.child
    assert second.child  # sixteen


def test_the_same_file_again_says_nothing_twice(take: Callable[..., Outcome]) -> None:
    first, again = take(), take()
    assert first.taken is not None
    assert again.taken is not None
    assert (again.new, again.inquiries, again.taken.claims) == (0, 2, 0)
    assert AskingRow.objects.count() == 2


def test_the_same_id_twice_in_one_file_is_one_inquiry_that_says_more(take: Callable[..., Outcome]) -> None:
    done = take(("f1", "سامر", *[""] * 10), ("f1", "Samer", *[""] * 10))
    assert (done.inquiries, done.new) == (2, 1)
    assert queries.sought()[0].texts("name") == ["سامر", "Samer"]


def test_a_dry_run_says_nothing(take: Callable[..., Outcome]) -> None:
    assert take(dry_run=True).inquiries == 2
    assert not AskingRow.objects.exists()


def test_who_asks_stands_in_no_table_and_in_no_page_of_the_database(
    take: Callable[..., Outcome], archive: Desk, differences: Differences
) -> None:
    take()
    taken_down()
    plain = whole_database(archive)
    for secret in (b"MARKER", b"SECRET-NAME", b"SECRET-SISTER", b"olive"):
        assert secret not in plain
    assert "الحداد".encode() in plain  # the control: what is not sealed is found this way
    assert AskerRow.objects.count() == 2
    assert differences() == []


def test_only_the_liaison_who_holds_the_inquiry_sees_who_asks_and_the_look_is_an_entry(
    liaisons: tuple[str, str],
) -> None:
    layla, omar = liaisons
    mine = taken_down(layla)
    with pytest.raises(Refusal) as refused:
        actions.open_asker(mine.inquiry, "to call", by=omar)
    assert refused.value.code == "families.not-your-asker"
    assert not LookRow.objects.exists()
    assert actions.open_asker(mine.inquiry, "to call", by=layla)["name"] == "SECRET-SISTER"
    (look,) = LookRow.objects.all()
    assert (look.by, look.reason) == (layla, "to call")


def test_whoever_works_with_families_no_longer_sees_nobody(liaisons: tuple[str, str]) -> None:
    layla, _ = liaisons
    mine = taken_down(layla)
    grants.revoke(layla, "another post", by="owner", role="family-liaison")
    with pytest.raises(Refusal, match=r"families\.unknown-liaison"):
        actions.open_asker(mine.inquiry, "to call", by=layla)
    assert not LookRow.objects.exists()


def test_several_askers_of_one_person_stay_sealed_from_one_another(liaisons: tuple[str, str]) -> None:
    """DP-2."""
    layla, omar = liaisons
    one, other = taken_down(layla), taken_down(omar, asker={"name": "BROTHER"})
    assert len(queries.sought()) == 2
    same = claiming.merge(one.person, other.person, "the same number", by="owner")
    claiming.review(same, "accepted", "told alike", by="samir")
    (person,) = queries.sought()
    assert person.askings == (one.asking, other.asking)
    for mine, by in ((one, omar), (other, layla)):
        with pytest.raises(Refusal):
            actions.open_asker(mine.inquiry, "curious", by=by)
    assert actions.open_asker(other.inquiry, "to call", by=omar) == {"name": "BROTHER"}


def test_nobody_gets_in_touch_before_the_risk_was_weighed(
    take: Callable[..., Outcome], liaisons: tuple[str, str]
) -> None:
    """EJ-1."""
    take()
    first = AskingRow.objects.order_by("pk")[0]
    with pytest.raises(Refusal, match=r"families\.risk-needed"):
        actions.open_asker(first.inquiry, "to call", by="owner")
    assert actions.open_asker(first.inquiry, "to call", by="owner", risk="she lives alone")["name"] == "SECRET-NAME"
    with pytest.raises(Refusal, match=r"families\.risk-needed"):
        taken_down(risk=" ")


def test_an_inquiry_changes_hands_by_its_holder_or_by_two_people(liaisons: tuple[str, str]) -> None:
    layla, omar = liaisons
    mine = taken_down(layla)
    with pytest.raises(Refusal):
        actions.hand_over(mine.inquiry, omar, "I want to know", by=omar)
    actions.hand_over(mine.inquiry, omar, "layla is away", by="owner", second=Second("samir"))
    assert actions.open_asker(mine.inquiry, "to call", by=omar)["word"] == "olive"
    actions.hand_over(mine.inquiry, layla, "she is back", by=omar)
    with pytest.raises(Refusal):
        actions.open_asker(mine.inquiry, "to call", by=omar)
    with pytest.raises(Refusal, match=r"families\.unknown-liaison"):
        actions.hand_over(mine.inquiry, "nobody", "away", by=layla)


def test_a_case_officer_sees_nothing_that_was_given_for_tracing(take: Callable[..., Outcome]) -> None:
    """DP-4: justice reads only what its asker chose for justice; tracing reads both."""
    take()
    tracing, justice = Gate(("family-liaison",), TRACING), Gate(("investigator",), JUSTICE)
    everything = [each for row in AskingRow.objects.all() for each in claims.about([row.person, row.inquiry])]
    seen = yielding.through(tracing, everything)
    assert {each.entity for each in seen} == {each.entity for each in everything}
    second = AskingRow.objects.order_by("pk")[1]
    assert {each.entity for each in yielding.through(justice, everything)} == {second.person, second.inquiry}
    actions.allow(second.inquiry, Chosen(), by="owner")
    assert yielding.through(justice, everything) == []


@given(
    st.builds(
        Allowed,
        st.frozensets(st.sampled_from(PURPOSES)),
        st.frozensets(st.sampled_from(RECEIVERS)),
        st.sampled_from([None, When.parse("2026-11-23"), When.parse("2026-11-24"), When.parse("2027")]),
        st.booleans(),
        st.sampled_from([None, When.parse("2026-11-23"), When.parse("2030")]),
    ),
    st.sampled_from(PURPOSES),
    st.sampled_from([None, "", *RECEIVERS]),
)
def test_nothing_is_read_or_given_that_its_asker_did_not_choose(
    allowed: Allowed, purpose: str, receiver: str | None
) -> None:
    """FD-9, MC-2, DP-1, DP-3, PFIF-4: whatever was chosen, and whoever asks for it for what."""
    yes = allows(allowed, purpose, receiver, TODAY)
    if allowed.expired(TODAY) or (purpose == PUBLICATION and allowed.child):
        assert not yes
    elif receiver is None and purpose == TRACING:
        assert yes  # the missing person's vital interest, within the house
    elif yes:
        assert purpose in allowed.purposes | ({TRACING} if receiver else set())
        assert allowed.until is None or str(allowed.until) != "2026-11-23"
        if receiver is not None and purpose != PUBLICATION:
            assert receiver in allowed.receivers


def test_an_erased_asking_allows_nothing(archive: Desk) -> None:
    value = {"asking": 999, "about": "missing"}
    assert not consent.answer(value, TRACING, None, TODAY)
    assert not consent.answer({**value, "more": 1}, TRACING, None, TODAY)
    assert not consent.answer("text", TRACING, None, TODAY)


def test_a_family_takes_its_inquiry_back_and_nothing_of_it_is_left(
    archive: Desk, differences: Differences, take: Callable[..., Outcome]
) -> None:
    mine = taken_down()
    take()
    done = withdraw(mine.inquiry, "they asked", by="owner", second=Second("samir"))
    assert (done.decision, done.against) == ("erase-all", ())
    assert all(mine.person not in each.members for each in queries.sought())
    assert b"Samer Haddad" not in whole_database(archive)
    with pytest.raises(Refusal):
        queries.asking_of(mine.inquiry)
    assert differences() == []


def test_what_was_taken_back_is_not_taken_in_again_from_a_file_that_still_has_it(take: Callable[..., Outcome]) -> None:
    take()
    first = AskingRow.objects.order_by("pk")[0]
    withdraw(first.inquiry, "they asked", by="owner", second=Second("samir"))
    again = take()
    assert [each.code for each in again.problems] == ["families.was-withdrawn"]
    assert len(queries.sought()) == 1


def test_a_withdrawal_takes_two_people(archive: Desk) -> None:
    mine = taken_down()
    with pytest.raises(Refusal):
        withdraw(mine.inquiry, "they asked", by="owner", second=None)


def test_another_asker_keeps_the_search_and_the_family_s_own_goes(archive: Desk, differences: Differences) -> None:
    """DP-1: the decision says what stood against more."""
    one, other = taken_down(), taken_down(asker={"name": "BROTHER"})
    same = claiming.merge(one.person, other.person, "the same number", by="owner")
    claiming.review(same, "accepted", "told alike", by="samir")
    actions.allow(one.inquiry, chosen(["justice"], ["icrc"], None, None), by="owner")
    done = withdraw(one.inquiry, "they asked", by="owner", second=Second("samir"))
    assert (done.decision, done.against) == ("erase-asker", ("other-askers",))
    with pytest.raises(Refusal, match=r"families\.no-asker"):
        actions.open_asker(one.inquiry, "to call", by="owner")
    (person,) = queries.sought()
    assert len(person.values["name"]) == 4
    assert [each.property for each in queries.inquiry_claims(queries.asking_of(one.inquiry))] == ["person"]
    assert queries.sought(Asked(Label.RESTRICTED, JUSTICE)) == []  # nobody else receives anything from here on
    assert differences() == []


def test_a_hold_stands_against_a_withdrawal(archive: Desk, scan: int) -> None:
    mine = actions.take_down(parse(FORM), channel="paper", liaison="owner", by="owner", papers=[scan])
    hold(scan, "a court asked", by="owner")
    done = withdraw(mine.inquiry, "they asked", by="owner", second=Second("samir"))
    assert (done.decision, done.against, done.papers) == ("erase-asker", ("hold",), (scan,))
    assert queries.sought()


def test_the_missing_person_s_own_interest_is_stated_in_words_to_stand_against(archive: Desk) -> None:
    mine = taken_down()
    done = withdraw(mine.inquiry, "they asked", by="owner", second=Second("samir"), interest="seen alive last week")
    assert done.against == ("vital-interest",)
    assert queries.sought()


def test_an_inquiry_of_paper_cites_the_paper_and_says_how_it_came(archive: Desk, scan: int) -> None:
    mine = actions.take_down(parse(FORM), channel="paper", liaison="owner", by="owner", papers=[scan])
    (person,) = queries.sought()
    assert {cited.entry for cited in person.values["name"][0].citations} == {mine.asking, scan}
    assert queries.asking_of(mine.inquiry).channel == "paper"
    assert person.texts("name") == ["سامر محمود الحداد", "Samer Haddad"]


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"person": []},
        {"person": {"religion": "x"}},  # FD-10: never asked
        {"person": {"nosuch": "x"}},
        {"person": {"name": "12345"}},
        {"person": {"name": "x"}, "asker": {"iban": "x"}},
        {"person": {"name": "x"}, "consent": {"receivers": ["mars"]}},
        {"person": {"name": "x"}, "consent": "yes"},
        {"person": {"name": "x"}, "child": "perhaps"},
        {"person": {"name": {"a": "b"}}},
        {"person": {"name": "x"}, "more": 1},
    ],
)
def test_a_form_that_says_what_nobody_asked_is_refused(told: object) -> None:
    with pytest.raises(Refusal):
        parse(told)


@pytest.mark.parametrize(
    "name", ["و", "x" * 300, "سامر Haddad", "أحمد 😀", "\u202eدادحلا\u202c", "عـــلي", "O'Neil-al_Haddad", "А" * 3]
)
def test_strange_names_are_kept_as_written(take: Callable[..., Outcome], name: str) -> None:
    done = take(("f9", name, *[""] * 10))
    assert done.problems == []
    assert queries.sought()[0].texts("name") == [name]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("f1", "12345", "", "", "", "", "", "", "", "", "", ""), "registers.name-without-letters"),
        (("f1", "سامر", "", "", "", "", "", "", "", "mars", "", ""), "families.unknown-receiver"),
        (("f1", "سامر", "", "", "", "", "", "", "feelings", "", "", ""), "families.unknown-purpose"),
        (("f1", "سامر", "", "", "6.8E+10", "", "", "", "", "", "", ""), "registers.number-lost-digits"),
        (("f1", "سامر", "", "", "", "", "", "", "", "", "perhaps", ""), "families.child-yes-or-no"),
        (("f1", *[""] * 11), "registers.row-says-nothing"),
    ],
)
def test_what_is_not_understood_is_told_and_allows_nothing(
    take: Callable[..., Outcome], row: tuple[str, ...], code: str
) -> None:
    done = take(row)
    assert [(each.line, each.code) for each in done.problems] == [(2, code)]
    for each in consent.of_all().values():
        assert not each.receivers
        assert not each.purposes


def test_a_name_that_is_not_known_is_no_reason_to_leave_somebody_out(take: Callable[..., Outcome]) -> None:
    """PFIF-8: unnamed ones are the ones that match."""
    take(("f1", "", "", "", "6841", "", "", "", "", "", "", ""))
    assert queries.sought()[0].texts("detaineeNumber") == ["6841"]


@pytest.mark.parametrize(
    ("says", "told", "child"),
    [
        ([Said("age", "16")], None, True),
        ([Said("age", "٢٤")], None, False),
        ([Said("age", "16")], "no", False),
        ([], "نعم", True),
        ([], None, False),
        ([Said("birthDate", "1995", "1995"), Said("arrestDate", "2012", "2012")], None, True),
        ([Said("birthDate", "1990", "1990"), Said("arrestDate", "2012", "2012")], None, False),
        ([Said("birthDate", "1994", "1994"), Said("arrestDate", "2012", "2012")], None, True),  # it may be: protected
    ],
)
def test_a_child_is_protected_where_the_years_leave_it_open(says: list[Said], told: str | None, child: bool) -> None:
    """DP-3."""
    assert is_child(Draft(1, "x", person=says), told) is child


def test_what_a_consent_names_is_understood_in_both_languages() -> None:
    given = chosen(["العدالة"], ["الصليب الأحمر", "ICMP"], "٢٠٢٧", "guardian")
    assert (given.purposes, given.receivers, str(given.until)) == (("justice",), ("icrc", "icmp"), "2027")


def test_consent_ends_by_time_and_by_word(take: Callable[..., Outcome]) -> None:
    """MC-2."""
    take()
    second = AskingRow.objects.order_by("pk")[1]
    justice = Asked(Label.RESTRICTED, JUSTICE)
    assert [each.entry for each in queries.sought(justice)] == [second.person]
    actions.allow(second.inquiry, chosen(["justice"], [], "2020-01-01", None), by="owner")
    assert queries.sought(justice) == []
    actions.allow(second.inquiry, chosen(["justice"], [], "2099-01-01", None), by="owner")
    assert queries.sought(justice)


def test_an_asking_is_told_as_json_without_who_asks(take: Callable[..., Outcome]) -> None:
    from isnad.families.inquiries_showing import whole

    take()
    told = whole(AskingRow.objects.order_by("pk")[0], Asked())
    assert told["asker"] == "sealed"
    assert "MARKER" not in json.dumps(told)
    assert "SECRET" not in json.dumps(told)
