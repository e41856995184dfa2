"""The tables of claims; every one is folded, and none holds what a claim is worth now."""

from __future__ import annotations

from django.db import models

from isnad.record.tables import Folded


class EntityRow(Folded):
    """Something claims are about."""

    schema = models.CharField(max_length=64)
    foreign = models.TextField(null=True)  # the id it has elsewhere, as read
    key = models.CharField(max_length=64, null=True)  # finds it by that id and the name of the data it is from

    class Meta:
        db_table = "claims_entity"
        indexes = (
            models.Index(fields=["key"], name="entity_key", condition=models.Q(key__isnull=False)),
            models.Index(fields=["schema", "id"], name="entity_schema"),
        )


class ClaimRow(Folded):
    """One claim. A sealed one has no value here. ``head`` is the beginning of its normal value, to be found by."""

    about = models.BigIntegerField(db_index=True)  # the entity's entry
    schema = models.CharField(max_length=64)
    property = models.CharField(max_length=64)
    value = models.TextField()
    normal = models.TextField(null=True)
    head = models.CharField(max_length=48)
    refers = models.BigIntegerField(null=True)  # to another entity, by its entry
    language = models.CharField(max_length=40, null=True)
    citations = models.TextField()  # canonical JSON
    method = models.CharField(max_length=10)
    reader = models.CharField(max_length=80, null=True)
    version = models.CharField(max_length=80, null=True)
    confidence = models.SmallIntegerField()  # per mille
    kind = models.CharField(max_length=10)
    label = models.SmallIntegerField()
    conditions = models.TextField(null=True)  # canonical JSON
    supersedes = models.BigIntegerField(null=True)  # entry

    class Meta:
        db_table = "claims_claim"
        indexes = (
            models.Index(fields=["property", "head"], name="claim_found_by"),
            models.Index(fields=["refers"], name="claim_refers", condition=models.Q(refers__isnull=False)),
            models.Index(fields=["supersedes"], name="claim_successor", condition=models.Q(supersedes__isnull=False)),
        )


class ImportRow(Folded):
    """A file of claims that was taken over."""

    dataset = models.CharField(max_length=80)
    digest = models.BinaryField(max_length=32, db_index=True)
    size = models.BigIntegerField()

    class Meta:
        db_table = "claims_import"


class ReviewRow(Folded):
    """A verdict."""

    subject = models.BigIntegerField(db_index=True)  # entry
    by = models.CharField(max_length=80)
    verdict = models.CharField(max_length=10)
    reason = models.TextField()
    source = models.CharField(max_length=10)
    content = models.CharField(max_length=10)
    technical = models.CharField(max_length=10)
    at = models.CharField(max_length=32)

    class Meta:
        db_table = "claims_review"


class WithdrawalRow(Folded):
    """A claim or an import that was taken back, or an identity that was undone."""

    subject = models.BigIntegerField(db_index=True)  # entry
    reason = models.TextField()

    class Meta:
        db_table = "claims_withdrawal"


class IdentityRow(Folded):
    """Two entities, by their entries, that are claimed to be one."""

    one = models.BigIntegerField(db_index=True)
    other = models.BigIntegerField(db_index=True)
    reason = models.TextField()
    method = models.CharField(max_length=10)
    confidence = models.SmallIntegerField()

    class Meta:
        db_table = "claims_identity"
