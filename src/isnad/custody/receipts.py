"""The receipt with which a receiver takes over custody: a text, and their signature over it (Ed25519)."""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from isnad.custody.entries import Transfer
from isnad.words import Refusal, canonical


def receipt_text(subject: int, giver: str, receiver: str, reason: str) -> str:
    """What the receiver signs; the same facts always give the same text."""
    facts = {"subject": subject, "giver": giver, "receiver": receiver, "reason": reason}
    return "isnad/receipt/v1\n" + canonical(facts).decode()


def check(transfer: Transfer) -> None:
    """Refuses a transfer whose receipt is not about it, or whose signature does not hold."""
    if transfer.receipt is None:
        if transfer.signature or transfer.key:
            raise Refusal("custody.receipt-missing")
        return
    text = receipt_text(transfer.subject, transfer.giver, transfer.receiver, transfer.reason)
    if transfer.receipt != text:
        raise Refusal("custody.receipt-of-another")
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(transfer.key or "", validate=True))
        key.verify(base64.b64decode(transfer.signature or "", validate=True), text.encode())
    except (InvalidSignature, ValueError, binascii.Error) as error:
        raise Refusal("custody.receipt-not-signed") from error
