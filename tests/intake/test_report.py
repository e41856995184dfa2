"""The report names entries and codes in both languages, loads nothing, and tells no path."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from isnad.intake.actions import Noted, Taken
from isnad.intake.report import Report, html, write
from isnad.speech import Language
from isnad.words import Moment


def a_report() -> Report:
    taken = Taken(4, continued=False, received=170, already_held=14, unreadable=1, damaged=4, bytes=30_510_398)
    taken.kinds = Counter({"image/jpeg": 170})
    taken.noted = [Noted(None, "intake.symbolic-link"), Noted(17, "imaging.damaged"), Noted(18, "intake.not-as-named")]
    taken.promises = Counter({("manifest", "kept"): 12, ("hash", "broken"): 1})
    return Report("Drive <1> & more", Moment.parse("2026-11-24T10:00:00Z"), taken, 194, "7d" * 32)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_loads_nothing_and_escapes_what_people_wrote(language: Language) -> None:
    page = html(a_report().document(language))
    assert "Drive &lt;1&gt; &amp; more" in page
    assert not re.search(r"https?://|src=|<script|@import|url\(", page)
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page
    assert '<bdi dir="ltr">' + "7d" * 32 in page


@pytest.mark.parametrize("language", ["ar", "en"])
def test_it_says_what_it_does_not_prove(language: Language) -> None:
    last = a_report().document(language).parts[-1]
    assert len(last.text) > 100  # type: ignore[union-attr, arg-type]


def test_both_languages_are_written_as_html_and_pdf_for_the_owner_alone(tmp_path: Path) -> None:
    written = write(a_report(), tmp_path / "report")
    assert sorted(path.name for path in written) == [
        "report.ar.html",
        "report.ar.pdf",
        "report.en.html",
        "report.en.pdf",
    ]
    assert all(path.stat().st_mode & 0o077 == 0 for path in written)
    assert all(path.read_bytes().startswith(b"%PDF") for path in written if path.suffix == ".pdf")
