"""Which pseudonym has a sealed identity, and under which quorum; never what it holds."""

from __future__ import annotations

from django.db import models

from isnad.record.tables import Folded


class QuorumRow(Folded):
    """A quorum key, by its public half."""

    recipient = models.CharField(max_length=80)
    needed = models.SmallIntegerField()
    of = models.SmallIntegerField()

    class Meta:
        db_table = "sources_quorum"


class IdentityRow(Folded):
    """That an identity lies sealed in this entry."""

    source = models.BigIntegerField(db_index=True)  # entry of the pseudonym
    quorum = models.BigIntegerField()  # entry

    class Meta:
        db_table = "sources_identity"
