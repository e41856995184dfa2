"""The versions that are kept, the lists that are refused, and what changed between two."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import orjson
import pytest

from isnad.sanctions.lists import differences
from isnad.sanctions.lists.store import Store
from isnad.words import Broken, Refusal

MADE = Path(__file__).parent / "made"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def un(tmp_path: Path) -> Path:
    return Path(shutil.copy(MADE / "un.xml", tmp_path / "un.xml"))


def code_of(act, *arguments, **options) -> str:
    with pytest.raises(Refusal) as refused:
        act(*arguments, **options)
    return refused.value.code


def spoiled(path: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def without_the_entity(path: Path) -> Path:
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("<ENTITY>")] + text[text.index("</ENTITIES>") :], encoding="utf-8")
    return path


def test_a_version_holds_entities_findings_digests_and_dates(store, un):
    version = store.take_in("un", un).version
    manifest = version.manifest
    assert (version.number, version.listed, manifest["issued"], manifest["refused"], manifest["doubts"]) == (
        1,
        2,
        "2026-11-20",
        1,
        1,
    )
    assert manifest["files"][0]["name"] == "un.xml"
    assert len(list(version.entities())) == manifest["entities"]
    assert [(f["kind"], f["line"]) for f in version.findings()] == [("refused", 21), ("doubt", 4)]


def test_the_same_list_taken_in_again_is_the_same_version(store, un):
    store.take_in("un", un)
    assert store.take_in("un", un).new is False
    assert len(store.versions("un")) == 1


def test_a_list_that_shrank_is_refused_unless_that_is_accepted(store, un):
    store.take_in("un", un)
    without_the_entity(un)
    assert code_of(store.take_in, "un", un) == "lists.shrunk-listed"
    assert len(store.versions("un")) == 1
    assert store.take_in("un", un, accept_shrinkage=True).version.listed == 1


def test_a_refused_import_leaves_nothing_behind(store, un):
    store.take_in("un", un)
    without_the_entity(un)
    code_of(store.take_in, "un", un)
    assert [path.name for path in (store.folder / "un").iterdir()] == ["0001"]


def test_a_list_older_than_the_last_one_is_refused(store, un):
    store.take_in("un", un)
    assert code_of(store.take_in, "un", spoiled(un, "2026-11-20T", "2026-10-01T")) == "lists.older"


def test_a_cut_off_csv_is_refused_even_the_first_time(store, tmp_path):
    folder = shutil.copytree(MADE / "ofac", tmp_path / "ofac")
    path = folder / "sdn.csv"
    path.write_bytes(path.read_bytes()[:-300])
    assert code_of(store.take_in, "ofac", folder) == "lists.cut-off"
    assert store.take_in("ofac", folder, accept_shrinkage=True).version.listed == 4


def test_a_list_with_nobody_on_it_is_refused_always(store, un):
    spoiled(un, "REFERENCE_NUMBER", "OTHER").write_text(un.read_text().replace("DATAID", "OTHER2"))
    assert code_of(store.take_in, "un", un, accept_shrinkage=True) == "lists.empty"


def test_age_is_counted_from_the_lists_own_date_and_unknown_where_it_says_none(store, un):
    version = store.take_in("un", un).version
    assert (version.age(date(2026, 11, 24)), version.is_old(date(2026, 11, 24))) == (4, False)
    assert version.is_old(date(2026, 11, 28)) is True
    undated = store.take_in("ofac", MADE / "ofac").version
    assert (undated.age(date(2026, 11, 24)), undated.is_old(date(2026, 11, 24))) == (None, True)
    dated = store.take_in("ofac", MADE / "ofac", issued="2026-11-22").version
    assert (dated.number, dated.age(date(2026, 11, 24))) == (2, 2)


def test_a_changed_manifest_format_is_not_guessed_at(store, un):
    version = store.take_in("un", un).version
    spoiled(version.folder / "manifest.json", "isnad/list/1", "isnad/list/9")
    assert code_of(store.versions, "un") == "lists.other-format"


def test_added_removed_and_changed_are_told_apart(store, un):
    store.take_in("un", un)
    spoiled(un, "<TO_YEAR>1964", "<TO_YEAR>1965")
    spoiled(un, "XXe.001", "XXe.002")
    store.take_in("un", un)
    found = differences.between(*store.versions("un"))
    assert [each["id"] for each in found["added"]] == ["un-XXe.002"]
    assert [each["id"] for each in found["removed"]] == ["un-XXe.001"]
    (changed,) = found["changed"]
    assert changed["gone"] == {"Person.birthDate": ["1962/1964"]}
    assert changed["new"] == {"Person.birthDate": ["1962/1965"]}


def test_a_new_passport_changes_its_holder_and_another_order_changes_nobody(store, un):
    store.take_in("un", un)
    spoiled(un, "SY-0-17", "SY-0-18")
    store.take_in("un", un)
    (changed,) = differences.between(*store.versions("un"))["changed"]
    assert changed["new"]["Passport.number"] == ["SY-0-18"]
    text = un.read_text()
    alias = text[text.index("      <INDIVIDUAL_ALIAS><QUALITY>Low") : text.index("      <INDIVIDUAL_ALIAS><QUALITY/>")]
    un.write_text(
        text.replace(alias, "").replace(
            "      <INDIVIDUAL_ALIAS><QUALITY>Good", alias + "      <INDIVIDUAL_ALIAS><QUALITY>Good"
        )
    )
    store.take_in("un", un)
    assert differences.between(*store.versions("un")[-2:])["changed"] == []


def test_ids_say_where_one_part_ends(store, un):
    ids = [entity["id"] for entity in store.take_in("un", un).version.entities()]
    assert len(ids) == len(set(ids))
    assert {differences.holder(id_) for id_ in ids} == {"un-XXi.001", "un-XXe.001"}
    assert orjson.dumps(ids)


def test_an_alias_file_that_was_lost_is_shrinkage_too(store, tmp_path):
    folder = shutil.copytree(MADE / "ofac", tmp_path / "ofac")
    store.take_in("ofac", folder)
    (folder / "alt.csv").unlink()
    assert code_of(store.take_in, "ofac", folder) == "lists.shrunk-names"


def test_entities_that_were_altered_in_the_store_are_broken(store, un):
    version = store.take_in("un", un).version
    spoiled(version.folder / "entities.ftm.jsonl", "SAMIMI", "SAMIMA")
    with pytest.raises(Broken) as broken:
        list(store.versions("un")[0].entities())
    assert broken.value.code == "lists.altered"


def test_the_tenth_thousandth_version_comes_after_the_last_but_one(store, un):
    version = store.take_in("un", un).version
    for number in (9999, 10000):
        shutil.copytree(version.folder, version.folder.with_name(f"{number:04d}"))
        spoiled(version.folder.with_name(f"{number:04d}") / "manifest.json", '"version": 1', f'"version": {number}')
    assert [each.number for each in store.versions("un")] == [1, 9999, 10000]
