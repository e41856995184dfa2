"""What is known of each body's branch and days, worked out from the claims and kept until they change: local tables.

No ledger explains them and nothing rests on them; dropped, they are made again by the next question.
"""

from __future__ import annotations

from django.db import models

from isnad.record.tables import Local


class BodyRow(Local):
    """A body under one number of a branch, empty where none was read; days as ordinals, null where none is known."""

    purpose = models.CharField(max_length=20)
    remains = models.BigIntegerField()  # entry
    claim = models.BigIntegerField()  # entry of the claim by which the gate is asked
    branch = models.CharField(max_length=80)
    sure = models.BooleanField()  # people accepted that number, and no other
    first = models.IntegerField(null=True)
    last = models.IntegerField(null=True)
    photographs = models.IntegerField()
    label = models.SmallIntegerField()

    class Meta:
        db_table = "actors_body"
        indexes = (models.Index(fields=["purpose", "branch"], name="body_branch"),)


class MarkRow(Local):
    """Up to which entry the bodies of one purpose were worked out, and on which day, for conditions run out."""

    purpose = models.CharField(max_length=20, primary_key=True)
    size = models.BigIntegerField()
    day = models.CharField(max_length=10)

    class Meta:
        db_table = "actors_mark"
