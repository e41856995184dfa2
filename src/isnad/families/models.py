"""The tables of families; every one is folded. Nothing sealed stands here."""

from __future__ import annotations

from django.db import models

from isnad.record.tables import Folded


class AskingRow(Folded):
    """One asking: the entities of its inquiry and of whom it asks for, how it came, and who held it first."""

    inquiry = models.BigIntegerField(db_index=True)
    person = models.BigIntegerField(db_index=True)
    channel = models.CharField(max_length=10)
    liaison = models.CharField(max_length=80)
    risk = models.TextField(null=True)
    child = models.BooleanField()
    domain = models.CharField(max_length=250, null=True)
    expires = models.CharField(max_length=80, null=True)  # EDTF
    at = models.CharField(max_length=32)

    class Meta:
        db_table = "families_asking"


class AskerRow(Folded):
    """That how to reach an asker lies sealed in this entry."""

    asking = models.BigIntegerField(db_index=True)

    class Meta:
        db_table = "families_asker"


class ConsentRow(Folded):
    """What an asker allowed from this entry on."""

    asking = models.BigIntegerField(db_index=True)
    purposes = models.TextField()  # canonical JSON
    receivers = models.TextField()  # canonical JSON
    until = models.CharField(max_length=80, null=True)  # EDTF
    given_by = models.CharField(max_length=20)
    language = models.CharField(max_length=40, null=True)
    text = models.BigIntegerField(null=True)
    at = models.CharField(max_length=32)

    class Meta:
        db_table = "families_consent"


class HandedRow(Folded):
    """An inquiry passed to another liaison."""

    asking = models.BigIntegerField(db_index=True)
    liaison = models.CharField(max_length=80)

    class Meta:
        db_table = "families_handed"


class LookRow(Folded):
    """An asker was shown to somebody."""

    asker = models.BigIntegerField(db_index=True)
    by = models.CharField(max_length=80)
    reason = models.TextField()
    at = models.CharField(max_length=32)

    class Meta:
        db_table = "families_look"


class InquiryWithdrawalRow(Folded):
    """A family took its inquiry back, and what was decided."""

    asking = models.BigIntegerField(db_index=True)
    inquiry = models.BigIntegerField(db_index=True)
    decision = models.CharField(max_length=20)
    reason = models.TextField()
    at = models.CharField(max_length=32)

    class Meta:
        db_table = "families_withdrawal"
