"""Rules of the house: records, not settings; two people to protect less, one to protect more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.access import rules
from isnad.access.actions import Second
from isnad.custody import actions as custody
from isnad.custody.entries import Disclosure
from isnad.record.desk import Desk
from isnad.words import Label, Refusal

LAYLA = Second("layla")


def test_a_rule_that_nobody_set_has_the_shipped_value(archive: Desk) -> None:
    assert {each["name"]: each["value"] for each in rules.table()} == {n: r.shipped for n, r in rules.RULES.items()}


def test_one_person_may_protect_more_and_two_may_protect_less(archive: Desk) -> None:
    rules.change("release", "off", "it must never be", by="owner", second=None)
    with pytest.raises(Refusal, match=r"access\.second-person-needed"):
        rules.change("release", "on", "we changed our mind", by="owner", second=None)
    assert rules.value("release") == "off"
    rules.change("release", "on", "both of us did", by="owner", second=LAYLA)
    assert rules.value("release") == "on"
    changes = next(each["changes"] for each in rules.table() if each["name"] == "release")
    assert [change["value"] for change in changes] == ["off", "on"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("nobody", "1"),
        ("release", "maybe"),
        ("items-without-second", "201"),
        ("items-without-second", "٢"),
        ("items-without-second", "-3"),
    ],
)
def test_unknown_rules_and_values_are_refused(archive: Desk, name: str, value: str) -> None:
    with pytest.raises(Refusal):
        rules.change(name, value, "why", by="owner", second=LAYLA)


@given(st.sampled_from(sorted(rules.RULES)), st.text())
def test_any_text_is_a_value_or_refused(name: str, text: str) -> None:
    rule = rules.RULES[name]
    known = text in rule.values or (not rule.values and text.isascii() and text.isdigit())
    if not known:
        with pytest.raises(Refusal, match=r"access\.not-a-rule-value"):
            rule.strength(text)


def test_where_nothing_is_released_nothing_public_leaves_by_whatever_command(archive: Desk) -> None:
    source, _ = custody.name_source("north wind", by="owner")
    leaving = Disclosure((source,), "list", Label.PUBLIC, None, None, None, 1)
    custody.disclose(leaving, by="owner", second=None)
    rules.change("release", "off", "it must never be", by="owner", second=None)
    with pytest.raises(Refusal, match=r"access\.nothing-released"):
        custody.disclose(leaving, by="owner", second=LAYLA)


def test_the_rule_says_how_many_leave_on_one_word(archive: Desk) -> None:
    source, _ = custody.name_source("north wind", by="owner")
    leaving = Disclosure((source,), "list", Label.INTERNAL, None, None, None, 6)
    custody.disclose(leaving, by="owner", second=None)
    rules.change("items-without-second", "5", "we grew careful", by="owner", second=None)
    with pytest.raises(Refusal, match=r"access\.second-person-needed"):
        custody.disclose(leaving, by="owner", second=None)
