"""The tables of reading: what people typed at the station, folded; the station's queue and people's day, local."""

from __future__ import annotations

from django.db import models

from isnad.record.tables import Folded, Local


class TypedRow(Folded):
    """One answer of one person about one item (``typed.py``)."""

    item = models.BigIntegerField(db_index=True)  # entry
    by = models.CharField(max_length=80)
    at = models.CharField(max_length=32)
    outcome = models.CharField(max_length=20)
    claims = models.TextField()  # canonical JSON: entries
    partial = models.TextField()  # canonical JSON: numbers with ? for a digit, by property
    seen = models.CharField(max_length=3)
    undoes = models.BigIntegerField(null=True)  # entry
    note = models.TextField()

    class Meta:
        db_table = "reading_typed"
        indexes = (models.Index(fields=["by", "id"], name="typed_by"),)


class Task(Local):
    """One card that waits at the station, or did: filled from readings by ``isnad transcriptions queue``."""

    id = models.BigAutoField(primary_key=True)
    item = models.BigIntegerField(unique=True)  # entry
    lines = models.TextField()  # JSON: the lines to be cut out
    fields = models.TextField()  # JSON: the properties that a machine read there, without a value
    before = models.TextField(default="{}")  # JSON: what tables from elsewhere say, by person and property
    stage = models.SmallIntegerField(default=0)
    first = models.CharField(max_length=80, default="")
    second = models.CharField(max_length=80, default="")
    shut_to = models.TextField(default="|")  # names between bars
    taken_by = models.CharField(max_length=80, default="")
    taken_at = models.BigIntegerField(default=0)  # milliseconds since 1970

    class Meta:
        db_table = "reading_task"
        indexes = (
            models.Index(fields=["stage", "id"], name="task_stage"),
            models.Index(fields=["stage", "first", "id"], name="task_first"),
        )


class Shift(Local):
    """One person's day at the station, for their own sake: how many cards, how long, and since when without a pause."""

    id = models.CharField(max_length=100, primary_key=True)  # day and person
    person = models.CharField(max_length=80)
    day = models.CharField(max_length=10, db_index=True)
    shown = models.IntegerField(default=0)
    typed = models.IntegerField(default=0)
    milliseconds = models.BigIntegerField(default=0)
    since = models.BigIntegerField(default=0)  # milliseconds since 1970: when this stretch began
    last = models.BigIntegerField(default=0)
    soft = models.IntegerField(default=0)  # how often a rest was advised
    hard = models.IntegerField(default=0)  # how often the day was over
