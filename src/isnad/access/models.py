"""People, folded from entries; and their credentials, which no entry holds."""

from __future__ import annotations

from django.db import models

from isnad.record.tables import Folded, Local


class User(Folded):
    """A person who may work here."""

    name = models.CharField(max_length=80, db_index=True)
    roles = models.TextField()  # canonical JSON


class Removal(Folded):
    """A person who works here no longer."""

    user = models.ForeignKey(User, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)


class Credential(Local):
    """How a person proves who they are: an Argon2id hash, and how often it was got wrong since it was right."""

    name = models.CharField(max_length=80, primary_key=True)
    passphrase = models.CharField(max_length=200)
    failures = models.IntegerField(default=0)


class Session(Local):
    """Somebody signed in: the hash of their token, since when, and when they last asked for a page (Unix seconds)."""

    token = models.CharField(max_length=64, primary_key=True)
    user = models.BigIntegerField()  # entry
    proof = models.CharField(max_length=32)
    began = models.BigIntegerField()
    used = models.BigIntegerField(db_index=True)


class RuleRow(Folded):
    """A rule of the house, from this entry on."""

    name = models.CharField(max_length=40, db_index=True)
    value = models.CharField(max_length=40)
    reason = models.TextField()
    by = models.CharField(max_length=80)
    at = models.CharField(max_length=32)

    class Meta:
        db_table = "access_rule"
