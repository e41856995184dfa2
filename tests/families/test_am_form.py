"""INTERPOL's ante-mortem form, on a form made for the test: only what leaves no doubt, only to whom the asker chose."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject
from typer.testing import CliRunner

from families.deciding import World
from isnad.access.actions import Second
from isnad.claims import actions as claims
from isnad.custody.entries import Disclosure
from isnad.families import actions, am_form
from isnad.families.actions import Taken
from isnad.families.am_form import Filled, Request
from isnad.families.commands import commands
from isnad.families.inquiries_drafts import chosen
from isnad.record.desk import Desk
from isnad.record.models import Said
from isnad.record.tables import key
from isnad.words import Refusal

SECOND = Second("samir")
FIELDS = {
    "200.1": "Family name", "200.2": "First name(s)", "205.1": "Mother's name", "210.1": "Date of birth",
    "300.1": "Date of birth", "408.1": "Height (cm)", "412.1": "Weight", "440.1": "Scars / marks", "310.1": "Clothing",
    "HdrSex": "Sex", "HdrAge": "Age",
}  # fmt: skip
TOLD = {
    "name": "سامر الحداد", "lastName": "الحداد", "motherName": "مريم", "birthDate": "1984-05-02", "gender": "male",
    "marks": "ندبة", "clothing": "قميص أزرق", "detaineeNumber": "6841",
}  # fmt: skip


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    made = ArrayObject()
    for name, label in FIELDS.items():
        told = {"/FT": NameObject("/Tx"), "/T": TextStringObject(name), "/TU": TextStringObject(label)}
        made.append(writer._add_object(DictionaryObject({NameObject(key): value for key, value in told.items()})))
    form = DictionaryObject({NameObject("/Fields"): made})
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)
    writer.write(tmp_path / "am.pdf")
    return tmp_path / "am.pdf"


@pytest.fixture
def asked(archive: Desk) -> Taken:
    taken = World(archive).begin().family(**TOLD)
    actions.allow(taken.inquiry, chosen([], ["icmp"], None, None), by="owner")
    return taken


@pytest.fixture
def fill(asked: Taken, pdf: Path, tmp_path: Path) -> Callable[..., Filled]:
    def over(receiver: str = "icmp", second: Second | None = SECOND) -> Filled:
        return am_form.fill(Request(asked.inquiry, pdf, tmp_path / "out.pdf", "owner", receiver), second=second)

    return over


def test_what_leaves_no_doubt_is_filled_and_the_rest_is_told(fill: Callable[..., Filled], tmp_path: Path) -> None:
    filled = fill()
    found = PdfReader(tmp_path / "out.pdf").get_fields() or {}
    values = {name: str(each["/V"]) for name, each in found.items() if "/V" in each}
    assert values == {
        "200.1": "الحداد", "205.1": "مريم", "210.1": "1984-05-02", "440.1": "ندبة", "310.1": "قميص أزرق",
        "HdrSex": "Male",
    }  # fmt: skip
    assert set(filled.blank) == set(FIELDS) - set(values)
    assert filled.without == ["detaineeNumber", "name"]
    assert Said.objects.get(pk=key(filled.disclosure)).kind == Disclosure.KIND


def test_nothing_leaves_to_whom_the_asker_did_not_choose_or_without_a_second_person(
    fill: Callable[..., Filled], asked: Taken, tmp_path: Path
) -> None:
    for arguments, code in (
        (("icrc",), "amform.not-allowed"), (("nobody",), "families.unknown-receiver"),
        (("icmp", None), "access.second-person-needed"),
    ):  # fmt: skip
        with pytest.raises(Refusal) as caught:
            fill(*arguments)
        assert caught.value.code == code
    actions.allow(asked.inquiry, chosen([], [], None, None), by="owner")
    with pytest.raises(Refusal, match=r"amform\.not-allowed"):
        fill()
    assert [path.name for path in tmp_path.iterdir() if path.suffix in (".pdf", ".part")] == ["am.pdf"]


def test_another_relatives_words_are_not_in_it(
    fill: Callable[..., Filled], asked: Taken, archive: Desk, tmp_path: Path
) -> None:
    other = World(archive).begin().family(name="سامر", firstName="SECRET")
    actions.allow(other.inquiry, chosen([], ["icmp"], None, None), by="owner")
    same = claims.merge(asked.person, other.person, "one son", by="rima")
    claims.review(same, "accepted", "they are", by="tareq")
    assert "firstName" not in fill().fields.values()


@given(st.text(max_size=40), st.sampled_from(["2", "408", "900", "Hdr"]))
def test_no_label_but_the_forms_own_words_fills_a_field(label: str, series: str) -> None:
    found = am_form._rule(f"{series}.1", label)
    assert found is None or found in {each["property"] for each in am_form._rules()}
    assert am_form._rule("900.1", "Family name") is None


def test_as_a_user_runs_it(demo_archive: Desk, pdf: Path, tmp_path: Path) -> None:
    taken = World(demo_archive).begin().family(**TOLD)
    actions.allow(taken.inquiry, chosen([], ["icmp"], None, None), by="owner")
    line = ["am-form", str(taken.inquiry), str(pdf), str(tmp_path / "o.pdf"), "--for", "icmp", "--json"]
    done = CliRunner().invoke(commands, line)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["fields"]["200.1"] == "lastName"
    again = CliRunner().invoke(commands, line)
    assert isinstance(again.exception, Refusal)
