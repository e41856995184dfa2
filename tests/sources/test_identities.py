"""A source's identity opens only to a quorum, every opening is an entry, and no byte of it lies anywhere else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.db import connection

from isnad.access.actions import Second
from isnad.custody import actions as custody
from isnad.record import audit
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.record.models import Said
from isnad.sources import actions
from isnad.words import IsnadError, Refusal
from pages import whole_database

WHO = "MARKERidentity, of a street in a town"
HOUSE = Path(__file__).parents[2] / "src/isnad"


@pytest.fixture
def sealed(archive: Desk) -> tuple[Desk, int, list[str]]:
    source, _ = custody.name_source("north wind", by="owner")
    _, words = actions.form_quorum(needed=2, of=3, by="owner")
    actions.seal(source, WHO, by="owner")
    return archive, source, words


def test_enough_holders_open_it_and_that_is_an_entry(sealed: tuple[Desk, int, list[str]]) -> None:
    _, source, words = sealed
    assert actions.open_identity(source, words[1:], "a court protects him", by="owner") == WHO
    assert Said.objects.filter(kind="source-opening").count() == 1


def test_too_few_holders_open_nothing_and_nothing_is_said(sealed: tuple[Desk, int, list[str]]) -> None:
    _, source, words = sealed
    with pytest.raises(IsnadError):
        actions.open_identity(source, words[:1], "curiosity", by="owner")
    assert not Said.objects.filter(kind="source-opening").exists()


def test_no_identity_is_sealed_before_there_is_a_quorum(archive: Desk) -> None:
    source, _ = custody.name_source("north wind", by="owner")
    with pytest.raises(Refusal, match=r"sources\.no-quorum"):
        actions.seal(source, WHO, by="owner")


def test_after_the_holders_change_the_old_words_open_nothing(sealed: tuple[Desk, int, list[str]]) -> None:
    desk, source, old = sealed
    _, fresh = actions.change_holders(old[:2], needed=2, of=2, by="owner", second=Second("layla"))
    with pytest.raises(Refusal, match=r"sources\.words-of-another-quorum"):
        actions.open_identity(source, old[:2], "curiosity", by="owner")
    assert actions.open_identity(source, fresh, "a court protects him", by="owner") == WHO
    bodies = Bodies(desk.folder, desk.holder)
    with audit.scratch(desk.folder.cache) as scratch:
        audit.fold_all(bodies, scratch)
        assert list(audit.differences(scratch, "default")) == []


def test_no_file_and_no_page_of_the_database_holds_it(sealed: tuple[Desk, int, list[str]]) -> None:
    desk, source, words = sealed
    actions.open_identity(source, words[:2], "a court protects him", by="owner")
    for path in desk.folder.root.rglob("*"):
        if path.is_file():
            assert b"MARKERidentity" not in path.read_bytes(), path.name
    if connection.vendor == "sqlite":
        assert b"MARKERidentity" not in whole_database(desk)


def test_even_the_sealing_key_shows_only_another_seal(sealed: tuple[Desk, int, list[str]]) -> None:
    desk, _, _ = sealed
    entry = Said.objects.get(kind="sealed-identity").entry
    record = Bodies(desk.folder, desk.holder).unsealed(entry, reason="a test").record
    assert "MARKERidentity" not in record.identity.value  # type: ignore[attr-defined]


def test_no_other_room_imports_it() -> None:
    for path in HOUSE.rglob("*.py"):
        if path.is_relative_to(HOUSE / "sources"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not any(name.startswith("isnad.sources") for name in names), path
