"""Whole photographs: what is read, and what is not accepted though it could be read."""

from __future__ import annotations

from importlib import resources

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from instruments.numerals.cards import GROUND, INK, PAPER, a_number, on_ground
from isnad.instruments.numerals import NumberRead, Numerals, Script
from isnad.testing.demo.hand import shown

NUMBERS = ["6841", "2159", "3402", "7395", "227", "9046", "5183", "4728"]


@pytest.fixture(name="numerals", scope="module")
def _numerals() -> Numerals:
    return Numerals()


def accepted(found: list[NumberRead]) -> list[str]:
    return [each.text for each in found if each.accepted]


def test_the_weights_are_small() -> None:
    weights = resources.files("isnad.instruments.numerals").joinpath("weights")
    assert sum(len(each.read_bytes()) for each in weights.iterdir()) <= 4_000_000


@pytest.mark.parametrize("script", ["western", "arabic-indic"])
@pytest.mark.parametrize("turn", [0, 12, -20])
def test_most_numbers_of_an_unknown_hand_are_read_and_nothing_wrong_is_accepted(
    numerals: Numerals, script: str, turn: float
) -> None:
    right, wrong = 0, []
    for seed, number in enumerate(NUMBERS):
        found = numerals.read(on_ground([a_number(number, script, seed=seed)], turn=turn, seed=seed))
        right += any(each.text == number for each in found)
        wrong += [(number, each) for each in accepted(found) if each != number]
    assert right >= 5
    assert not wrong


def test_a_card_of_three_numbers_has_three_lines_from_top_to_bottom(numerals: Numerals) -> None:
    found = numerals.read(on_ground([a_number("6841"), a_number("215"), a_number("1033")]))
    rows = {each.text: each.place.y for each in found}
    assert {"6841", "215"} <= set(rows)
    assert rows["6841"] < rows["215"]


@pytest.mark.parametrize("high", [110, 220])
def test_a_number_that_fills_the_photograph_is_one_line(numerals: Numerals, high: int) -> None:
    found = numerals.read(on_ground([a_number("6841", high=high, seed=2)]))
    assert found[0].text == "6841"
    assert found[0].place.height > high / 2


def test_the_script_as_written_is_kept_beside_the_text(numerals: Numerals) -> None:
    found = numerals.read(on_ground([a_number("2739", "arabic-indic", high=80, seed=3)]))
    (best, *_) = found
    assert best.script is Script.ARABIC_INDIC
    assert best.text == "2739"
    assert best.as_written == shown("2739", "arabic-indic")


@pytest.mark.parametrize("level", [0, GROUND, 255])
def test_a_frame_of_one_grey_has_no_number(numerals: Numerals, level: int) -> None:
    assert numerals.read(np.full((900, 1200), level, np.uint8)) == []


@pytest.mark.parametrize("shape", [(1, 1), (5, 900), (40, 40)])
def test_tiny_and_odd_pictures_have_an_answer(numerals: Numerals, shape: tuple[int, int]) -> None:
    assert accepted(numerals.read(np.full(shape, 90, np.uint8))) == []


def test_noise_is_no_number(numerals: Numerals) -> None:
    noise = np.random.default_rng(4).integers(0, 255, (700, 900)).astype(np.uint8)
    assert accepted(numerals.read(noise)) == []


def test_a_page_of_print_gives_no_accepted_number(numerals: Numerals) -> None:
    page = Image.new("L", (1200, 900), PAPER)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(size=19)
    for row in range(30, 870, 28):
        pen.text((40, row), "Whoever reads this page finds words and no number written by a hand", font=font, fill=INK)
    assert accepted(numerals.read(np.asarray(page))) == []


def test_twenty_numbers_are_each_judged_alone_and_have_no_roles(numerals: Numerals) -> None:
    sheet = np.full((900, 1200), PAPER, np.uint8)
    for at in range(20):
        card = np.asarray(a_number(str(1357 + 223 * at), high=44, seed=at))
        top, left = 10 + at // 4 * 175, 10 + at % 4 * 295
        sheet[top : top + card.shape[0], left : left + card.shape[1]] = card[:, : 1200 - left]
    found = numerals.read(sheet)
    truth = {str(1357 + 223 * at) for at in range(20)}
    assert len(truth & {each.text for each in found}) >= 10
    assert {each.proposal.role for each in found} == {None}
    assert set(accepted(found)) <= truth


def test_upside_down_7_and_8_change_places_and_are_not_accepted_as_the_other(numerals: Numerals) -> None:
    for number in ("78", "787", "88"):
        upside = np.ascontiguousarray(on_ground([a_number(number, "arabic-indic", high=80)])[::-1, ::-1])
        assert set(accepted(numerals.read(upside))) <= {number}


def test_an_upside_down_card_is_read_by_what_only_reads_one_way(numerals: Numerals) -> None:
    cards = [a_number("2345", high=80, seed=5), a_number("4352", high=80, seed=6)]
    upside = np.ascontiguousarray(on_ground(cards)[::-1, ::-1])
    found = numerals.read(upside)
    assert {"2345", "4352"} & {each.text for each in found}
    assert set(accepted(found)) <= {"2345", "4352"}


def test_a_mirrored_photograph_gives_no_accepted_number(numerals: Numerals) -> None:
    for seed, number in enumerate(["2354", "43527", "6275"]):
        mirrored = np.ascontiguousarray(on_ground([a_number(number, high=80, seed=seed)])[:, ::-1])
        assert accepted(numerals.read(mirrored)) == []


def test_a_line_cut_by_the_frame_is_not_accepted_as_a_shorter_number(numerals: Numerals) -> None:
    whole = on_ground([a_number("84736", high=90)], size=(900, 400))
    columns = np.flatnonzero(whole.min(0) < 60)
    for share in (0.35, 0.5, 0.65):
        cut = np.ascontiguousarray(whole[:, : int(columns[0] + share * (columns[-1] - columns[0]))])
        assert not set(accepted(numerals.read(cut))) - {"84736"}


def test_a_cards_edge_is_no_leading_one(numerals: Numerals) -> None:
    for seed in range(6):
        card = a_number("4728", high=70, seed=seed)
        pen = ImageDraw.Draw(card)
        pen.line([(14, 4), (14, card.height - 4)], fill=INK, width=3)
        assert set(accepted(numerals.read(on_ground([card], seed=seed)))) <= {"4728"}


def test_a_number_that_reads_in_both_scripts_alone_is_not_accepted_as_the_wrong_one(numerals: Numerals) -> None:
    for seed in range(6):
        found = numerals.read(on_ground([a_number("651", "arabic-indic", high=80, seed=seed)]))
        assert set(accepted(found)) <= {"651"}


def test_the_quad_lies_on_the_number_in_pixels_of_the_picture(numerals: Numerals) -> None:
    picture = on_ground([a_number("6841", high=70)], size=(1600, 1200))
    (best, *_) = numerals.read(picture)
    xs, ys = zip(*best.place.quad(), strict=True)
    ink = np.argwhere(picture < 60)
    assert min(xs) - 40 <= ink[:, 1].min()
    assert max(xs) + 40 >= ink[:, 1].max()
    assert abs((min(ys) + max(ys)) / 2 - ink[:, 0].mean()) < 20


def test_the_same_photograph_is_read_the_same_way(numerals: Numerals) -> None:
    picture = on_ground([a_number("5183", high=60)])
    assert numerals.read(picture) == numerals.read(picture)


def test_confidence_lies_between_nothing_and_certainty_and_orders_the_readings(numerals: Numerals) -> None:
    found = numerals.read(on_ground([a_number("6841"), a_number("215"), a_number("1033")]))
    given = [each.confidence for each in found]
    assert given == sorted(given, reverse=True)
    assert all(0 <= each <= 1 for each in given)
