"""A secret dealt among people: each gets a share locked for them alone; any k of the n together bring it back.

For what no single person may open: the sealing identity among the named openers, a source's identity among its quorum.
"""

from __future__ import annotations

from collections.abc import Sequence

from isnad.instruments.sealing.agefile import open_bytes, seal_bytes
from isnad.instruments.sealing.identity import Identity, Recipient
from isnad.instruments.sealing.recovery import join, split


def deal(secret: bytes, holders: Sequence[Recipient], *, needed: int) -> list[bytes]:
    """One age file a holder, in their order; any ``needed`` of the shares give the 32-byte ``secret``."""
    lists = split(secret, needed=needed, of=len(holders))
    return [seal_bytes(words.encode("ascii"), [holder]) for words, holder in zip(lists, holders, strict=True)]


def open_share(sealed: bytes, identity: Identity) -> str:
    """One holder's share, as words."""
    return open_bytes(sealed, identity).decode("ascii")


def gather(shares: Sequence[str]) -> bytes:
    """The secret, from enough opened shares."""
    return join(shares)
