"""Tables as they may be shown: nothing small, nothing that small can be worked out from, nothing lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from isnad.remains.statistics import FEWEST, SMALL, Counted, Row, public


def table(*counts: tuple[int, int]) -> Counted:
    """A table of remains: accepted and proposed of each row."""
    rows, first = [], 0
    for at, (accepted, proposed) in enumerate(counts):
        total = accepted + proposed
        rows.append(Row(f"row {at}", accepted, proposed, float(total), total, tuple(range(first, first + total))))
        first += total
    return Counted("departments", "remains", tuple(rows))


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(sum), max_size=8))
def test_no_cell_is_under_five_and_none_can_be_worked_out(counts: list[tuple[int, int]]) -> None:
    shown = public(table(*counts))
    whole = sum(map(sum, counts))
    for row in shown.rows:
        assert row.remains == ()
        for each in (row.accepted, row.proposed, row.total):
            assert each is None or each == 0 or each >= FEWEST
        if row.accepted is not None:
            assert row.accepted + (row.proposed or 0) == row.total
    if whole >= FEWEST:
        assert sum(row.total or 0 for row in shown.rows) == whole
    small = [each for each in counts if sum(each) < FEWEST]
    kept = {row.value for row in shown.rows}
    assert all(f"row {at}" not in kept for at, each in enumerate(counts) if each in small)


def test_one_small_row_takes_the_next_with_it() -> None:
    shown = public(table((0, 30), (0, 9), (0, 2)))
    assert [(row.value, row.total) for row in shown.rows] == [("row 0", 30), (SMALL, 11)]


def test_a_table_without_small_rows_is_shown_as_it_is() -> None:
    shown = public(table((6, 5), (0, 9)))
    assert [(row.accepted, row.proposed, row.total) for row in shown.rows] == [(6, 5, 11), (0, 9, 9)]


def test_a_split_into_small_parts_is_left_out() -> None:
    (row,) = public(table((2, 30))).rows
    assert (row.accepted, row.proposed, row.total) == (None, None, 32)
