#!/usr/bin/env python3
"""Checks a package from Isnad, by itself: Python and its library, and `cryptography` for the signatures.

    python3 verify.py [PACKAGE] [--json] [--against CHECKPOINT] [--policy-digest SHA256]

PACKAGE is a folder or a ZIP; without one, the folder that this file lies in. What is checked, in this order, each step
under a code that never changes:

 1. bag        every file is named in a manifest and is what the manifest says; none is missing, none is extra
 2. signature  the list of files was signed with the package's own key; that key is an entry of the log
 3. checkpoint the log signed its size and root (Ed25519, and ML-DSA-44 where `cryptography` can), once for all proofs
 4. proof      each item's, claim's and condition's entry stands in the signed tree
 5. disclosure the fields that were opened belong to that entry; what was kept shut is counted
 6. file       each file is the one that its entry names by its SHA-256, and each file has an entry
 7. claim      what the list of claims says is what the entries of the claims say
 8. terms      label, purpose, receiver and conditions are those of the package key's entry; what is withheld is told

What this does not show: that a picture shows what somebody says it shows; what happened before it was received; that
the log's keepers signed no second history (hold a checkpoint you got elsewhere: --against); who they are (compare the
policy's digest with one you got elsewhere: --policy-digest). Whether this very file was changed, it cannot say either:
take it from a place you trust, or follow HOW-TO-VERIFY.txt without it.

This file travels in every package and is part of Isnad (src/isnad/verify/package.py). It shares nothing with the code
that writes packages. It raises nothing, repairs nothing, and asks no network. It ends with 1 where something is bad.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import sys
import tempfile
import zipfile
import zlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import Any

try:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:  # pragma: no cover  said as a finding
    Ed25519PublicKey = None  # type: ignore[assignment,misc]
try:
    from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
except ImportError:  # an older library: Ed25519 alone is checked, and that is said
    MLDSA44PublicKey = None  # type: ignore[assignment,misc]

FORMAT = "isnad/package/1"
ED25519, ML_DSA_44 = 1, 6
PEM = b"-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
DER = bytes.fromhex("302a300506032b6570032100")  # an Ed25519 public key (RFC 8410), before its 32 bytes
UNLISTED = {"tagmanifest-sha256.txt", "tagmanifest-sha256.txt.sig"}
WRONG = (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, binascii.Error)

WHY = {
    "missing": "is not there",
    "unknown": "is named in no list of files",
    "changed": "is not the file that was listed",
    "malformed": "cannot be read: it is not written as it must be",
    "twice": "stands there twice",
    "not-inside": "has a name that leads out of the package",
    "too-large": "is larger than a package can be",
    "not-installed": "is not installed: without it no signature can be checked",
    "does-not-hold": "does not hold",
    "another-key": "belongs to another key than the one that is an entry of the log",
    "wrong-kind": "is an entry of another kind",
    "unknown-origin": "was signed by a log that the policy does not name",
    "another-checkpoint": "rests on another checkpoint than this package",
    "another-policy": "is not the policy whose digest you gave",
    "another-history": "is from another history than the checkpoint you gave",
    "cannot-be-held": "cannot be held against the checkpoint you gave: the package does not lead to it",
    "not-this-entry": "is not what its entry says",
    "no-entry": "belongs to no entry",
    "not-what-the-package-says": "is not what the package says of it",
}
HELD = {
    "bag": "every one of {count} files is listed and unchanged, and there is no other",
    "signature": "the list of files was signed with the package's own key",
    "checkpoint": "the log {origin} signed its checkpoint of {count} entries",
    "items": "{count} items stand in the signed log, each file the one that its entry names",
    "claims": "{count} claims stand in the signed log, with the places that they cite",
    "terms": "label, purpose, receiver and {count} conditions are those that the log says of this package",
    "anchor": "the checkpoint of {count} entries that you gave is part of this history",
}
NOTICES = {
    "no-ml-dsa": "ML-DSA-44 signatures were not checked: this `cryptography` is too old. Ed25519 was checked.",
    "encrypted": "{count} files are encrypted for their receivers: open each with age, then compare its SHA-256.",
    "withheld": "{count} items and claims were withheld; withheld.json says why.",
}


class Package:
    """One package as a folder, and all that was found of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.bad: list[dict[str, str]] = []
        self.notices: dict[str, dict[str, Any]] = {}  # code of NOTICES, and what fills it
        self.held: dict[str, dict[str, Any]] = {}  # code of HELD, and what fills it
        self.digests: dict[str, str] = {}  # of every file that was read, by its name
        self.told: dict[str, Any] = {}  # package.json
        self.stands_on: dict[str, Any] = {}  # origin, size, root and the policy's digest

    def blame(self, what: str, where: str, why: str) -> None:
        """Adds one finding."""
        self.bad.append({"what": what, "where": where, "why": why})

    def read(self, name: str, what: str) -> bytes | None:
        """A file's bytes; a finding and None where it is missing."""
        path = self.root / name
        if not inside(name) or path.is_symlink() or not path.is_file():
            self.blame(what, name, "missing")
            return None
        return path.read_bytes()

    def json(self, name: str, what: str) -> Any:
        """A file as JSON; a finding and None where it is not."""
        data = self.read(name, what)
        try:
            return None if data is None else json.loads(data)
        except (ValueError, RecursionError):
            self.blame(what, name, "malformed")
            return None

    def parts(self, name: str) -> list[dict[str, Any]]:
        """What package.json lists under a name: objects, and nothing else."""
        listed = self.told.get(name, [])
        if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
            self.blame("terms", "package.json", "malformed")
            return []
        return listed


def inside(name: str) -> bool:
    """Whether a name stays inside the package."""
    path = PurePosixPath(name)
    plain = bool(name) and "\0" not in name and "\\" not in name and ":" not in name
    return plain and not path.is_absolute() and ".." not in path.parts and path.as_posix() == name


def bytes_of(text: Any) -> bytes:
    """Bytes from hexadecimal characters; none where it is not that."""
    try:
        return bytes.fromhex(text)
    except (TypeError, ValueError):
        return b""


# 1. The bag ----------------------------------------------------------------------------------------------------------


def check_bag(package: Package) -> None:
    """BagIt (RFC 8493): every file is listed once, is there, and is what its manifest says."""
    if b"BagIt-Version: 1.0\n" not in (package.read("bagit.txt", "bag") or b"\n"):
        package.blame("bag", "bagit.txt", "malformed")
    listed: dict[str, str] = {}
    for manifest, payload in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
        for line in (package.read(manifest, "bag") or b"").decode("utf-8", "replace").splitlines():
            digest, _, name = line.partition("  ")
            sound = re.fullmatch("[0-9a-f]{64}", digest) and inside(name) and name.startswith("data/") == payload
            if not sound or name in listed:
                package.blame("bag", manifest, "malformed")
            else:
                listed[name] = digest
    present = set(files_below(package.root))
    for name in sorted(listed.keys() - present):
        package.blame("bag", name, "missing")
    for name in sorted(present - listed.keys() - UNLISTED):
        package.blame("bag", name, "unknown")
    names = sorted(listed.keys() & present)
    places = [package.root / name for name in names]
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:  # hashing lets other threads work beside it
        digests = threads.map(lambda part: [digest_of(path) for path in part], parts_of(places))
        package.digests = dict(zip(names, (each for part in digests for each in part), strict=True))
    for name in names:
        if package.digests[name] != listed[name]:
            package.blame("bag", name, "changed")
    if not package.bad:
        package.held["bag"] = {"count": len(listed)}


def files_below(root: Path) -> list[str]:
    """The names of all files and links, however deep."""
    found = []
    for folder, folders, names in os.walk(root):
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        found += [Path(folder, name).relative_to(root).as_posix() for name in names + links]
    return found


def parts_of(paths: list[Path]) -> list[list[Path]]:
    """A few at a time: a thread costs as much as hashing a small file."""
    return [paths[start : start + 16] for start in range(0, len(paths), 16)]


def digest_of(path: Path) -> str:
    """The SHA-256 of a file; of a link there is none."""
    return "" if path.is_symlink() else sha256_of(path)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    hasher = hashlib.sha256()
    with path.open("rb", buffering=0) as stream:
        while piece := stream.read(1 << 20):
            hasher.update(piece)
    return hasher.hexdigest()


# 2. The signature ----------------------------------------------------------------------------------------------------


def check_signature(package: Package) -> None:
    """The tag manifest is signed with the package's own key; that the key is an entry is shown with the proofs."""
    signature = package.read("tagmanifest-sha256.txt.sig", "signature")
    manifest = package.read("tagmanifest-sha256.txt", "signature")
    key = bytes_of(package.told.get("key"))
    if package.read("package-key.pem", "signature") != PEM % base64.b64encode(DER + key):
        package.blame("signature", "package-key.pem", "another-key")
    if signature is None or manifest is None:
        return
    if ed25519_holds(key, signature, manifest):
        package.held["signature"] = {}
    else:
        package.blame("signature", "tagmanifest-sha256.txt.sig", "does-not-hold")


def ed25519_holds(key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether an Ed25519 signature holds."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


# 3. The checkpoint ---------------------------------------------------------------------------------------------------


class Log:
    """Whose signatures count: the log's keys, from the policy. Every key of an origin must have signed."""

    def __init__(self, policy: str) -> None:
        self.keys: list[tuple[str, int, bytes]] = []
        self.checked: dict[str, tuple[str, int, bytes, bool] | str] = {}
        for line in policy.splitlines():
            words = line.split()
            if len(words) >= 2 and words[0] == "log":
                name, _, encoded = words[1].split("+", 2)
                data = base64.b64decode(encoded, validate=True)
                self.keys.append((name, data[0], data[1:]))

    def checkpoint(self, note: str) -> tuple[str, int, bytes, bool] | str:
        """Origin, size and root of a signed checkpoint, and whether every signature was checked; else why not."""
        if note not in self.checked:
            try:
                self.checked[note] = self._checkpoint(note)
            except WRONG:
                self.checked[note] = "malformed"
        return self.checked[note]

    def _checkpoint(self, note: str) -> tuple[str, int, bytes, bool] | str:
        text, _, signatures = note.rpartition("\n\n")
        lines = (text + "\n").split("\n")
        origin, size, root = lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True)
        own = [key for key in self.keys if key[0] == origin]
        if not own:
            return "unknown-origin"
        complete = True
        for name, kind, key in own:
            key_id = hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + key).digest()[:4]
            signed = [blob[4:] for blob in blobs(signatures, name) if blob[:4] == key_id]
            held = [holds(kind, key, signature, text + "\n", name, size, root) for signature in signed]
            if not held or False in held:
                return "does-not-hold"
            complete &= None not in held
        return origin, size, root, complete


def blobs(signatures: str, name: str) -> list[bytes]:
    """The signature lines under a name."""
    found = []
    for line in signatures.splitlines():
        words = line.split(" ")
        if len(words) == 3 and words[0] == "—" and words[1] == name:
            found.append(base64.b64decode(words[2], validate=True))
    return found


def holds(kind: int, key: bytes, signature: bytes, text: str, name: str, size: int, root: bytes) -> bool | None:
    """Whether a checkpoint's signature holds; None where this machine's library cannot say."""
    if kind == ED25519:
        return ed25519_holds(key, signature, text.encode())
    if kind != ML_DSA_44 or MLDSA44PublicKey is None:
        return None
    origin = text.split("\n")[0].encode()
    message = b"subtree/v1\n\0" + bytes([len(name.encode())]) + name.encode() + signature[:8]
    message += bytes([len(origin)]) + origin + (0).to_bytes(8, "big") + size.to_bytes(8, "big") + root
    try:
        MLDSA44PublicKey.from_public_bytes(key).verify(signature[8:], message)
    except (InvalidSignature, ValueError):
        return False
    except UnsupportedAlgorithm:
        return None
    return True


def check_checkpoint(package: Package, log: Log, policy: bytes) -> None:
    """The package's own checkpoint is signed by the log, and is the one that package.json names."""
    note = (package.read("checkpoint", "checkpoint") or b"").decode("utf-8", "replace")
    signed = log.checkpoint(note)
    if isinstance(signed, str):
        package.blame("checkpoint", "checkpoint", signed)
        return
    origin, size, root, complete = signed
    if package.told.get("checkpoint") != {"origin": origin, "size": size, "root": root.hex()}:
        package.blame("checkpoint", "checkpoint", "not-what-the-package-says")
    if not complete:
        package.notices["no-ml-dsa"] = {}
    digest = hashlib.sha256(policy).hexdigest()
    package.stands_on = {"origin": origin, "size": size, "root": root.hex(), "policy_digest": digest}
    package.held["checkpoint"] = {"origin": printable(origin), "count": size}


# 4. Proofs (RFC 6962, C2SP tlog-proof) -------------------------------------------------------------------------------


def root_of(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """The root that a leaf and its path lead to; None where the path has another length than the tree asks for."""
    if not 0 <= index < size:
        return None
    node, last = hashlib.sha256(b"\x00" + leaf).digest(), size - 1
    for sibling in path:
        if last == 0:
            return None
        if index & 1 or index == last:
            node = hashlib.sha256(b"\x01" + sibling + node).digest()
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\x01" + node + sibling).digest()
        index, last = index >> 1, last >> 1
    return node if last == 0 else None


def roots_of(old: int, new: int, old_root: bytes, path: list[bytes]) -> tuple[bytes, bytes] | None:
    """The roots of both sizes that a proof of consistency leads to; None where it has a wrong length (RFC 9162)."""
    if old & (old - 1) == 0:
        path = [old_root, *path]
    index, last = old - 1, new - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    if not path:
        return None
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if index & 1 or index == last:
            first = hashlib.sha256(b"\x01" + sibling + first).digest()
            second = hashlib.sha256(b"\x01" + sibling + second).digest()
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            second = hashlib.sha256(b"\x01" + second + sibling).digest()
        index, last = index >> 1, last >> 1
    return (first, second) if last == 0 else None


def proven_leaf(package: Package, log: Log, name: str, entry: Any) -> dict[str, Any] | None:
    """The leaf of an entry, once its proof holds; a finding and None where it does not."""
    data = package.read(name, "proof")
    if data is None:
        return None
    try:
        head, _, note = data.decode().partition("\n\n")
        lines = head.split("\n")
        leaf = base64.b64decode(lines[1].removeprefix("extra "), validate=True)
        index = int(lines[2].removeprefix("index "))
        path = [base64.b64decode(line, validate=True) for line in lines[3:]]
        found: dict[str, Any] = json.loads(leaf)
    except WRONG:
        package.blame("proof", name, "malformed")
        return None
    signed = log.checkpoint(note)
    if isinstance(signed, str):
        package.blame("checkpoint", name, signed)
        return None
    origin, size, root, _ = signed
    if package.told.get("checkpoint") != {"origin": origin, "size": size, "root": root.hex()}:
        package.blame("checkpoint", name, "another-checkpoint")
        return None
    if type(entry) is not int or index != entry or root_of(leaf, index, size, path) != root:
        package.blame("proof", name, "does-not-hold")
        return None
    return found


# 5. Disclosures ------------------------------------------------------------------------------------------------------


def opened_fields(package: Package, name: str, leaf: dict[str, Any]) -> dict[str, Any] | None:
    """The fields that were opened of an entry, once they and the shut ones make up its commitment."""
    told = package.json(name, "disclosure")
    if told is None:
        return None
    try:
        hashes = [bytes.fromhex(each) for each in told["others"]]
        fields: dict[str, Any] = {}
        salts = []
        for each in told["opened"]:
            value = json.dumps(each["value"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
            salts.append(bytes.fromhex(each["salt"]))
            hashes.append(hashlib.sha256(b"isnad/field/v1\x00" + salts[-1] + field_name(each) + value).digest())
            fields[each["name"]] = each["value"]
        commitment = hashlib.sha256(b"isnad/commitment/v1\x00" + b"".join(sorted(hashes))).hexdigest()
        sound = len(fields) == len(salts) and all(len(each) == 32 for each in [*hashes, *salts])
    except WRONG:
        package.blame("disclosure", name, "malformed")
        return None
    if not sound or commitment != leaf.get("c"):
        package.blame("disclosure", name, "does-not-hold")
        return None
    return fields


def field_name(field: dict[str, Any]) -> bytes:
    """A field's name as it is hashed: ASCII, and closed by a zero byte, so that no name runs into its value."""
    name: bytes = field["name"].encode("ascii")
    if b"\x00" in name:
        raise ValueError
    return name + b"\x00"


# 6. Entries and their files ------------------------------------------------------------------------------------------

KINDS = {"key_proof": "package-key", "items": "received", "derived": "derived", "claims": "claim",
         "conditions": "condition"}  # fmt: skip


def entry_of(package: Package, log: Log, each: dict[str, Any], part: str) -> dict[str, Any] | None:
    """The opened fields of one entry of the kind that belongs to its part, down to the signed root."""
    disclosure = str(each.get("disclosure", ""))
    leaf = proven_leaf(package, log, str(each.get("proof", "")), each.get("entry"))
    fields = opened_fields(package, disclosure, leaf) if leaf is not None else None
    if fields is not None and not str(fields.get("format")).startswith(f"isnad/{KINDS[part]}/"):
        package.blame("disclosure", disclosure, "wrong-kind")
        return None
    return fields


def check_items(package: Package, log: Log) -> None:
    """Every file, down to the signed root; and no file of none."""
    shown, claimed, opaque = 0, set(), 0
    for part in ("items", "derived"):
        for each in package.parts(part):
            name = str(each.get("file", ""))
            claimed.add(name)
            fields = entry_of(package, log, each, part)
            if fields is None:
                continue
            shown += 1
            if "file" in each:  # of an item that was made into another file, that file is listed under "derived"
                opaque += check_file(package, name, each.get("form"), fields)
    for name in sorted(package.digests):
        if name.startswith("data/") and name not in claimed:
            package.blame("file", name, "no-entry")
    if shown:
        package.held["items"] = {"count": shown}
    if opaque:
        package.notices["encrypted"] = {"count": opaque}


def check_file(package: Package, name: str, form: Any, fields: dict[str, Any]) -> bool:
    """Whether it could not be looked into. A file is the one its entry names; what is encrypted, as far as one sees."""
    if name not in package.digests:
        package.blame("file", name, "missing")
        return False
    copy = fields.get("copy")
    stated = {
        "evidence-copy": copy.get("digest") if isinstance(copy, dict) else None,
        "original": fields.get("digest"),
        "derived": fields.get("digest"),
        "age-original": fields.get("payload"),
    }
    if form in ("age-evidence-copy", "age-derived"):
        return True
    digest = payload_digest(package.root / name) if form == "age-original" else package.digests[name]
    if digest is None or stated.get(str(form)) != digest:
        package.blame("file", name, "not-this-entry")
    return bool(form == "age-original")


def payload_digest(path: Path) -> str | None:
    """The SHA-256 of an age file behind its header: what the vault knew it by, whoever it was locked for."""
    hasher = hashlib.sha256()
    with path.open("rb") as stream:
        for line in stream:
            if line.startswith(b"--- "):
                while piece := stream.read(1 << 20):
                    hasher.update(piece)
                return hasher.hexdigest()
            if stream.tell() > 1 << 16:
                break
    return None


# 7. Claims -----------------------------------------------------------------------------------------------------------


def check_claims(package: Package, log: Log) -> None:
    """Every claim's entry, and that the list of claims says of each what its entry says."""
    proven: dict[Any, dict[str, Any]] = {}
    for each in package.parts("claims"):
        fields = entry_of(package, log, each, "claims")
        if fields is not None:
            proven[each["entry"]] = fields
    told = 0
    for line in (package.read("claims.ftm.jsonl", "claim") or b"").splitlines():
        try:
            claims = json.loads(line)["isnad"]["claims"]
            wrong = [each for each in claims if not claim_stands(each, proven)]
        except WRONG:
            package.blame("claim", "claims.ftm.jsonl", "malformed")
            continue
        told += len(claims)
        for each in wrong:
            package.blame("claim", f"claims.ftm.jsonl: {each.get('entry')}", "not-this-entry")
    if told != len(package.parts("claims")):
        package.blame("claim", "claims.ftm.jsonl", "not-what-the-package-says")
    if proven:
        package.held["claims"] = {"count": len(proven)}


def claim_stands(told: dict[str, Any], proven: dict[Any, dict[str, Any]]) -> bool:
    """Whether a claim in the list says what its entry says: of which property which value, resting on which places."""
    fields = proven.get(told.get("entry"))
    if fields is None:
        return False
    says = fields["says"]
    value = says["value"] if says.get("refers") is None else told.get("value")  # a name of another entity's entry
    places = [{name: value for name, value in each.items() if name != "item"} for each in told["citations"]]
    said = (says["property"], value, [{k: v for k, v in each.items() if k != "item"} for each in fields["citations"]])
    return (told.get("property"), told.get("value"), places) == said


# 8. Terms ------------------------------------------------------------------------------------------------------------


def check_terms(package: Package, log: Log) -> None:
    """The package key's entry says under which label, for what, for whom and on what conditions it was given."""
    told, before = package.told, len(package.bad)
    check_withheld(package)
    proof = told.get("key_proof")
    fields = entry_of(package, log, proof if isinstance(proof, dict) else {}, "key_proof")
    conditions = [each.get("entry") for each in package.parts("conditions")]
    if fields is not None and fields.get("public") != told.get("key"):
        package.blame("signature", "package.json", "another-key")
    for name, said in {**told, "conditions": conditions}.items():
        if fields is not None and name in ("label", "purpose", "receiver", "conditions") and fields.get(name) != said:
            package.blame("terms", f"package.json: {name}", "not-this-entry")
    check_conditions(package, log, conditions)
    if len(package.bad) == before:
        package.held["terms"] = {"count": len(conditions)}


def check_conditions(package: Package, log: Log, conditions: list[Any]) -> None:
    """Each condition's entry, and that it stands in the text of either language by its number."""
    for each in package.parts("conditions"):
        entry_of(package, log, each, "conditions")
    for name in ("conditions.ar.txt", "conditions.en.txt"):
        text = (package.read(name, "terms") or b"").decode("utf-8", "replace")
        if any(not re.search(rf"\b{entry}\b", text) for entry in conditions):
            package.blame("terms", name, "not-what-the-package-says")


def check_withheld(package: Package) -> None:
    """What is withheld is told, by reason, and everywhere alike."""
    withheld = package.json("withheld.json", "terms")
    if withheld is not None and withheld != package.told.get("withheld"):
        package.blame("terms", "withheld.json", "not-what-the-package-says")
    try:
        count = sum(number for reasons in package.told["withheld"].values() for number in reasons.values())
    except WRONG:
        package.blame("terms", "package.json: withheld", "malformed")
        return
    if count:
        package.notices["withheld"] = {"count": count}


# A checkpoint kept elsewhere -----------------------------------------------------------------------------------------


def hold_against(package: Package, anchor: bytes) -> None:
    """A checkpoint that was kept elsewhere must be the package's own, or lead to it by a proof of consistency."""
    own = package.stands_on
    try:
        lines = anchor.decode().split("\n")
        size, root = int(lines[1]), base64.b64decode(lines[2], validate=True)
    except WRONG:
        package.blame("checkpoint", "--against", "malformed")
        return
    if not own:
        return  # said already
    if size == own["size"]:
        held = root.hex() == own["root"]
    else:
        paths = [each.get("consistency") for each in package.parts("anchors") if each.get("size") == size]
        if not paths or not 0 < size < own["size"]:
            package.blame("checkpoint", "--against", "cannot-be-held")
            return
        held = leads_to(size, root, own, paths[0])
    if not held:
        package.blame("checkpoint", "--against", "another-history")
    else:
        package.held["anchor"] = {"count": size}


def leads_to(size: int, root: bytes, own: dict[str, Any], path: Any) -> bool:
    """Whether a proof of consistency leads from an earlier size and root to the package's own."""
    try:
        hashes = [base64.b64decode(each, validate=True) for each in path]
    except WRONG:
        return False
    return roots_of(size, own["size"], root, hashes) == (root, bytes.fromhex(own["root"]))


# All of it -----------------------------------------------------------------------------------------------------------


def check(root: Path, against: bytes | None = None, policy_digest: str | None = None) -> Package:
    """Checks a package's folder in every point."""
    package = Package(root)
    check_bag(package)
    if Ed25519PublicKey is None:
        package.blame("signature", "cryptography", "not-installed")
        return package
    told, policy = package.json("package.json", "terms"), package.read("policy", "checkpoint")
    if not isinstance(told, dict) or told.get("format") != FORMAT or policy is None:
        package.blame("terms", "package.json", "malformed")
        return package
    package.told = told
    check_signature(package)
    if policy_digest is not None and hashlib.sha256(policy).hexdigest() != policy_digest.strip().lower():
        package.blame("checkpoint", "policy", "another-policy")
    try:
        log = Log(policy.decode())
    except WRONG:
        package.blame("checkpoint", "policy", "malformed")
        return package
    check_checkpoint(package, log, policy)
    for step in (check_items, check_claims, check_terms):
        step(package, log)
    if against is not None:
        hold_against(package, against)
    return package


def check_path(path: Path, against: bytes | None = None, policy_digest: str | None = None) -> Package:
    """Checks a package that is a folder or a ZIP."""
    if path.is_dir():
        return check(path, against, policy_digest)
    with tempfile.TemporaryDirectory() as folder:
        opened = Package(path)
        root = unpacked(opened, Path(folder))
        if opened.bad:
            return opened
        return check(root, against, policy_digest)


def unpacked(package: Package, into: Path) -> Path:
    """The folder of a package, out of its ZIP; what cannot be one is a finding."""
    try:
        with zipfile.ZipFile(package.root) as packed:
            members = [each for each in packed.infolist() if not each.is_dir()]
            names = [each.filename for each in members]
            for name in sorted({name for name in names if not inside(name)}):
                package.blame("bag", name, "not-inside")
            for name, count in sorted(Counter(names).items()):
                if count > 1:
                    package.blame("bag", name, "twice")
            if sum(each.file_size for each in members) > 20 * package.root.stat().st_size + (1 << 30):
                package.blame("bag", package.root.name, "too-large")
            if not package.bad:
                packed.extractall(into)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError, zlib.error):
        package.blame("bag", package.root.name, "malformed")
    tops = list(into.iterdir())
    return tops[0] if len(tops) == 1 and tops[0].is_dir() else into


def as_json(package: Package) -> dict[str, Any]:
    """What was found, for machines."""
    told = {name: package.told.get(name) for name in ("label", "purpose", "receiver")}
    return {
        "sound": not package.bad,
        "bad": package.bad,
        "notices": [NOTICES[code].format(**facts) for code, facts in package.notices.items()],
        "held": [HELD[code].format(**facts) for code, facts in package.held.items()],
        "stands_on": package.stands_on or None,
        **told,
    }


def tell(package: Package) -> None:
    """Says in plain words what holds, what does not, and what this does not show."""
    told = as_json(package)
    for held in told["held"]:
        print(f"holds:   {held}")
    for notice in told["notices"]:
        print(f"notice:  {notice}")
    for bad in package.bad:
        print(f"BAD:     {bad['what']}: {printable(bad['where'])} {WHY[bad['why']]} ({bad['why']})")
    print("SOUND." if not package.bad else f"NOT SOUND: {len(package.bad)} findings.")
    if package.stands_on:
        print(f"The log's policy has the SHA-256 {package.stands_on['policy_digest']}: compare it with one you got")
        print("elsewhere (--policy-digest), else you know only that whoever made this package made this log.")
    print("Not shown by this: what a picture shows, what came before it was received, and that the log's keepers")
    print("signed no second history. For the last, hold a checkpoint you got elsewhere against it (--against).")


def printable(text: str) -> str:
    """A name without what a terminal would obey."""
    return "".join(each if each.isprintable() else "?" for each in text)


def main() -> int:
    """Entry point of ``verify.py``."""
    parser = argparse.ArgumentParser(description="Checks a package from Isnad.")
    parser.add_argument("package", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--against", type=Path, help="a checkpoint that you got elsewhere")
    parser.add_argument("--policy-digest", help="the SHA-256 of the log's policy, got elsewhere")
    asked = parser.parse_args()
    if not asked.package.exists() or (asked.against and not asked.against.is_file()):
        parser.error("there is no such file")
    package = check_path(asked.package, asked.against.read_bytes() if asked.against else None, asked.policy_digest)
    if asked.json:
        print(json.dumps(as_json(package)))
    else:
        tell(package)
    return 1 if package.bad else 0


if __name__ == "__main__":
    sys.exit(main())
