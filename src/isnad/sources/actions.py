"""The verbs of the sources' room."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import cast

from isnad.access.actions import Second, two_people
from isnad.instruments.sealing import Identity, Recipient, agefile, recovery
from isnad.record.bodies import Bodies
from isnad.record.desk import desk
from isnad.record.entries import Erased
from isnad.record.pen import left_of, pen
from isnad.record.shape import Sealed
from isnad.sources.entries import Quorum, SealedIdentity, SourceOpening
from isnad.sources.models import IdentityRow, QuorumRow
from isnad.words import Refusal

MOST_BYTES = 20_000  # of one identity as text


def form_quorum(*, needed: int, of: int, by: str) -> tuple[int, list[str]]:
    """Makes and splits the room's first quorum key. Returns its entry and the holders' words, kept nowhere."""
    if QuorumRow.objects.exists():
        raise Refusal("sources.quorum-stands")
    return _form(needed=needed, of=of, by=by)


def seal(source: int, identity: str, *, by: str) -> int:
    """Seals who a source is. Needs nobody's words; from here on only the quorum opens it."""
    row = QuorumRow.objects.order_by("-pk").first()
    if row is None:
        raise Refusal("sources.no-quorum")
    if not identity.strip() or len(identity.encode()) > MOST_BYTES:
        raise Refusal("sources.not-an-identity", most=MOST_BYTES)
    record = _sealed(source, row, identity.encode())
    with pen(by) as held:
        return held.say(record)


def open_identity(source: int, words: Sequence[str], reason: str, *, by: str) -> str:
    """Who a source is. The holders' words are checked first; the opening is an entry before anything is given."""
    row = IdentityRow.objects.filter(source=source).order_by("-pk").first()
    if row is None:
        raise Refusal("sources.no-identity")
    quorum = _quorum_key(words, QuorumRow.objects.get(pk=row.quorum * 1024))
    with pen(by) as held:
        held.say(SourceOpening(row.entry, reason, len(words)))
    return _opened(row.entry, quorum, reason).decode()


def change_holders(
    words: Sequence[str], *, needed: int, of: int, by: str, second: Second | None
) -> tuple[int, list[str]]:
    """Makes a new quorum key, seals every identity anew, and erases the entries that held the old seals; two people."""
    agreed = two_people(second)
    old = QuorumRow.objects.order_by("-pk").first()
    if old is None:
        raise Refusal("sources.no-quorum")
    key = _quorum_key(words, old)
    rows = list(IdentityRow.objects.filter(quorum=old.entry).order_by("pk"))
    number, fresh = _form(needed=needed, of=of, by=by)
    new = QuorumRow.objects.get(pk=number * 1024)
    for row in rows:
        record = _sealed(row.source, new, _opened(row.entry, key, "holders change"))
        with pen(by) as held:
            held.say(record)
        with pen(by) as held:
            held.say(Erased(left_of([row.entry]), "holders change", agreed))
    return number, fresh


def _form(*, needed: int, of: int, by: str) -> tuple[int, list[str]]:
    key = Identity.new()
    words = recovery.split(key.raw, needed=needed, of=of)
    with pen(by) as held:
        number = held.say(Quorum(str(key.recipient), needed, of))
    return number, words


def _sealed(source: int, quorum: QuorumRow, identity: bytes) -> SealedIdentity:
    own = Identity.new()
    key = agefile.seal_bytes(own.reveal().encode(), [Recipient.parse(quorum.recipient)])
    sealed = agefile.seal_bytes(identity, [own.recipient])
    return SealedIdentity(source, quorum.entry, Sealed(_text(key)), Sealed(_text(sealed)))


def _quorum_key(words: Sequence[str], row: QuorumRow) -> Identity:
    """The quorum key that these words give; refused where they are of another."""
    key = Identity(recovery.join(words))
    if str(key.recipient) != row.recipient:
        raise Refusal("sources.words-of-another-quorum")
    return key


def _opened(entry: int, quorum: Identity, reason: str) -> bytes:
    at = desk()
    record = cast(SealedIdentity, Bodies(at.folder, at.holder).unsealed(entry, reason=reason).record)
    own = Identity.parse(agefile.open_bytes(base64.b64decode(record.own_key.value), quorum).decode())
    return agefile.open_bytes(base64.b64decode(record.identity.value), own)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
