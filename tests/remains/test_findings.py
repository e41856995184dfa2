"""Findings on forms: four answers, a place for each, and what the form refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from claims.conftest import MakeItem
from isnad.claims import actions as claims
from isnad.claims import queries
from isnad.record.desk import Desk
from isnad.remains import findings, forms
from isnad.remains.findings import Finding
from isnad.remains.forms import interpol
from isnad.words import Citation, Label, Refusal, Region, Whole

pytest_plugins = ("claims.conftest",)


@pytest.fixture
def remains(archive: Desk) -> int:
    return claims.introduce("Remains", by="samir")


def region(item: int) -> tuple[Citation, ...]:
    return (Citation(item, Region(10, 10, 50, 40)),)


def whole(item: int) -> tuple[Citation, ...]:
    return (Citation(item, Whole()),)


def test_a_finding_cites_its_region_and_its_part_and_feeds_what_statistics_count(
    remains: int, make_item: MakeItem
) -> None:
    item = make_item()
    findings.state(Finding(remains, "injury", "present", region(item), "burn", "back-upper"), by="huda")
    (found,) = findings.of(remains)
    assert (found.said("field"), found.said("answer"), found.said("part")) == ("injury", "present", "back-upper")
    assert all(claim.citations == region(item) for claim in found.claims.values())
    (counted,) = [each for each in queries.about([remains]) if each.property == "injuries"]
    assert counted.value == "burn back-upper"


def test_nothing_is_absent_where_no_view_shows_it(remains: int, make_item: MakeItem) -> None:
    item = make_item()
    absent = Finding(remains, "injury", "absent", whole(item), part="back-lower")
    with pytest.raises(Refusal, match=r"findings\.not-seen"):
        findings.state(absent, by="huda")
    findings.state(Finding(remains, "view-front", "present", whole(item)), by="huda")
    with pytest.raises(Refusal, match=r"findings\.not-seen"):
        findings.state(absent, by="huda")
    findings.state(Finding(remains, "view-back", "present", whole(item)), by="huda")
    findings.state(absent, by="huda")
    assert findings.views(findings.of(remains))["view-face"] == "not_assessed"
    assert not [each for each in queries.about([remains]) if each.property == "injuries"]


def test_no_measure_without_a_scale(remains: int, make_item: MakeItem) -> None:
    item = make_item()
    scar = Finding(remains, "scar", "present", region(item), "4 cm, curved", "chest")
    findings.state(Finding(remains, "scale", "present", whole(item), "none"), by="huda")
    with pytest.raises(Refusal, match=r"findings\.no-scale"):
        findings.state(scar, by="huda")
    findings.state(Finding(remains, "scale", "present", whole(item), "ruler"), by="huda")
    findings.state(scar, by="huda")


def test_an_opinion_names_its_expert_and_a_grade_what_is_alleged(remains: int, make_item: MakeItem) -> None:
    item = make_item()
    told: dict[str, Any] = {"value": "typical_of", "expert": "Dr. Invented"}
    with pytest.raises(Refusal, match=r"findings\.no-expert"):
        findings.state(Finding(remains, "cause", "present", whole(item), "cannot be told"), by="huda")
    with pytest.raises(Refusal, match=r"findings\.no-allegation"):
        findings.state(Finding(remains, "consistency", "present", whole(item), **told), by="huda")
    _, entries = findings.state(
        Finding(remains, "consistency", "present", whole(item), allegation="burns by a cigarette", **told), by="huda"
    )
    assert {queries.claim(entry).kind for entry in entries} == {"opinion"}
    assert not [each for each in queries.about([remains]) if each.property == "statedCause"]


def test_sexual_parts_are_sealed_and_counted_nowhere(remains: int, make_item: MakeItem) -> None:
    item = make_item()
    finding = Finding(remains, "injury-sexual", "present", region(item), "burn", "pelvis-front")
    _, entries = findings.state(finding, by="huda")
    said = {queries.claim(entry).property: queries.claim(entry) for entry in entries}
    assert {said[name].label for name in ("answer", "value", "part")} == {Label.SEALED}
    assert "burn" not in {each.value for each in said.values()}
    assert not queries.about([remains])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"field": "aura"}, "no-such-field"),
        ({"answer": "maybe"}, "no-such-answer"),
        ({"value": "blue"}, "no-such-value"),
        ({"part": "tail"}, "no-such-part"),
        ({"part": ""}, "no-part"),
        ({"places": ()}, "nothing-looked-at"),
        ({"places": (Citation(3, Whole()),)}, "no-region"),
    ],
)
def test_what_the_form_does_not_know_is_refused(remains: int, change: dict[str, Any], code: str) -> None:
    told: dict[str, Any] = {
        "remains": remains, "field": "injury", "answer": "present", "places": region(3),
        "value": "burn", "part": "chest",
    }  # fmt: skip
    with pytest.raises(Refusal, match=f"findings.{code}"):
        findings.state(Finding(**(told | change)), by="huda")


@given(st.sampled_from(sorted(forms.photographs().fields)))
def test_every_field_is_in_both_languages_and_its_parts_are_on_the_chart(name: str) -> None:
    field = forms.photographs().field(name)
    assert all(set(each) == {"en", "ar"} for each in (field.label, *field.values.values()))
    assert set(field.chart) <= set(forms.chart())
    assert not (field.sealed and field.feeds)
    views = {each for each, told in forms.photographs().fields.items() if told.group == "views"}
    assert all(set(part.seen_in) <= views for part in forms.chart().values())


def a_form(path: Path, *names: str) -> Path:
    """A PDF with a form whose fields have these names."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    fields = ArrayObject()
    for name in names:
        field = {"/FT": NameObject("/Tx"), "/T": TextStringObject(name), "/TU": TextStringObject(f"label of {name}")}
        made = DictionaryObject({NameObject(key): value for key, value in field.items()})
        fields.append(writer._add_object(made))
    form = DictionaryObject({NameObject("/Fields"): fields})
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)
    writer.write(path)
    return path


def test_the_official_form_is_read_by_who_has_it(tmp_path: Path) -> None:
    told = interpol.read(a_form(tmp_path / "form.pdf", "HdrDate", "408.1", "420.2.L"))
    assert set(told["fields"]) == {"408", "420"}
    assert told["fields"]["420"] == [{"item": "2.L", "kind": "text", "label": "label of 420.2.L"}]
    assert len(told["sha256"]) == 64


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.4 broken", b"not a form"])
def test_what_is_not_the_form_is_refused(tmp_path: Path, broken: bytes) -> None:
    path = tmp_path / "other.pdf"
    path.write_bytes(broken)
    with pytest.raises(Refusal, match=r"findings\.not-the-form"):
        interpol.read(path)
    with pytest.raises(Refusal, match=r"findings\.not-the-form"):
        interpol.read(a_form(tmp_path / "plain.pdf", "name", "date"))
