"""What the pen itself must know: what was said, what stands on what, which bytes are held."""

from __future__ import annotations

from django.db import models

from isnad.record.tables import Folded, Local


class Said(Folded):
    """Every entry: its kind, its traits, and the entry that erased it, if one did."""

    kind = models.CharField(max_length=40)
    traits = models.TextField()  # canonical JSON
    at = models.CharField(max_length=32)  # a Moment; empty once erased
    by = models.CharField(max_length=80)  # a pseudonym; empty once erased
    gone = models.BigIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=["kind", "id"], name="said_kind"),)


class Stands(Folded):
    """One entry stands on another, or cites it."""

    on = models.BigIntegerField(db_index=True)
    cites = models.BooleanField()


class Held(Folded):
    """Bytes that an entry brought into the archive, or says were received again."""

    payload = models.BinaryField(max_length=32, db_index=True)
    digest = models.BinaryField(max_length=32, db_index=True)


class Waiting(Local):
    """An entry that was said and is not yet sealed into the ledger's files."""

    number = models.BigIntegerField(primary_key=True)
    segment = models.CharField(max_length=16)
    slot = models.BinaryField(max_length=32)
    leaf = models.BinaryField()
    frame = models.BinaryField()


class Deed(Local):
    """An erasure that was sealed and is not yet carried out everywhere; start-up repeats it."""

    number = models.BigIntegerField(primary_key=True)  # the entry to erase
    by_entry = models.BigIntegerField()
