"""What a number means, and that two scripts never meet in one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.instruments.numerals.alphabet import LETTERS, Script, classes_of, meaning


@pytest.mark.parametrize(
    ("written", "text", "letter"),
    [
        ("1234/215", "1234/215", None),
        ("١٢٣٤/٢١٥", "1234/215", None),
        ("٠٥٠", "050", None),
        ("ج/٢١٥", "215", "ج"),
        ("٢١٥ج", "215", "ج"),
        ("1234/ب", "1234", "ب"),
    ],
)
def test_digits_become_western_and_letters_have_a_field_of_their_own(written: str, text: str, letter: str) -> None:
    assert meaning(written) == (text, letter)


@given(st.sampled_from(list(Script)), st.text(alphabet="0123456789", min_size=1, max_size=7))
def test_a_number_means_the_same_in_either_script(script: Script, digits: str) -> None:
    written = "".join(script.digits[int(each)] for each in digits)
    assert meaning(written) == (digits, None)


def test_the_digits_of_the_other_script_are_no_part_of_a_script() -> None:
    western, arabic = set(classes_of(Script.WESTERN)), set(classes_of(Script.ARABIC_INDIC))
    assert len(western & arabic) == 1 + len(LETTERS) + 3  # slash, letters, words of doubt
