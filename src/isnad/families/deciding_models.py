"""The tables of candidates, decisions and tellings; every one is folded, and none holds how a candidate stands now."""

from __future__ import annotations

from django.db import models

from isnad.record.tables import Folded, Local


class CandidateRow(Folded):
    """One proposed pair."""

    person = models.BigIntegerField(db_index=True)  # entity
    other = models.BigIntegerField(db_index=True)  # entity
    kind = models.CharField(max_length=10)
    reasons = models.TextField()  # canonical JSON
    share = models.SmallIntegerField()  # per mille
    by_chance = models.CharField(max_length=24)
    ceiling = models.CharField(max_length=16)
    citations = models.TextField()  # canonical JSON
    method = models.CharField(max_length=10)
    version = models.CharField(max_length=80, null=True)
    after = models.BigIntegerField(null=True)  # exclusion
    by = models.CharField(max_length=80)
    at = models.CharField(max_length=32)

    class Meta:
        app_label = "families"
        db_table = "families_candidate"


class VerdictRow(Folded):
    """One reviewer's verdict."""

    candidate = models.BigIntegerField(db_index=True)
    certainty = models.CharField(max_length=16)
    bases = models.TextField()  # canonical JSON
    reason = models.TextField()
    citations = models.TextField()  # canonical JSON
    beside = models.TextField()  # canonical JSON
    shown = models.TextField()  # canonical JSON
    device = models.CharField(max_length=64, null=True)
    by = models.CharField(max_length=80)
    at = models.CharField(max_length=32)

    class Meta:
        app_label = "families"
        db_table = "families_verdict"


class DecisionRow(Folded):
    """An identification or an exclusion. An exclusion's certainty is *excluded*."""

    kind = models.CharField(max_length=16)
    candidate = models.BigIntegerField(db_index=True)
    person = models.BigIntegerField(db_index=True)
    other = models.BigIntegerField(db_index=True)
    verdicts = models.TextField()  # canonical JSON
    certainty = models.CharField(max_length=16)
    bases = models.TextField()  # canonical JSON
    at = models.CharField(max_length=32)

    class Meta:
        app_label = "families"
        db_table = "families_decision"


class StepBackRow(Folded):
    """A verdict, decision or ending that counts no longer."""

    subject = models.BigIntegerField(db_index=True)
    reason = models.TextField()
    by = models.CharField(max_length=80)
    at = models.CharField(max_length=32)

    class Meta:
        app_label = "families"
        db_table = "families_step_back"


class FoundRow(Folded):
    """Somebody who was sought was found alive."""

    person = models.BigIntegerField(db_index=True)
    reason = models.TextField()
    by = models.CharField(max_length=80)
    second = models.CharField(max_length=80, null=True)
    at = models.CharField(max_length=32)

    class Meta:
        app_label = "families"
        db_table = "families_found"


class FoundConsentRow(Folded):
    """What a found person says about one asker being told."""

    found = models.BigIntegerField(db_index=True)
    asking = models.BigIntegerField()
    agrees = models.BooleanField()
    at = models.CharField(max_length=32)

    class Meta:
        app_label = "families"
        db_table = "families_found_consent"


class TellingRow(Folded):
    """What was prepared to be said to an asker."""

    asking = models.BigIntegerField(db_index=True)
    about = models.CharField(max_length=20)
    subject = models.BigIntegerField(null=True, db_index=True)
    words = models.TextField()
    means = models.CharField(max_length=20)
    with_them = models.TextField()
    images = models.CharField(max_length=12)
    by = models.CharField(max_length=80)
    at = models.CharField(max_length=32)

    class Meta:
        app_label = "families"
        db_table = "families_telling"


class ToldRow(Folded):
    """What became of a telling."""

    telling = models.BigIntegerField(db_index=True)
    outcome = models.CharField(max_length=16)
    note = models.TextField()
    images_shown = models.BooleanField()
    support = models.TextField()  # canonical JSON
    by = models.CharField(max_length=80)
    at = models.CharField(max_length=32)

    class Meta:
        app_label = "families"
        db_table = "families_told"


class AskedRow(Local):
    """For whom candidates were sought, and a mark of all that was known then: asked again only when that changed."""

    person = models.BigIntegerField(primary_key=True)  # entity
    mark = models.CharField(max_length=64)
    found = models.SmallIntegerField()

    class Meta:
        app_label = "families"
        db_table = "families_asked"
