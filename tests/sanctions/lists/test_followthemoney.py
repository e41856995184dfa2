"""FollowTheMoney's own types accept every property, and keep what stands beside them. Skipped where it is absent."""

from __future__ import annotations

from pathlib import Path

import pytest

followthemoney = pytest.importorskip("followthemoney")
MADE = Path(__file__).parent / "made"
FORMS = [
    ("ofac", "ofac"), ("ofac", "sdn.xml"), ("ofac", "sdn_advanced.xml"), ("un", "un.xml"), ("eu", "eu.xml"),
    ("uk", "uk.csv"), ("uk", "uk.xml"), ("uk-conlist", "conlist.csv"), ("au", "au.csv"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "name"), FORMS)
def test_nothing_is_lost_when_followthemoney_reads_it(source, name, read):
    from followthemoney import model

    for entity in read(source, MADE / name).entities:
        schema = model.get(entity["schema"])
        for prop, values in entity["properties"].items():
            kind = schema.get(prop)
            assert kind is not None, (entity["schema"], prop)
            for value in values:
                assert kind.type.clean(value, fuzzy=False) is not None, (entity["schema"], prop, value)
        again = model.get_proxy(entity).to_dict()
        assert again.get("edtf") == entity.get("edtf")
        assert again.get("names") == entity.get("names")


SHARED = Path(__file__).parents[3] / "../shared/data/lists"


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the published lists are not here")
@pytest.mark.parametrize(("source", "name"), [("ofac", ""), ("un", "un_consolidated.xml")])
def test_the_published_lists_too(source, name, read):
    from followthemoney import model

    for entity in read(source, SHARED / name).entities:
        schema = model.get(entity["schema"])
        assert schema.properties.keys() >= entity["properties"].keys(), entity
