"""Every table is folded or local, and keys between tables obey the river."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from isnad.record.tables import Folded, Local, folded_models

ROOT = Path(__file__).parents[2]
RIVER = ("record", "access", "custody", "sources", "claims", "packages", "clocks", "registers", "intake",
         "reading", "testimony", "remains", "families", "actors", "cases", "sanctions", "campaign", "exhibits",
         "site")  # fmt: skip
PLAIN = (models.BigIntegerField, models.IntegerField, models.SmallIntegerField, models.CharField, models.TextField,
         models.BinaryField, models.BooleanField, models.ForeignKey)  # fmt: skip


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("isnad.")]


def stray(candidates: list[type[models.Model]]) -> list[str]:
    """Models that are neither folded nor local, or both."""
    return [model.__name__ for model in candidates if issubclass(model, Folded) == issubclass(model, Local)]


def test_every_model_is_folded_or_local() -> None:
    assert ours()
    assert stray(ours()) == []


def test_a_model_that_is_neither_is_seen() -> None:
    class Neither:
        pass

    assert stray([Neither]) == ["Neither"]  # type: ignore[list-item]


def test_folded_tables_have_the_entry_as_their_key() -> None:
    for model in folded_models():
        assert isinstance(model._meta.pk, models.BigIntegerField), model


def test_folded_columns_are_of_kinds_that_every_database_holds_alike() -> None:
    for model in folded_models():
        for column in model._meta.concrete_fields:
            assert isinstance(column, PLAIN), f"{model.__name__}.{column.name}"


@pytest.mark.parametrize("model", ours(), ids=lambda model: model.__name__)
def test_foreign_keys_obey_the_river(model: type[models.Model]) -> None:
    here = RIVER.index(model._meta.app_label)
    for column in model._meta.concrete_fields:
        if isinstance(column, models.ForeignKey):
            other = column.related_model
            assert RIVER.index(other._meta.app_label) <= here, f"{model.__name__}.{column.name}"
            assert column.remote_field.related_name == "+", f"{model.__name__}.{column.name}"


def test_nobody_reaches_models_by_name() -> None:
    for path in (ROOT / "src/isnad").rglob("*.py"):
        assert not re.search(r"\bget_model\(", path.read_text("utf-8")), path


def test_no_migration_is_missing() -> None:
    done = subprocess.run([ROOT / ".ci/migrations", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
