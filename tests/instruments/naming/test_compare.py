"""Two names beside each other: what agrees, what does not, and why."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad import speech
from isnad.instruments.naming import compare

SAME = [
    ("محمد نور الدين الحسن", "Mohamad Nouraldin Alhassan"),
    ("أحمد", "احمد"),
    ("فاطمة", "فاطمه"),
    ("ليلى", "ليلي"),
    ("عبد الرحمن", "عبدالرحمن"),
    ("عبد الله", "Abdullah"),
    ("Abd al-Rahman", "عبدالرحمن"),
    ("أبو بكر البغدادي", "Abu Bakr al-Baghdadi"),
    ("Muhammad", "Mohamed"),
    ("Khaled Youssef", "خالد يوسف"),
    ("HASAN, Ahmad", "أحمد حسن"),
    ("Hamid Reza", "Hamidreza"),
    ("Şêrko", "شيركو"),
    ("Çelik", "Celik"),
    ("Dr. Ahmad Hasan", "أحمد حسن"),
    ("Ахмад Хасан", "Ahmad Hasan"),
    ("ﺣﺴﻦ", "حسن"),
    ("ãÍãÏ", "محمد"),
]
DIFFERENT = [
    ("حسن", "Hussein"),
    ("سالم", "Sulayman"),
    ("محمد", "Ahmad"),
    ("جمال", "Khaled"),
    ("Khaled", "Omar"),
    ("محمد حسن علي", "Ahmad Hasan Ali"),
    ("خالد", "سليم"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_ways_to_write_one_name_agree(left: str, right: str) -> None:
    assert compare(left, right).score > 0.8


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_different_names_do_not_agree(left: str, right: str) -> None:
    assert compare(left, right).score < 0.3


def test_the_ligature_that_pdf_takes_apart_is_put_together() -> None:
    assert compare("عالء", "علاء").score > 0.9
    assert compare("عالء", "Alaa").score > 0.5


def test_arabic_written_from_its_end_is_read_and_the_reason_says_so() -> None:
    found = compare("محمد نور الدين", "نيدلا رون دمحم")
    assert found.backwards
    assert found.score > 0.9
    with speech.spoken_in("en"):
        assert "from its end" in found.why


def test_a_brother_is_not_the_same_name_though_three_parts_agree() -> None:
    assert compare("سامر محمود خليل الأحمد", "Khaled Mahmoud Khalil Alahmad").score < 0.3
    assert compare("سامر محمود خليل الأحمد", "Samer Mahmoud Khalil Alahmad").score > 0.9


def test_a_missing_part_weighs_little_and_a_contradicting_one_much() -> None:
    missing = compare("سامر محمود الأحمد", "Samer Alahmad").score
    contradicting = compare("سامر محمود الأحمد", "Samer Yousef Alahmad").score
    assert missing > 0.9
    assert contradicting < missing


def test_an_initial_agrees_with_the_name_it_begins() -> None:
    found = compare("A. Hasan", "Ahmad Hasan")
    assert [part.kind for part in found.parts] == ["initial", "same"]
    assert compare("B. Hasan", "Ahmad Hasan").score < found.score


def test_digits_agree_with_the_same_digits_in_the_other_writing() -> None:
    assert compare("12345", "١٢٣٤٥").score > 0.9
    assert compare("12345", "12346").score < 0.5


def test_the_reasons_show_which_letters_stand_for_which() -> None:
    (part,) = compare("شكري", "Shukri").parts
    assert any(ours == "ش" and theirs.startswith("sh") for ours, theirs in part.letters)
    assert "".join(pair[0] for pair in part.letters) == "شكري"
    assert "".join(pair[1] for pair in part.letters) == "shukri"


def test_the_reasons_are_in_the_language_of_the_reader() -> None:
    with speech.spoken_in("ar"):
        assert "اسمان مختلفان" in compare("Khaled", "Omar").why
    with speech.spoken_in("en"):
        assert "different names" in compare("Khaled", "Omar").why


@pytest.mark.parametrize("text", ["", " ", "🙂", "\u200f\u200e", "…", "ـــ", "ًٌٍ"])
def test_what_holds_no_letter_agrees_with_nothing(text: str) -> None:
    found = compare(text, "محمد")
    assert (found.score, found.parts) == (0.0, ())
    assert found.why


@pytest.mark.parametrize(
    "text", ["ا", "x", "م" * 300, "a" * 300, "محمدMohamad", "٣", "🙂 محمد", "\u202bمحمد\u202c", "名前", "👨‍👩‍👧"]
)
def test_strange_names_give_a_score_and_a_reason(text: str) -> None:
    for other in ("محمد", "Mohamad", text):
        found = compare(text, other)
        assert 0.0 <= found.score <= 1.0
        assert found.why


def test_marks_of_direction_emoji_and_vowel_signs_change_nothing() -> None:
    plain = compare("محمد", "Mohamad").score
    assert compare("\u202bمُحَمَّد\u202c 🙂", "Mohamad\u200e").score == plain


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_give_a_probability(left: str, right: str) -> None:
    assert 0.0 <= compare(left, right).score <= 1.0


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["محمد", "أحمد", "Khaled", "Samer", "حسن", "Alahmad"]), min_size=1, max_size=4))
def test_a_name_agrees_with_itself(parts: list[str]) -> None:
    name = " ".join(parts)
    assert compare(name, name).score > 0.9
