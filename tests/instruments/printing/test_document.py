"""Documents print the same bytes for the same input, and data never becomes code."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from isnad.instruments.printing import Document, Facts, Heading, Ltr, Table, Text, pdf
from isnad.speech import Language
from isnad.words import Moment

AT = Moment.parse("2026-11-24T10:00:00Z")


def a_document(language: Language = "en", title: str = "Report", text: str = "Words.") -> Document:
    rows = [["نص عربي", Ltr("2013-05-14")], ["second", Ltr("a" * 64)]]
    parts = [Heading("Counts"), Facts([("received", Ltr("160"))]), Text(text), Table(["what", "when"], rows)]
    return Document(language, title, "drive 1", parts)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_same_document_and_date_give_the_same_bytes(language: Language) -> None:
    assert pdf(a_document(language), AT) == pdf(a_document(language), AT)


def test_another_date_gives_other_bytes() -> None:
    assert pdf(a_document(), AT) != pdf(a_document(), Moment.parse("2026-11-25T10:00:00Z"))


def test_it_is_pdf_a_2b() -> None:
    made = pdf(a_document("ar"), AT)
    assert made.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part>" in made
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in made


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")
def test_text_from_outside_is_printed_and_never_run(tmp_path: Path) -> None:
    hostile = '#panic("run") $x$ *bold* \\ "quoted" #read("/etc/passwd")'
    (tmp_path / "a.pdf").write_bytes(pdf(a_document(title="#panic()", text=hostile), AT))
    shown = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert '#panic("run")' in shown
    assert "root:" not in shown
