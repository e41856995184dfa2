"""The tables of custody; every one is folded."""

from __future__ import annotations

from django.db import models

from isnad.record.tables import Folded


class Source(Folded):
    """A pseudonym."""

    name = models.CharField(max_length=120, db_index=True)


class CarrierRow(Folded):
    """A physical carrier."""

    title = models.CharField(max_length=200)
    make = models.CharField(max_length=120, null=True)
    model = models.CharField(max_length=120, null=True)
    capacity = models.CharField(max_length=80, null=True)

    class Meta:
        db_table = "custody_carrier"


class AccessionRow(Folded):
    """One act of taking in."""

    title = models.CharField(max_length=200, db_index=True)
    source = models.ForeignKey(Source, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    carrier = models.ForeignKey(
        CarrierRow, on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    manner = models.CharField(max_length=40)
    writable = models.BooleanField()
    label = models.SmallIntegerField()
    at = models.CharField(max_length=32)

    class Meta:
        db_table = "custody_accession"


class Item(Folded):
    """One original as received, by its digest. Its path and metadata are not here: they are sealed."""

    accession = models.ForeignKey(AccessionRow, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    digest = models.BinaryField(max_length=32, db_index=True)
    payload = models.BinaryField(max_length=32)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=80)
    finding = models.CharField(max_length=60, null=True)
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    taken = models.CharField(max_length=32, null=True)  # EXIF wall clock, a reading
    perceptual = models.CharField(max_length=64, null=True)
    quality = models.SmallIntegerField(null=True)
    copy_digest = models.BinaryField(max_length=32, null=True, db_index=True)
    copy_recipe = models.CharField(max_length=200, null=True)
    found_in = models.BigIntegerField(null=True)
    open_fields = models.TextField()
    path_codes = models.TextField()

    class Meta:
        indexes = (models.Index(fields=["accession", "id"], name="item_in_order"),)


class Arrival(Folded):
    """A path of an accession that was dealt with: received, received again, or not received."""

    accession = models.ForeignKey(AccessionRow, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    mark = models.CharField(max_length=32, db_index=True)
    outcome = models.CharField(max_length=20)
    item = models.BigIntegerField(null=True)  # entry
    reason = models.CharField(max_length=60, null=True)


class Derivative(Folded):
    """A file made from an item."""

    item = models.ForeignKey(Item, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    purpose = models.CharField(max_length=40)
    recipe = models.CharField(max_length=200)
    payload = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32, db_index=True)
    size = models.BigIntegerField()


class Event(Folded):
    """An act of custody on a subject, for the log a person reads: transfer, hold, opening, disclosure, incident …"""

    subject = models.BigIntegerField(db_index=True)  # entry
    kind = models.CharField(max_length=40)
    by = models.CharField(max_length=80)
    other = models.CharField(max_length=120, null=True)
    reason = models.TextField(null=True)
    at = models.CharField(max_length=32)


class Sight(Folded):
    """A person was shown a picture of an item on screen."""

    item = models.BigIntegerField(db_index=True)  # entry
    by = models.CharField(max_length=80)
    at = models.CharField(max_length=32)


class Run(Folded):
    """A check or an intake that ended, with its counts."""

    kind = models.CharField(max_length=40)
    accession = models.BigIntegerField(null=True)  # entry
    counts = models.TextField()
    at = models.CharField(max_length=32)
