"""The hand, the letters and the plan behind the demonstration's pictures."""

from __future__ import annotations

import random
import unicodedata
from importlib import resources
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from isnad.testing.demo import arabic, people
from isnad.testing.demo.hand import Script, Writer, shown
from isnad.testing.demo.plan import planned

SCRIPTS: tuple[Script, ...] = ("western", "arabic-indic")


def height(digit: str, script: Script, seed: int) -> float:
    """Of ink: the points' reach and the pen's width."""
    chance = random.Random(seed)
    writer = Writer.made(script, chance)
    points = [point for stroke in writer.write(digit, chance)[0] for point in stroke]
    return max(y for _, y in points) - min(y for _, y in points) + writer.pen


def test_the_arabic_indic_zero_is_the_small_dot_and_five_is_nearly_full() -> None:
    def mean(digit: str) -> float:
        return sum(height(digit, "arabic-indic", seed) for seed in range(80)) / 80

    full = sum(mean(digit) for digit in "1236789") / 7
    assert 0.15 < mean("0") / full < 0.4
    assert 0.8 < mean("5") / full < 1.0
    assert 0.95 < sum(height("0", "western", seed) for seed in range(80)) / 80 / full < 1.05


@settings(max_examples=60, deadline=None)
@given(st.text("0123456789", min_size=1, max_size=6), st.sampled_from(SCRIPTS), st.integers(0, 10**6))
def test_digits_stand_in_their_order_on_their_line(number: str, script: Script, seed: int) -> None:
    chance = random.Random(seed)
    strokes, length = Writer.made(script, chance).write(number, chance)
    points = [point for stroke in strokes for point in stroke]
    assert all(-0.35 < x < length + 0.35 and -0.35 < y < 1.35 for x, y in points)
    assert len(strokes) >= len(number)


def test_numbers_are_shown_in_the_digits_of_their_script() -> None:
    assert shown("6841", "arabic-indic") == "٦٨٤١"
    assert shown("6841", "western") == "6841"


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("محمد", ["MEEM INITIAL", "HAH MEDIAL", "MEEM MEDIAL", "DAL FINAL"]),
        ("نزار", ["NOON INITIAL", "ZAIN FINAL", "ALEF ISOLATED", "REH ISOLATED"]),
        ("بلال", ["BEH INITIAL", "LAM WITH ALEF FINAL", "LAM ISOLATED"]),
    ],
)
def test_letters_take_the_form_their_neighbours_ask_for(text: str, forms: list[str]) -> None:
    names = [unicodedata.name(letter) for letter in reversed(arabic.visual(text))]
    assert len(names) == len(forms)
    for name, wanted in zip(names, forms, strict=True):
        letter, _, form = wanted.rpartition(" ")
        assert form in name
        assert letter.split()[0] in name


def test_the_cards_font_has_every_form_of_every_name_and_its_licence_beside_it() -> None:
    folder = resources.files("isnad.testing.demo").joinpath("fonts")
    assert "SIL Open Font License" in folder.joinpath("OFL-isnad-card-hand.txt").read_text("utf-8")
    with resources.as_file(folder.joinpath("isnad-card-hand.ttf")) as path:
        font = ImageFont.truetype(str(path), 40, layout_engine=ImageFont.Layout.BASIC)
    missing = bytes(font.getmask("\uffff"))
    for name in (*people.GIVEN, *people.FAMILY):
        for letter in arabic.visual(name):
            assert bytes(font.getmask(letter)) != missing, unicodedata.name(letter)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 40), st.integers(0, 10**6))
def test_a_plan_holds_what_it_promises(bodies: int, seed: int) -> None:
    shots = planned(bodies, seed)
    assert len({shot.file for shot in shots}) == len(shots)
    known = {shot.file: shot for shot in shots}
    for shot in shots:
        assert shot.duplicate_of is None or known[shot.duplicate_of].duplicate_of is None
        if shot.numbers:
            camera, laid = shot.scene.camera, shot.scene.laid
            assert laid is not None
            assert laid.card.numbers == tuple(shot.numbers.values())
            for x, y in (camera.place(corner) for corner in laid.corners()):
                assert 0 < x < camera.width, "the whole card is in the picture"
                assert 0 < y < camera.height
            small = laid.width * camera.zoom * 0.3 * 0.62
            assert small > 28, "a digit is tall enough to be read"


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6))
def test_no_two_bodies_have_the_same_numbers(seed: int) -> None:
    numbers: dict[int, dict[str, str]] = {}
    for shot in planned(40, seed):
        if shot.body is not None and shot.numbers:
            assert numbers.setdefault(shot.body, shot.numbers) == shot.numbers
    told = [(n["detainee"], n.get("examination")) for n in numbers.values()]
    assert len(set(told)) == len(told)
    assert len({detainee for detainee, _ in told}) == len(told)
    assert len(numbers) == 40


def test_photographs_of_one_body_lie_close_in_time_and_bodies_apart() -> None:
    spans: dict[int, list[float]] = {}
    for shot in planned(40, 9):
        if shot.body is not None and shot.duplicate_of is None:
            spans.setdefault(shot.body, []).append(shot.taken.timestamp())
    ordered = sorted((min(times), max(times)) for times in spans.values())
    assert all(last - first < 300 for first, last in ordered)
    assert all(after[0] - before[1] > 200 for before, after in pairwise(ordered))
