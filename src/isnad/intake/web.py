"""Web archives: WACZ files, and what auto-archiver leaves. Their hashes, signatures and stamps are checked and kept.

WACZ (signing specification 0.1.0): every resource's hash against ``datapackage.json``; its hash against
``datapackage-digest.json``; the signature over that hash by the public key or the domain's certificate; the time
stamp's imprint against the signature. auto-archiver: every hash in its list against the files beside it; each time
stamp's imprint against the list.

Not checked here, and said so nowhere as kept: whether a certificate or a stamping authority deserves trust.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from rfc3161_client import decode_timestamp_response

from isnad.intake.bags import BROKEN, KEPT, MISSING, NOT_CHECKED, Promise

DESCRIPTION, DIGEST = "datapackage.json", "datapackage-digest.json"
LARGEST_JSON = 64 * 2**20
_DER_STATUS_GRANTED = bytes.fromhex("3003020100")
_HASH_LINE = re.compile(r"[0-9a-f]{64}|[0-9a-f]{128}")


def is_wacz(path: Path) -> bool:
    """Whether a ZIP is a WACZ."""
    with zipfile.ZipFile(path) as opened:
        names = set(opened.namelist())
    return DESCRIPTION in names and any(name.startswith("archive/") for name in names)


def wacz_promises(path: Path) -> list[Promise]:
    """Every promise of a WACZ, and what it came to."""
    with zipfile.ZipFile(path) as opened:
        description = _member(opened, DESCRIPTION)
        found = [*_resources(opened, description)]
        if DIGEST in opened.namelist():
            found.extend(_signed(_json(_member(opened, DIGEST)), description))
    return found


def _resources(opened: zipfile.ZipFile, description: bytes) -> Iterator[Promise]:
    names = set(opened.namelist())
    for resource in _json(description).get("resources", []):
        name, stated = str(resource.get("path", "")), str(resource.get("hash", ""))
        algorithm, _, value = stated.rpartition(":")
        if name not in names:
            yield Promise("hash", MISSING, name)
        elif algorithm not in ("", "sha256", "md5"):
            yield Promise("hash", NOT_CHECKED, name)
        else:
            yield Promise("hash", _hash_of_member(opened, name, algorithm or "sha256", value), name)


def _hash_of_member(opened: zipfile.ZipFile, name: str, algorithm: str, stated: str) -> str:
    try:
        with opened.open(name) as stream:
            hasher = hashlib.new(algorithm, usedforsecurity=False)
            while piece := stream.read(1 << 20):
                hasher.update(piece)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError):
        return BROKEN
    return KEPT if hasher.hexdigest() == stated.lower() else BROKEN


def _signed(digest: dict[str, Any], description: bytes) -> Iterator[Promise]:
    stated = str(digest.get("hash", ""))
    right = hashlib.sha256(description).hexdigest()
    yield Promise("hash", KEPT if stated.removeprefix("sha256:") == right else BROKEN, DESCRIPTION)
    signed = digest.get("signedData")
    if not isinstance(signed, dict):
        return
    if signed.get("hash") != stated:
        yield Promise("signature", BROKEN, DIGEST)
        return
    yield Promise("signature", _signature(signed), DIGEST)
    if signed.get("timeSignature"):
        yield Promise("stamp", _stamp(str(signed["timeSignature"]), str(signed["signature"]).encode()), DIGEST)


def _signature(signed: dict[str, Any]) -> str:
    """The signature over the hash: by a bare public key, or by the first certificate of a domain's chain."""
    try:
        key = _public_key(signed)
        signature = base64.b64decode(str(signed["signature"]), validate=True)
    except (KeyError, ValueError, binascii.Error, UnsupportedAlgorithm):
        return NOT_CHECKED
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return NOT_CHECKED
    message = str(signed["hash"]).encode()
    for form in _forms(signature):
        try:
            key.verify(form, message, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            continue
        return KEPT
    return BROKEN


def _public_key(signed: dict[str, Any]) -> object:
    if "domainCert" in signed:
        chain = x509.load_pem_x509_certificates(str(signed["domainCert"]).encode())
        return chain[0].public_key()
    return serialization.load_der_public_key(base64.b64decode(str(signed["publicKey"]), validate=True))


def _forms(signature: bytes) -> Iterator[bytes]:
    """A signature as it stands (DER), and as browsers write it (two numbers of equal length)."""
    yield signature
    half = len(signature) // 2
    if len(signature) == 2 * half and half in (32, 48, 66):
        yield utils.encode_dss_signature(
            int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
        )


def _stamp(token: str, message: bytes) -> str:
    try:
        return _imprint(base64.b64decode(token, validate=True), message)
    except (ValueError, binascii.Error):
        return NOT_CHECKED


def _imprint(token: bytes, message: bytes) -> str:
    """Whether a stamp, as a response or as the bare token, is over ``message``."""
    for form in (token, _as_response(token)):
        try:
            imprint = decode_timestamp_response(form).tst_info.message_imprint
        except ValueError:
            continue
        for algorithm in (hashlib.sha256, hashlib.sha384, hashlib.sha512):
            if algorithm(message).digest() == imprint.message:
                return KEPT
        return BROKEN
    return NOT_CHECKED


def _as_response(token: bytes) -> bytes:
    inner = _DER_STATUS_GRANTED + token
    length = len(inner)
    size = (length.bit_length() + 7) // 8
    return b"\x30" + (bytes([length]) if length < 128 else bytes([0x80 | size]) + length.to_bytes(size, "big")) + inner


def is_auto_archiver(folder: Path) -> bool:
    """Whether a folder holds what auto-archiver leaves: a list of hashes with time stamps beside it."""
    return any(True for _ in _lists(folder))


def auto_archiver_promises(folder: Path) -> list[Promise]:
    """Every hash in its lists against the files in the same folder, and every stamp against its list."""
    found: list[Promise] = []
    for listed in _lists(folder):
        beside = [path for path in listed.parent.iterdir() if path.is_file() and path != listed]
        known = {name: {_hash(path, name) for path in beside} for name in ("sha256", "sha3_512")}
        for line in listed.read_text("ascii").split():
            algorithm = "sha256" if len(line) == 64 else "sha3_512"
            found.append(Promise("hash", KEPT if line in known[algorithm] else MISSING, listed.name))
        data = listed.read_bytes()
        found += [Promise("stamp", _imprint(token.read_bytes(), data), token.name) for token in _tokens(listed)]
    return found


def _lists(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*hashes*.txt")):
        if path.is_symlink() or path.stat().st_size > LARGEST_JSON:
            continue
        try:
            lines = path.read_text("ascii").split()
        except (UnicodeDecodeError, OSError):
            continue
        if lines and all(_HASH_LINE.fullmatch(line) for line in lines) and _tokens(path):
            yield path


def _tokens(listed: Path) -> list[Path]:
    return sorted(path for path in listed.parent.glob("*timestamp_token*") if path.is_file())


def _hash(path: Path, algorithm: str) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, algorithm).hexdigest()


def _member(opened: zipfile.ZipFile, name: str) -> bytes:
    with opened.open(name) as stream:
        return stream.read(LARGEST_JSON)


def _json(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
