"""The tables of hand-overs; every one is folded."""

from __future__ import annotations

from django.db import models

from isnad.record.tables import Folded


class ConditionRow(Folded):
    """A condition on a pseudonym, an accession or an item."""

    subject = models.BigIntegerField(db_index=True)  # entry
    purposes = models.TextField(null=True)  # canonical JSON
    receivers = models.TextField(null=True)  # canonical JSON
    until = models.CharField(max_length=40, null=True)  # EDTF
    words = models.TextField(null=True)

    class Meta:
        db_table = "packages_condition"


class LiftedRow(Folded):
    """A condition that binds no longer."""

    condition = models.BigIntegerField(db_index=True)  # entry

    class Meta:
        db_table = "packages_lifted"


class PackageRow(Folded):
    """A package that was made or begun."""

    public = models.CharField(max_length=64, db_index=True)
    label = models.SmallIntegerField()
    purpose = models.CharField(max_length=20)
    receiver = models.CharField(max_length=200, null=True)

    class Meta:
        db_table = "packages_package"


class ReceivedPackage(Folded):
    """A package that a partner gave, and the checkpoint of the partner's log that it stands on."""

    partner = models.CharField(max_length=80, db_index=True)
    digest = models.BinaryField(max_length=32, db_index=True)  # of tagmanifest-sha256.txt
    accession = models.BigIntegerField(db_index=True)  # entry
    item = models.BigIntegerField()  # entry: the package itself
    origin = models.CharField(max_length=200)
    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    policy = models.CharField(max_length=64)

    class Meta:
        db_table = "packages_received"
