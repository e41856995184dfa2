"""Every worked example, date and trap of the law, as a table: ``worked.yaml`` beside this file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from isnad.cases.law.evaluate import where
from isnad.cases.law.plain_yaml import plain
from isnad.cases.law.reader import facts_from

EXAMPLES: list[dict[str, Any]] = plain((Path(__file__).parent / "worked.yaml").read_bytes())


@pytest.mark.parametrize("example", EXAMPLES, ids=[each["name"] for each in EXAMPLES])
def test_a_worked_example_is_answered_as_written(example: dict[str, Any]) -> None:
    rows = where(facts_from(example["facts"]), date.fromisoformat(example["on"]), example["expect"])
    assert rows
    for row in rows:
        code = row.country.code
        assert row.answer == example["expect"][code], f"{code} {row.offence}: {row.held}"
        if code in example.get("parts", {}):
            assert [part.held.standing.word for part in row.parts] == example["parts"][code]
        if code in example.get("missing", {}):
            assert example["missing"][code] in row.held.missing


def test_every_country_stands_in_the_table() -> None:
    from isnad.cases.law.book import COUNTRIES

    assert {code for example in EXAMPLES for code in example["expect"]} == set(COUNTRIES)
