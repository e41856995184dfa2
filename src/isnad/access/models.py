"""People, grants and bounds, folded from entries; and what no entry holds: credentials, factors, sessions."""

from __future__ import annotations

from django.db import models

from isnad.record.tables import Folded, Local


class User(Folded):
    """A person who may work here."""

    name = models.CharField(max_length=80, db_index=True)
    roles = models.TextField()  # canonical JSON: those with which they were added


class Removal(Folded):
    """A person who works here no longer."""

    user = models.ForeignKey(User, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)


class GrantRow(Folded):
    """A role of a person, or the membership of a compartment."""

    user = models.BigIntegerField(db_index=True)  # entry
    role = models.CharField(max_length=40, null=True)
    compartment = models.BigIntegerField(null=True)  # entry
    purposes = models.CharField(max_length=60, null=True)  # fewer than the role's, with spaces between them
    until = models.CharField(max_length=10, null=True)  # the last day

    class Meta:
        db_table = "access_grant"


class Revocation(Folded):
    """Earlier grants of this role or compartment to this person count no longer."""

    user = models.BigIntegerField(db_index=True)  # entry
    role = models.CharField(max_length=40, null=True)
    compartment = models.BigIntegerField(null=True)  # entry


class Compartment(Folded):
    """A compartment."""

    name = models.CharField(max_length=80, db_index=True)


class Bound(Folded):
    """What binds a subject and all that rests on it: a compartment, or the purposes and the last day of a condition."""

    subject = models.BigIntegerField()  # entry
    compartment = models.BigIntegerField(null=True)  # entry
    tracing = models.BooleanField()
    justice = models.BooleanField()
    publication = models.BooleanField()
    until = models.CharField(max_length=10, null=True)  # the last day that is certainly meant; "" where none is


class Unbound(Folded):
    """A bound that counts no longer."""

    bound = models.ForeignKey(Bound, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)


class Reach(Local):
    """An entry that a bound reaches, worked out from what stands on what (``reach.py``). A cache."""

    entry = models.BigIntegerField()
    bound = models.ForeignKey(Bound, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["entry", "bound"], name="reach_once"),)


class ReachMark(Local):
    """How many entries of the ledger ``Reach`` knows of."""

    upto = models.BigIntegerField()


class Credential(Local):
    """How a person proves who they are: an Argon2id hash, and how often any proof was wrong since all were right."""

    name = models.CharField(max_length=80, primary_key=True)
    passphrase = models.CharField(max_length=200)
    failures = models.IntegerField(default=0)


class Factor(Local):
    """A second factor of a person: a key for one-time codes, a passkey, or a recovery code."""

    name = models.CharField(max_length=80, db_index=True)
    kind = models.CharField(max_length=10)  # totp, passkey, recovery
    told = models.CharField(max_length=80, default="")  # what its owner calls it
    secret = models.BinaryField()  # sealed key; public key as WebAuthn writes it; Argon2id hash
    site = models.CharField(max_length=255, default="")  # of a passkey: the host it was made for
    last = models.BigIntegerField(default=0)  # the last step of a code; a passkey's counter
    made = models.BigIntegerField()  # Unix seconds


class Session(Local):
    """Somebody signed in: the hash of their token, since when, and when they last asked for a page (Unix seconds)."""

    token = models.CharField(max_length=64, primary_key=True)
    user = models.BigIntegerField()  # entry
    proof = models.CharField(max_length=32)
    began = models.BigIntegerField()
    used = models.BigIntegerField(db_index=True)
    waits = models.BooleanField(default=False)  # for the second factor
    purpose = models.CharField(max_length=20, default="")  # for which this person works now
    proved = models.BigIntegerField(default=0)  # when they last proved who they are
    task = models.TextField(default="")  # what a passkey was asked, as JSON; a key for codes not yet confirmed


class RuleRow(Folded):
    """A rule of the house, from this entry on."""

    name = models.CharField(max_length=40, db_index=True)
    value = models.CharField(max_length=40)
    reason = models.TextField()
    by = models.CharField(max_length=80)
    at = models.CharField(max_length=32)

    class Meta:
        db_table = "access_rule"
