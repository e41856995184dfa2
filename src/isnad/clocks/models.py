"""The tables of promises; both are folded. Whether one runs is asked, never stored."""

from __future__ import annotations

from django.db import models

from isnad.record.tables import Folded


class PromiseRow(Folded):
    """One promise."""

    what = models.TextField()
    owner = models.CharField(max_length=80, db_index=True)
    due = models.CharField(max_length=80)  # EDTF
    concerns = models.TextField()  # canonical JSON
    at = models.CharField(max_length=32)

    class Meta:
        db_table = "clocks_promise"


class EndedRow(Folded):
    """A promise that was kept or let go."""

    promise = models.BigIntegerField(db_index=True)
    ending = models.CharField(max_length=10)
    reason = models.TextField()
    by = models.CharField(max_length=80)
    at = models.CharField(max_length=32)

    class Meta:
        db_table = "clocks_ended"
