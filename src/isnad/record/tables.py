"""Two kinds of tables: *folded*, whose rows come from entries, and *local*, which no ledger explains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models

WIDTH = 1024  # rows of one model that one entry can fold into


class Folded(models.Model):
    """A row that an entry explains. Its key is the entry's number × 1,024 + its position among that entry's rows."""

    id = models.BigIntegerField(primary_key=True)

    class Meta:
        abstract = True

    @property
    def entry(self) -> int:
        """The number of the entry that explains this row."""
        return int(self.pk) // WIDTH


class Local(models.Model):
    """A row that no entry explains: sessions, credentials, queues, caches, drafts."""

    class Meta:
        abstract = True


def key(entry: int, position: int = 0) -> int:
    """The primary key of the row that ``entry`` folds into at ``position``."""
    return entry * WIDTH + position


def columns(model: type[models.Model]) -> Sequence[models.Field[Any, Any]]:
    """The columns of a table, its primary key first."""
    fields = model._meta.concrete_fields
    return sorted(fields, key=lambda field: not field.primary_key)


def folded_models() -> list[type[Folded]]:
    """Every folded model, by the name of its table."""
    from django.apps import apps

    found = [model for model in apps.get_models() if issubclass(model, Folded)]
    return sorted(found, key=lambda model: model._meta.db_table)
