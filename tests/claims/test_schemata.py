"""The schemata are FollowTheMoney's and ours, in both languages; values keep what was read."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.claims import values
from isnad.claims.schemata import closest, fit, schema, schemata
from isnad.words import Refusal

ALL = [prop for each in schemata().values() for prop in each.own.values()]


def test_every_schema_and_property_has_its_name_in_both_languages() -> None:
    for each in [*schemata().values(), *ALL]:
        assert each.labels["en"].strip()
        assert any("\u0600" <= letter <= "\u06ff" for letter in each.labels["ar"]), each.name


def test_what_a_schema_names_is_there() -> None:
    for each in schemata().values():
        assert set(each.extends) <= schemata().keys()
        for name in (*each.caption, *each.required, *each.edge):
            assert name in each.properties, (each.name, name)
        if each.leaves_as:
            assert schema(each.leaves_as).leaves_as is None
            outside = schema(each.leaves_as)
            for prop in each.own.values():
                if prop.leaves_as:
                    assert outside.property(prop.leaves_as).type in (prop.type, "string", "text")
    assert all(prop.range in schemata() for prop in ALL if prop.type == "entity")
    assert {"Remains", "Detention", "Accession", "Inquiry", "Person", "Occupancy"} <= schemata().keys()


def test_one_entity_can_be_what_extends_and_not_what_has_nothing_in_common() -> None:
    assert fit("LegalEntity", "Person")
    assert fit("Person", "Thing")
    assert fit("Organization", "Asset")  # a company is both
    assert not fit("Person", "Vessel")
    assert not fit("Person", "Company")
    assert closest(["Thing", "Person", "LegalEntity"]) == "Person"
    assert closest(["Organization", "Asset"]) == "Company"


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(Refusal, match=r"claims\.unknown-schema"):
        schema("Spaceship")
    with pytest.raises(Refusal, match=r"claims\.unknown-property"):
        schema("Person").property("wings")


@pytest.mark.parametrize(
    ("where", "read", "normal"),
    [
        ("Person.birthDate", "2013-05-14", "2013-05-14"),
        ("Person.birthDate", "٢٠١٣-٠٥-١٤", "2013-05-14"),
        ("Person.birthDate", "2013-05-14T09:12:00+03:00", "2013-05-14T06:12:00"),  # converted, never relabelled
        ("Person.birthDate", "2013-05-14 09:12:00", "2013-05-14"),  # a clock's reading: its day alone is sure
        ("Person.birthDate", "2013-05~", "2013-05~"),
        ("Person.birthDate", "2013-02-30", None),
        ("Person.birthDate", "spring", None),
        ("Person.birthDate", "14/05/2013", None),  # two dates, or one that nobody can tell
        ("Person.nationality", "سوريا", "sy"),
        ("Person.nationality", "Syrian  Arab Republic", "sy"),
        ("Person.nationality", "SYR", "sy"),
        ("Person.nationality", "Atlantis", None),
        ("Person.gender", "أنثى", "female"),
        ("Person.phone", "00963 (11) 222-3344", "+963112223344"),
        ("Person.phone", "011 222 3344", None),  # of which country?
        ("Person.email", " Sami@Example.ORG ", "sami@example.org"),
        ("Person.email", "sami at example", None),
        ("Person.website", "https://example.org/a", "https://example.org/a"),
        ("Person.website", "javascript:alert(1)", None),
        ("Person.height", "١٧٥", "175"),
        ("Person.height", "1,750.5", "1750.5"),
        ("Person.height", "1,75", None),  # a comma of which country?
        ("Person.name", "  «سامي»   الحلبي ", "«سامي» الحلبي"),
        ("Person.name", "“Abu Ali”", "Abu Ali"),
        ("Person.name", "\u202bسامي\u202c", "سامي"),
        ("Person.idNumber", " 04  1234 ", "04 1234"),
        ("Person.topics", "Sanction", "sanction"),
        ("Person.topics", "wicked", None),
        ("Person.spokenLanguage", "Arabic", "ara"),
    ],
)  # fmt: skip
def test_values_as_others_write_them(where: str, read: str, normal: str | None) -> None:
    schema_name, _, property_name = where.partition(".")
    assert values.normal(schema(schema_name).property(property_name), read) == normal


@given(st.text(max_size=60), st.sampled_from(ALL))
def test_a_normal_value_is_its_own_normal_value(text: str, prop: Any) -> None:
    found = values.normal(prop, text)
    if found is not None and prop.range is None:
        assert values.normal(prop, found) == found


THEIRS = """
import json
from followthemoney import model
print(json.dumps({s.name: [sorted(x.name for x in s.schemata), {p.name: [p.type.name, p.range.name if p.range else None]
    for p in s.properties.values() if not p.stub}] for s in model}))
"""


@pytest.mark.skipif("ISNAD_TEST_FTM" not in os.environ, reason="ISNAD_TEST_FTM names no Python with followthemoney")
def test_theirs_are_as_theirs() -> None:
    done = subprocess.run([os.environ["ISNAD_TEST_FTM"], "-c", THEIRS], capture_output=True, text=True, check=True)
    for name, (lineage, properties) in json.loads(done.stdout).items():
        ours = schema(name)
        assert sorted(ours.lineage) == lineage
        assert {each.name: [each.type, each.range] for each in ours.properties.values()} == properties
