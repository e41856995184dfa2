"""Shapes, upcasters and the law as a pure function: no archive is needed."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.custody.entries import Hold, HoldLifted
from isnad.record import records
from isnad.record.entries import Erased, Founded, Left
from isnad.record.law import Around, faults
from isnad.record.records import Ground, Record, kept_as, kinds, read, upcasts, write
from isnad.record.shape import Sealed, shape_of
from isnad.words import Broken, Citation, Digest, Json, Label, Moment, Refusal, Region, When, canonical

AT = Moment.parse("2026-11-24T10:00:00Z")


@dataclass(frozen=True, slots=True)
class Nested:
    text: str
    when: When | None


@kept_as("isnad/test-everything/2")
@dataclass(frozen=True, slots=True)
class Everything(Record):
    text: str
    number: int | None
    digest: Digest
    when: When
    label: Label
    citations: tuple[Citation, ...]
    nested: Nested
    anything: Json
    secret: Sealed[str]
    secrets: Sealed[tuple[str, ...]]

    def stands_on(self) -> tuple[int, ...]:
        return () if self.number is None else (self.number,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "item"

    def cites(self) -> tuple[Citation, ...]:
        return self.citations


@upcasts("isnad/test-everything/1", "isnad/test-everything/2")
def _from_first(fields: dict[str, Json]) -> dict[str, Json]:
    return {**fields, "text": fields["text"].upper(), "number": None}


everything = st.builds(
    Everything,
    text=st.text(),
    number=st.none() | st.integers(0, 99),
    digest=st.binary(min_size=32, max_size=32).map(Digest),
    when=st.dates().map(When.on),
    label=st.sampled_from(Label),
    citations=st.lists(st.builds(Citation, st.integers(0, 99), st.just(Region(1, 2, 3, 4)))).map(tuple),
    nested=st.builds(Nested, st.text(), st.none() | st.dates().map(When.on)),
    anything=st.dictionaries(st.text(st.characters(codec="ascii")), st.lists(st.booleans())),
    secret=st.text().map(Sealed),
    secrets=st.lists(st.text()).map(tuple).map(Sealed),
)


@given(everything)
def test_a_record_is_read_as_it_was_written(record: Everything) -> None:
    try:
        opened, sealed = write(record, AT, "owner", 0)
        canonical([opened, sealed])
    except Refusal:  # text with lone surrogates has no written form at all
        return
    saying = read(7, opened, sealed)
    assert (saying.number, saying.at, saying.by, saying.tool) == (7, AT, "owner", 0)
    assert saying.record == record


@given(everything)
def test_no_sealed_value_stands_in_the_open_part_or_shows_itself(record: Everything) -> None:
    opened, _ = write(record, AT, "owner", 0)
    assert not {"secret", "secrets"} & opened.keys()
    assert "Sealed(…)" in repr(record)
    shut = read(7, opened).record
    with pytest.raises(Refusal, match=r"record\.sealed"):
        _ = shut.secret.value  # type: ignore[attr-defined]


def test_an_old_format_is_read_through_its_upcaster() -> None:
    record = Everything("a", 3, Digest.of(b""), When.parse("2013"), Label.PUBLIC, (), Nested("n", None), {},
                        Sealed("s"), Sealed(()))  # fmt: skip
    opened, sealed = write(record, AT, "owner", 0)
    old = {name: value for name, value in opened.items() if name != "number"} | {"format": "isnad/test-everything/1"}
    found = read(7, old, sealed).record
    assert (found.text, found.number) == ("A", None)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "change",
    [
        {"format": "isnad/nobody/1"},
        {"digest": "short"},
        {"label": "secret"},
        {"citations": [{"entry": -1}]},
        {"when": "yesterday"},
        {"at": None},
    ],
)
def test_a_body_that_does_not_fit_its_format_is_broken(change: dict[str, Json]) -> None:
    record = Everything("a", 3, Digest.of(b""), When.parse("2013"), Label.PUBLIC, (), Nested("n", None), {},
                        Sealed("s"), Sealed(()))  # fmt: skip
    opened, _ = write(record, AT, "owner", 0)
    with pytest.raises((Broken, Refusal)):
        read(7, opened | change)


def test_every_kind_has_one_format_now() -> None:
    names = [cls.KIND for cls in kinds().values()]
    assert len(names) == len(set(names))
    assert all(shape_of(cls) for cls in kinds().values())
    assert not {old for old in records._upcasters if old in kinds()}


def an_everything(number: int | None, *citations: Citation) -> Everything:
    return Everything("a", number, Digest.of(b""), When.parse("2013"), Label.PUBLIC, citations, Nested("n", None), {},
                      Sealed("s"), Sealed(()))  # fmt: skip


grounds = st.dictionaries(
    st.integers(0, 9), st.tuples(st.sampled_from(["item", "other", "erased"]), st.booleans()), max_size=10
).map(
    lambda found: {
        n: Ground(n, kind, {"width": 10, "height": 10} if kind == "item" else {}, gone)
        for n, (kind, gone) in found.items()
    }
)


class TestTheLaw:
    @given(grounds, st.integers(0, 12), st.integers(0, 12))
    def test_nothing_stands_on_what_was_never_said_or_is_gone_or_of_another_kind(
        self, known: dict[int, Ground], number: int, on: int
    ) -> None:
        allowed = on in known and on < number and not known[on].gone and known[on].kind == "item"
        assert (list(faults(number, an_everything(on), known, "owner")) == []) is allowed

    @given(grounds, st.integers(0, 12), st.integers(0, 12))
    def test_nothing_stands_on_itself_or_on_what_comes_later(
        self, known: dict[int, Ground], number: int, later: int
    ) -> None:
        on = number + later
        known = {**known, on: Ground(on, "item", {})}
        assert list(faults(number, an_everything(on), known, "owner")) == ["record.never-said"]

    @pytest.mark.parametrize(
        ("region", "inside"),
        [(Region(0, 0, 10, 10), True), (Region(1, 0, 10, 10), False), (Region(9, 9, 1, 1), True)],
    )
    def test_a_region_lies_inside_the_picture(self, region: Region, inside: bool) -> None:
        known = {1: Ground(1, "item", {"width": 10, "height": 10})}
        found = list(faults(5, an_everything(None, Citation(1, region)), known, "owner"))
        assert found == ([] if inside else ["record.outside-the-picture"])

    def test_what_has_no_size_holds_no_region(self) -> None:
        known = {1: Ground(1, "item", {})}
        assert list(faults(5, an_everything(None, Citation(1, Region(0, 0, 1, 1))), known, "owner"))

    def test_an_erasure_leaves_what_was_there_and_never_touches_another_erasure(self) -> None:
        known = {1: Ground(1, "item", {"width": 3}, on=(0,)), 2: Ground(2, "erased", {})}
        assert list(faults(5, Erased((Left(1, "item", {"width": 3}, (0,)),), "why", "layla"), known, "owner")) == []
        assert list(faults(5, Erased((Left(1, "item", {"width": 3}, (3,)),), "why", "layla"), known, "owner")) == [
            "record.wrong-ground"
        ]
        assert list(faults(5, Erased((Left(1, "item", {"width": 4}),), "why", "layla"), known, "owner")) == [
            "record.wrong-ground"
        ]
        assert list(faults(5, Erased((Left(2, "erased", {}),), "why", "layla"), known, "owner")) == [
            "record.cannot-be-erased"
        ]
        assert list(faults(5, Erased((Left(9, "item", {}),), "why", "layla"), known, "owner")) == ["record.never-said"]

    @pytest.mark.parametrize(
        ("second", "demo", "enough"),
        [
            ("layla", False, True),
            (None, False, False),
            ("owner", False, False),
            (None, True, True),
            ("owner", True, False),
        ],
    )
    def test_an_erasure_is_agreed_by_somebody_else(self, second: str | None, demo: bool, enough: bool) -> None:
        record = Erased((Left(1, "item", {}),), "why", second)
        found = list(faults(5, record, {1: Ground(1, "item")}, "owner", Around(demo)))
        assert found == ([] if enough else ["record.second-person-needed"])

    @given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), max_size=12), st.booleans())
    def test_nothing_is_erased_while_a_hold_runs_on_it_or_on_what_it_stands_on(
        self, acts: list[tuple[bool, int]], below: bool
    ) -> None:
        """Holds on item 1 or on accession 0, and lifts of the n-th of them; the running ones are kept count of here."""
        around, holds, running = Around(), [], set()
        for number, (lift, which) in enumerate(acts, start=2):
            if lift and holds:
                bar = holds[which % len(holds)]
                around.heard(number, HoldLifted(bar, "done", "layla"))
                running.discard(bar)
            else:
                around.heard(number, Hold(0 if below else 1, "a court"))
                holds.append(number)
                running.add(number)
        record = Erased((Left(1, "item", {}, (0,)),), "why", "layla")
        found = list(faults(99, record, {1: Ground(1, "item", on=(0,))}, "owner", around))
        assert found == (["record.under-hold"] if running else [])

    def test_an_archive_is_founded_once_and_first(self) -> None:
        assert list(faults(2, Founded(False), {}, "owner")) == []
        assert list(faults(3, Founded(True), {}, "owner")) == ["record.founded-before"]
