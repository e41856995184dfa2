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
