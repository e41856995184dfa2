"""A list ranked for each of many names."""

from __future__ import annotations

# ruff: noqa: SIM905
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.instruments.naming import Index, rank, scores

ROLL = [
    "سامر محمود خليل الأحمد",
    "خالد محمود خليل الأحمد",
    "يوسف إبراهيم نعمة",
    "فاطمة الزهراء العلي",
    "عبد الرحمن قاسم",
    "Jürgen Müller",
    "علاء الدين حسن",
    "Şêrko Bêkes",
    "هيثم غسان طعمة",
    "",
    "🙂",
    "م",
]


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("Samer Mahmoud Khalil Al-Ahmad", 0),
        ("Khaled Alahmad", 1),
        ("NEHME, Youssef", 2),
        ("Fatma al Ali", 3),
        ("Abdulrahman Kassem", 4),
        ("يورغن مولر", 5),
        ("Alaaeddine Hassan", 6),
        ("شيركو بيكس", 7),
        ("Haytham Ghassan Toume", 8),
    ],
)
def test_the_right_name_comes_first_across_scripts(query: str, place: int) -> None:
    ((best, *_),) = list(rank([query], ROLL, 3))
    assert best.place == place


def test_the_probabilities_of_one_query_add_up_to_at_most_one() -> None:
    (ranked,) = list(rank(["Samer Alahmad"], ROLL, len(ROLL)))
    assert len(ranked) == len(ROLL)
    assert sum(each.score for each in ranked) <= 1.0 + 1e-9


def test_somebody_who_is_not_there_is_nobody() -> None:
    ((best, *_),) = list(rank(["Zoltan Kodaly"], ROLL, 1))
    assert best.score < 0.5


def test_two_rows_with_one_name_share() -> None:
    (ranked,) = list(rank(["Youssef Nehme"], [*ROLL, ROLL[2]], 2))
    assert {each.place for each in ranked} == {2, len(ROLL)}
    assert ranked[0].score == pytest.approx(ranked[1].score)
    assert ranked[0].score <= 0.5


@settings(max_examples=15, deadline=None)
@given(st.permutations(["Samer Alahmad", "Fatma Ali", "علاء", "", "x" * 300]))
def test_queries_do_not_influence_one_another(queries: list[str]) -> None:
    together = dict(zip(queries, rank(queries, ROLL, 5), strict=True))
    for query in queries:
        assert together[query] == next(iter(rank([query], ROLL, 5)))


def test_no_candidates_and_no_queries_are_no_error() -> None:
    assert list(rank(["محمد"], [], 5)) == [[]]
    assert list(rank([], ROLL, 5)) == []
    assert scores([], ROLL).shape == (0, len(ROLL))


def test_scores_are_an_array_of_evidence() -> None:
    found = scores(["Samer Alahmad", "Fatma Ali"], ROLL)
    assert found.shape == (2, len(ROLL))
    assert found[0, 0] == found[0].max()
    assert found[1].argmax() == 3


def test_the_index_finds_what_the_list_finds() -> None:
    index = Index.build(ROLL)
    for query in ("Samer Mahmoud Alahmad", "Abdulrahman Kassem", "Haytham Ghassan", "عالء الدين حسن"):
        ((listed, *_),) = list(rank([query], ROLL, 1))
        assert index.best(query, 1)[0].place == listed.place


def test_the_index_finds_one_among_many() -> None:
    random = np.random.default_rng(3)
    own = "أحمد محمد محمود خالد سامر يوسف إبراهيم علي حسن حسين عمر ياسين طارق هيثم غسان نور فاطمة مريم".split()
    family = "الأحمد الخطيب الحلبي الحمصي الشامي العلي قباني نعمة طعمة زيدان بكر صباغ نجار حداد خياط".split()
    rows = [f"{random.choice(own)} {random.choice(own)} {random.choice(family)}" for _ in range(5000)]
    rows[1234] = "قصي ظافر الدرعاوي"
    index = Index.build(rows)
    found = index.best("Qusay Zafer Aldaraawi", 5)
    assert found[0].place == 1234
    assert found[0].score > 0.9
    assert index.best("🙂", 5) == []


def test_an_empty_index_answers_with_nothing() -> None:
    assert Index.build([]).best("محمد", 3) == []
