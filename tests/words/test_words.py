"""What cannot be valid cannot be built."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from isnad.words import (
    Answer,
    Citation,
    Digest,
    Label,
    Moment,
    PathPart,
    Quote,
    Refusal,
    Region,
    Span,
    When,
    Whole,
    canonical,
    every,
    selector_from,
    some,
)

answers = st.sampled_from(Answer)


class TestDigest:
    def test_it_is_the_sha_256(self) -> None:
        assert str(Digest.of(b"")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    @pytest.mark.parametrize("text", ["", "ab", "E3" * 32, "g" * 64, "0" * 63, " " + "0" * 63, "٠" * 64])
    def test_what_is_no_digest_is_refused(self, text: str) -> None:
        with pytest.raises(Refusal, match=r"words\.not-a-digest"):
            Digest.parse(text)

    @given(st.binary(min_size=32, max_size=32))
    def test_it_is_read_as_it_was_written(self, raw: bytes) -> None:
        assert Digest.parse(str(Digest(raw))).raw == raw


class TestMoment:
    def test_a_time_without_an_offset_is_refused(self) -> None:
        with pytest.raises(Refusal, match=r"words\.time-without-offset"):
            Moment.parse("2013-05-14T09:12:00")

    def test_a_time_is_converted_and_never_relabelled(self) -> None:
        assert str(Moment.parse("2013-05-14T09:12:00+03:00")) == "2013-05-14T06:12:00Z"

    @pytest.mark.parametrize("text", ["", "yesterday", "2013-13-01T00:00:00Z", "2013-05-14T25:00:00Z"])
    def test_what_is_no_time_is_refused(self, text: str) -> None:
        with pytest.raises(Refusal):
            Moment.parse(text)

    @given(st.datetimes(timezones=st.timezones()))
    def test_it_is_read_as_it_was_written(self, at: datetime) -> None:
        moment = Moment(at)
        assert Moment.parse(str(moment)) == moment


class TestAnswer:
    @given(answers, answers)
    def test_de_morgan(self, a: Answer, b: Answer) -> None:
        assert ~(a & b) is (~a | ~b)

    def test_it_is_not_a_truth(self) -> None:
        with pytest.raises(TypeError):
            bool(Answer.YES)

    @given(st.lists(answers))
    def test_doubt_never_turns_into_an_answer(self, found: list[Answer]) -> None:
        if Answer.NO not in found and Answer.CANNOT_TELL in found:
            assert every(found) is Answer.CANNOT_TELL
        if Answer.YES not in found and Answer.CANNOT_TELL in found:
            assert some(found) is Answer.CANNOT_TELL


class TestWhen:
    @pytest.mark.parametrize(
        ("text", "earliest", "latest"),
        [
            ("2013", "2013-01-01", "2013-12-31"),
            ("2013-02", "2013-02-01", "2013-02-28"),
            ("2012-02", "2012-02-01", "2012-02-29"),
            ("2013-05-14", "2013-05-14", "2013-05-14"),
            ("201X", "2010-01-01", "2019-12-31"),
            ("2013-XX", "2013-01-01", "2013-12-31"),
            ("2013-05-XX", "2013-05-01", "2013-05-31"),
            ("2013-21", "2013-03-01", "2013-05-31"),
            ("2013-24", "2013-12-01", "2014-02-28"),
            ("2013-05-14~", "2013-05-11", "2013-05-17"),
            ("2013-05-14?", "2013-05-14", "2013-05-14"),
            ("[2012,2014]", "2012-01-01", "2014-12-31"),
            ("2012/2013", "2012-01-01", "2013-12-31"),
            ("2013-05-14T09:12:00+03:00", "2013-05-14", "2013-05-14"),
        ],
    )
    def test_the_days_it_can_mean(self, text: str, earliest: str, latest: str) -> None:
        when = When.parse(text)
        assert (str(when.earliest), str(when.latest)) == (earliest, latest)
        assert str(when) == text

    @pytest.mark.parametrize(
        "text", ["", "13", "2013-13", "2013-02-30", "2014/2013", "14.5.2013", "2013-XX-05", "May 2013", "0000-00"]
    )
    def test_what_is_no_date_is_refused(self, text: str) -> None:
        with pytest.raises(Refusal, match=r"words\.not-a-date"):
            When.parse(text)

    @pytest.mark.parametrize(
        ("day", "span", "answer"),
        [
            ("2013-05", "2012/2014", Answer.YES),
            ("2013", "2013-05/2014", Answer.CANNOT_TELL),
            ("2011", "2012/2014", Answer.NO),
            ("2013", "2012/..", Answer.YES),
            ("2013", "/2014", Answer.YES),
            ("2013", "2013/2013", Answer.CANNOT_TELL),
            ("2013-05-14", "2013-05-14/2013-05-14", Answer.YES),
            ("2015", "2012/2013", Answer.NO),
        ],
    )
    def test_within(self, day: str, span: str, answer: Answer) -> None:
        assert When.parse(day).within(When.parse(span)) is answer

    @given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)), st.integers(-400, 400))
    def test_days_are_in_order(self, day: date, apart: int) -> None:
        one, two = When.on(day), When.on(day + timedelta(days=apart))
        assert one.before(two) is Answer.of(apart > 0)
        assert one.overlaps(two) is Answer.of(apart == 0)


class TestSelectors:
    @pytest.mark.parametrize("selector", [Whole(), Region(1, 2, 3, 4), Quote(0, "كما كُتب"), Span(0, 10), PathPart(2)])
    def test_a_citation_is_read_as_it_was_written(self, selector: object) -> None:
        citation = Citation(7, selector)  # type: ignore[arg-type]
        assert Citation.from_json(citation.as_json()) == citation

    @pytest.mark.parametrize(
        "value",
        [{}, {"type": "circle"}, {"type": "region", "value": "xywh=percent:1,2,3,4"}, {"type": "span", "start": 5}],
    )
    def test_what_is_no_selector_is_refused(self, value: dict[str, object]) -> None:
        with pytest.raises(Refusal):
            selector_from(value)

    def test_a_region_of_nothing_is_refused(self) -> None:
        with pytest.raises(Refusal):
            Region(0, 0, 0, 5)

    @given(*[st.integers(0, 100)] * 2, *[st.integers(1, 100)] * 2)
    def test_a_region_fits_the_picture_it_lies_in(self, left: int, top: int, width: int, height: int) -> None:
        region = Region(left, top, width, height)
        assert region.fits(left + width, top + height)
        assert not region.fits(left + width - 1, top + height)
        assert Region.parse(region.selector()) == region


class TestLabel:
    def test_they_are_in_order(self) -> None:
        assert Label.PUBLIC < Label.COALITION < Label.INTERNAL < Label.RESTRICTED < Label.SEALED

    def test_it_is_read_as_it_was_written(self) -> None:
        assert [Label.parse(str(label)) for label in Label] == list(Label)

    def test_what_is_no_label_is_refused(self) -> None:
        with pytest.raises(Refusal):
            Label.parse("secret")


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="ascii")), inner),
    max_leaves=20,
)


class TestCanonical:
    @given(values)
    def test_it_is_rfc_8785(self, value: object) -> None:
        try:
            expected = rfc8785.dumps(value)  # type: ignore[arg-type]
        except UnicodeEncodeError:  # a lone surrogate has no UTF-8 at all
            with pytest.raises(Refusal):
                canonical(value)
        else:
            assert canonical(value) == expected

    @pytest.mark.parametrize("value", [1.5, 2**53, -(2**53), {"ä": 1}, {1: 2}, (1, 2), b"x", {"a": [0.0]}, "\ud800"])
    def test_what_has_no_single_form_is_refused(self, value: object) -> None:
        with pytest.raises(Refusal, match=r"words\.not-canonical"):
            canonical(value)
