"""Marks: tell the same path again without telling the path.

A mark is a keyed hash over accession, path and content. The key is derived from the log's signing key, which a
rotation keeps; so a stranger with the ledger, or with a list of likely paths, learns nothing from a mark.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from isnad.ledger.signers import Signers
from isnad.words import Digest


def mark_key(signers: Signers) -> bytes:
    """The key of all marks of one archive."""
    return hmac.digest(signers.seeds()[0], b"isnad/path-mark/v1", sha256)


def mark(key: bytes, accession: int, path: bytes, digest: Digest | None) -> str:
    """32 hexadecimal characters for one path of one accession with one content; None where nothing could be read."""
    content = b"" if digest is None else digest.raw
    text = accession.to_bytes(8, "big") + len(content).to_bytes(1, "big") + content + path
    return hmac.digest(key, text, sha256)[:16].hex()
