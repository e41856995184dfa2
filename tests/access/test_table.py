"""Who sees what, as a page: the documentation says what the gate does, cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from isnad.access import printing
from isnad.access.gate import TABLE, Aspect, Gate
from isnad.speech import Language
from isnad.words import Label

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_documentation_prints_the_gates_table_as_it_is(language: Language) -> None:
    assert (DOCS / language / "who-sees-what.md").read_text("utf-8") == printing.page(language)


def test_every_role_stands_in_it_once_for_each_purpose_it_has() -> None:
    found = [(role, purpose) for role, purpose, _ in printing.rows()]
    assert len(found) == len(set(found))
    for role, grant in TABLE.items():
        assert {purpose for name, purpose in found if name == role} == (grant.purposes or {None})


def test_every_cell_is_the_highest_label_that_the_gate_opens() -> None:
    for role, purpose, cells in printing.rows():
        for aspect, up_to in cells:
            gate = Gate((role,), purpose)
            assert [label for label in Label if gate.opens(aspect, label)] == [
                label for label in Label if up_to is not None and label <= up_to
            ]
            assert aspect in Aspect


def test_for_a_purpose_it_does_not_have_a_role_that_uses_sees_nothing() -> None:
    for role, grant in TABLE.items():
        for purpose in (None, "tracing", "justice", "publication"):
            if grant.purposes and purpose not in grant.purposes:
                assert all(Gate((role,), purpose).up_to(aspect) is None for aspect in Aspect)
