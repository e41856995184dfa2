"""Time stamps (RFC 3161): somebody outside says that these bytes existed at this moment.

 1. `request` makes the question: a hash and a random number, nothing of what is stamped. It can be carried to another
    machine as a file (``.tsq``) and the answer carried back (``.tsr``): a house without a network gets stamps too.
 2. `check` looks at an answer: granted; signed by a certificate that one of the given roots vouches for, meant for
    stamping and valid at that moment; of these very bytes; and answering this very question, where that is at hand.
 3. `Stamper` asks a stamping service over HTTP and checks before it hands the answer on.

Not checked: whether a certificate was revoked since. Roots are given, never fetched.
"""

from __future__ import annotations

import hashlib
import http.client
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)
from rfc3161_client._rust import parse_timestamp_request

from isnad.instruments.sealing.der import with_certificates_sorted
from isnad.words import Broken, Moment, Refusal, Unavailable

LONGEST = 1 << 20
PATIENCE = 20.0
_HASHES = {"2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.2": "sha384", "2.16.840.1.101.3.4.2.3": "sha512"}


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a checked answer says: when, under which policy (an object identifier), with which serial number."""

    at: Moment
    policy: str
    serial: int


def request(message: bytes) -> bytes:
    """The question for a stamp of ``message``, in DER: what goes into a ``.tsq`` file."""
    if not message:
        raise Refusal("sealing.nothing-to-stamp")
    question = TimestampRequestBuilder(data=message, hash_algorithm=HashAlgorithm.SHA512).build()
    return bytes(question.as_bytes())


def roots_from(pem: bytes) -> list[Certificate]:
    """The certificates in a PEM file, to check stamps against."""
    try:
        return load_pem_x509_certificates(pem)
    except ValueError as error:
        raise Refusal("sealing.not-certificates") from error


def check(response: bytes, message: bytes, roots: Sequence[Certificate], *, question: bytes | None = None) -> Stamp:
    """What ``response`` says of ``message``; Broken unless it holds in every point."""
    answer = _decoded(response)
    builder = VerifierBuilder()  # a fresh one each time: the library's builders share their roots
    for root in roots:
        builder = builder.add_root_certificate(root)
    if question is not None:
        builder = builder.nonce(_nonce(question))
    try:
        builder.build().verify(answer, _hashed(answer, message))
    except (VerificationError, ValueError) as error:
        raise Broken("sealing.stamp-does-not-hold") from error
    told = answer.tst_info
    return Stamp(Moment(told.gen_time), told.policy.dotted_string, told.serial_number)


class Stamper:
    """A stamping service at an address, with the roots that vouch for it."""

    def __init__(self, address: str, roots: Sequence[Certificate]) -> None:
        if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
            raise Refusal("sealing.not-a-stamper")
        self._address = address
        self._roots = list(roots)

    def stamp(self, message: bytes) -> tuple[bytes, Stamp]:
        """The answer in DER, and what it says; Unavailable where nobody answers."""
        question = request(message)
        response = self._ask(question)
        return response, check(response, message, self._roots, question=question)

    def _ask(self, question: bytes) -> bytes:
        asked = urllib.request.Request(  # noqa: S310  the scheme was looked at above
            self._address, data=question, headers={"Content-Type": "application/timestamp-query"}, method="POST"
        )
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE) as answered:  # noqa: S310
                return bytes(answered.read(LONGEST))
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            raise Unavailable("sealing.stamper-silent") from error


def _decoded(response: bytes) -> TimeStampResponse:
    try:
        answer = decode_timestamp_response(with_certificates_sorted(response))
        if answer.status != 0:
            raise Broken("sealing.stamp-not-granted")
        _ = answer.tst_info
    except ValueError as error:
        raise Broken("sealing.not-a-stamp") from error
    return answer


def _hashed(answer: TimeStampResponse, message: bytes) -> bytes:
    name = _HASHES.get(answer.tst_info.message_imprint.hash_algorithm.dotted_string)
    if name is None:
        raise Broken("sealing.stamp-does-not-hold")
    return hashlib.new(name, message).digest()


def _nonce(question: bytes) -> int:
    try:
        nonce = parse_timestamp_request(question).nonce
    except ValueError as error:
        raise Refusal("sealing.not-a-request") from error
    if nonce is None:
        raise Refusal("sealing.not-a-request")
    return nonce
