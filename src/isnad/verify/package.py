#!/usr/bin/env python3
"""Checks a package from Isnad, by itself: Python and its library, and `cryptography` for the signatures.

    python3 verify.py [PACKAGE] [--json] [--against CHECKPOINT] [--policy-digest SHA256]

What is checked, in this order, each step with a code that never changes:

 1. bag        every file is named in a manifest and is what the manifest says; none is missing, none is extra
 2. signature  the tag manifest was signed with the package's key; the key is an entry of the log
 3. checkpoint the log signed its size and root (Ed25519, and ML-DSA-44 where `cryptography` can)
 4. proof      each item's and claim's entry stands in the signed tree
 5. disclosure the fields that were opened belong to that entry; what was kept shut is counted
 6. file       the file is the one that the entry's opened field names by its SHA-256
 7. terms      conditions, what is withheld and the label are there and say what the package says

What this does not show: that a picture shows what somebody says it shows; what happened before it was received; that
the log's keepers signed no second history (hold a checkpoint you got elsewhere: --against); who they are (compare the
policy's digest with one you got elsewhere: --policy-digest).

This file travels in every package and is part of Isnad (src/isnad/verify/package.py). It shares nothing with the code
that writes packages. It raises nothing, repairs nothing, and asks no network.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import sys
import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:  # pragma: no cover  said as a finding
    Ed25519PublicKey = None  # type: ignore[assignment,misc]
try:
    from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
except ImportError:  # an older library: Ed25519 alone is checked, and that is said
    MLDSA44PublicKey = None  # type: ignore[assignment,misc]

FORMAT = "isnad/package/1"
ED25519, ML_DSA_44 = 1, 6
UNLISTED = {"tagmanifest-sha256.txt", "tagmanifest-sha256.txt.sig"}
LARGEST_UNPACKED = 1 << 40


class Package:
    """One package as a folder, and all that was found of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.bad: list[dict[str, str]] = []
        self.notices: list[str] = []
        self.held: list[str] = []

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
        except ValueError:
            self.blame(what, name, "malformed")
            return None


def inside(name: str) -> bool:
    """Whether a name stays inside the package."""
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts and "\\" not in name


# 1. The bag ----------------------------------------------------------------------------------------------------------


def check_bag(package: Package) -> None:
    """BagIt (RFC 8493): every file is listed once, is there, and is what its manifest says."""
    if b"BagIt-Version: 1.0" not in (package.read("bagit.txt", "bag") or b""):
        package.blame("bag", "bagit.txt", "malformed")
    listed: dict[str, str] = {}
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        for line in (package.read(manifest, "bag") or b"").decode("utf-8", "replace").splitlines():
            digest, _, name = line.partition("  ")
            if not inside(name) or len(digest) != 64 or name in listed:
                package.blame("bag", manifest, "malformed")
                continue
            listed[name] = digest
    present = {p.relative_to(package.root).as_posix() for p in package.root.rglob("*") if p.is_symlink() or p.is_file()}
    for name in sorted(listed.keys() - present):
        package.blame("bag", name, "missing")
    for name in sorted(present - listed.keys() - UNLISTED):
        package.blame("bag", name, "unknown")
    for name in sorted(listed.keys() & present):
        path = package.root / name
        if path.is_symlink() or sha256_of(path) != listed[name]:
            package.blame("bag", name, "changed")
    if not package.bad:
        package.held.append(f"every one of {len(listed)} files is listed and unchanged")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    hasher = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            hasher.update(piece)
    return hasher.hexdigest()


# 2. The signature ----------------------------------------------------------------------------------------------------


def check_signature(package: Package, told: dict[str, Any]) -> None:
    """The tag manifest is signed with the package's own key; that the key is an entry is shown with the proofs."""
    signature = package.read("tagmanifest-sha256.txt.sig", "signature")
    manifest = package.read("tagmanifest-sha256.txt", "signature")
    if signature is None or manifest is None:
        return
    if not ed25519_holds(bytes_of(told.get("key")), signature, manifest):
        package.blame("signature", "tagmanifest-sha256.txt.sig", "does-not-hold")
    else:
        package.held.append("the list of files was signed with the package's key")


def ed25519_holds(key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether an Ed25519 signature holds."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


# 3. The checkpoint ---------------------------------------------------------------------------------------------------


class Log:
    """Whose signatures count: the log's keys, from the policy."""

    def __init__(self, policy: str) -> None:
        self.keys: list[tuple[str, int, bytes]] = []
        for line in policy.splitlines():
            words = line.split()
            if len(words) >= 2 and words[0] == "log":
                name, _, encoded = words[1].split("+", 2)
                data = base64.b64decode(encoded, validate=True)
                self.keys.append((name, data[0], data[1:]))

    def checkpoint(self, note: str) -> tuple[int, bytes, bool] | None:
        """Size and root of a signed checkpoint, and whether every signature was checked; None where one fails."""
        text, _, signatures = note.rpartition("\n\n")
        lines = (text + "\n").split("\n")
        origin, size, root = lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True)
        own = [key for key in self.keys if key[0] == origin]
        complete = bool(own)
        for name, kind, key in own:
            key_id = hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + key).digest()[:4]
            signed = [blob[4:] for blob in blobs(signatures, name) if blob[:4] == key_id]
            if not signed:
                return None
            for signature in signed:
                held = holds(kind, key, signature, text + "\n", name, size, root)
                if held is False:
                    return None
                complete &= held is not None
        return (size, root, complete) if own else None


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
    return True


# 4. Proofs of inclusion (RFC 6962, C2SP tlog-proof) ------------------------------------------------------------------


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


def proven_leaf(package: Package, log: Log, name: str, entry: int) -> dict[str, Any] | None:
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
        signed = log.checkpoint(note)
    except (ValueError, IndexError, binascii.Error):
        package.blame("proof", name, "malformed")
        return None
    if signed is None:
        package.blame("checkpoint", name, "does-not-hold")
        return None
    size, root, complete = signed
    if not complete and NOT_ALL not in package.notices:
        package.notices.append(NOT_ALL)
    if index != entry or root_of(leaf, index, size, path) != root:
        package.blame("proof", name, "does-not-hold")
        return None
    found: dict[str, Any] = json.loads(leaf)
    return found


NOT_ALL = "ML-DSA-44 signatures were not checked: this machine's `cryptography` is too old. Ed25519 was checked."


# 5. Disclosures ------------------------------------------------------------------------------------------------------


def opened_fields(package: Package, name: str, leaf: dict[str, Any]) -> dict[str, Any] | None:
    """The fields that were opened of an entry, once they and the shut ones make up its commitment."""
    told = package.json(name, "disclosure")
    if told is None:
        return None
    try:
        hashes = [bytes.fromhex(each) for each in told["others"]]
        fields = {}
        for each in told["opened"]:
            value = json.dumps(each["value"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
            salted = bytes.fromhex(each["salt"]) + each["name"].encode() + b"\x00" + value
            hashes.append(hashlib.sha256(b"isnad/field/v1\x00" + salted).digest())
            fields[each["name"]] = each["value"]
        commitment = hashlib.sha256(b"isnad/commitment/v1\x00" + b"".join(sorted(hashes))).hexdigest()
    except (KeyError, TypeError, ValueError, AttributeError):
        package.blame("disclosure", name, "malformed")
        return None
    if commitment != leaf.get("c") or any(len(each) != 32 for each in hashes):
        package.blame("disclosure", name, "does-not-hold")
        return None
    return fields


# 6. Files, claims, the key -------------------------------------------------------------------------------------------


def check_entries(package: Package, told: dict[str, Any], log: Log) -> None:
    """Every item's file, every claim, and the package's key, each down to the signed root."""
    shown = 0
    for each in [*told.get("items", []), *told.get("claims", []), told.get("key_proof") or {}]:
        entry, proof, disclosure = each.get("entry"), str(each.get("proof", "")), str(each.get("disclosure", ""))
        leaf = proven_leaf(package, log, proof, entry)
        fields = opened_fields(package, disclosure, leaf) if leaf is not None else None
        if fields is None:
            continue
        if each is told.get("key_proof"):
            if fields.get("public") != told.get("key"):
                package.blame("signature", disclosure, "another-key")
        elif "file" in each:
            check_file(package, each, fields)
        shown += 1
    if shown:
        package.held.append(f"{shown} entries stand in the signed log, with the fields that were opened of them")


def check_file(package: Package, each: dict[str, Any], fields: dict[str, Any]) -> None:
    """A file is the one its entry names: the evidence copy's digest, or the original's."""
    name, form = str(each.get("file", "")), each.get("form")
    path = package.root / name
    if not inside(name) or not path.is_file():
        package.blame("file", name, "missing")
        return
    copy = fields.get("copy")
    stated = fields.get("digest") if form == "original" else copy.get("digest") if isinstance(copy, dict) else None
    if stated is None or sha256_of(path) != stated:
        package.blame("file", name, "not-this-entry")


# 7. Terms ------------------------------------------------------------------------------------------------------------


def check_terms(package: Package, told: dict[str, Any]) -> None:
    """Conditions in both languages; what is withheld, with its reasons; the label."""
    for name in ("conditions.ar.txt", "conditions.en.txt"):
        package.read(name, "terms")
    withheld = package.json("withheld.json", "terms")
    if withheld is not None and withheld != told.get("withheld"):
        package.blame("terms", "withheld.json", "not-what-the-package-says")
    if told.get("label") not in ("public", "coalition", "internal", "restricted", "sealed"):
        package.blame("terms", "package.json", "no-label")


def bytes_of(text: Any) -> bytes:
    """Bytes from hexadecimal characters; none where it is not that."""
    try:
        return bytes.fromhex(text)
    except (TypeError, ValueError):
        return b""


def check(root: Path, against: bytes | None = None, policy_digest: str | None = None) -> Package:
    """Checks a package's folder in every point."""
    package = Package(root)
    if Ed25519PublicKey is None:
        package.blame("signature", "cryptography", "not-installed")
        return package
    check_bag(package)
    told, policy = package.json("package.json", "terms"), package.read("policy", "checkpoint")
    if not isinstance(told, dict) or told.get("format") != FORMAT or policy is None:
        package.blame("terms", "package.json", "malformed")
        return package
    check_signature(package, told)
    if policy_digest is not None and hashlib.sha256(policy).hexdigest() != policy_digest:
        package.blame("checkpoint", "policy", "another-policy")
    try:
        log = Log(policy.decode())
    except (ValueError, binascii.Error):
        package.blame("checkpoint", "policy", "malformed")
        return package
    check_entries(package, told, log)
    check_terms(package, told)
    if against is not None:
        hold_against(package, told, log, against)
    return package


def hold_against(package: Package, told: dict[str, Any], log: Log, anchor: bytes) -> None:
    """A checkpoint that was kept elsewhere must be the package's own, or one it says the log had handed out."""
    text = anchor.decode("utf-8", "replace").split("\n")
    own = told.get("checkpoint") or {}
    known = [own, *(told.get("anchors") or [])]
    try:
        size, root = int(text[1]), base64.b64decode(text[2]).hex()
    except (IndexError, ValueError, binascii.Error):
        package.blame("checkpoint", "anchor", "malformed")
        return
    if {"size": size, "root": root} not in [{"size": k.get("size"), "root": k.get("root")} for k in known]:
        package.blame("checkpoint", "anchor", "another-history")


def unpacked(path: Path, into: Path) -> Path:
    """The folder of a package, out of its ZIP where it is one; members that climb out are left where they are."""
    if path.is_dir():
        return path
    with zipfile.ZipFile(path) as packed:
        for member in packed.infolist():
            if inside(member.filename) and not member.is_dir() and member.file_size < LARGEST_UNPACKED:
                packed.extract(member, into)
    tops = [each for each in into.iterdir() if each.is_dir()]
    return tops[0] if len(tops) == 1 and not (into / "bagit.txt").exists() else into


def main() -> int:
    """Entry point of ``verify.py``."""
    parser = argparse.ArgumentParser(description="Checks a package from Isnad.")
    parser.add_argument("package", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--against", type=Path, help="a checkpoint that you got elsewhere")
    parser.add_argument("--policy-digest", help="the SHA-256 of the log's policy, got elsewhere")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        anchor = asked.against.read_bytes() if asked.against else None
        package = check(unpacked(asked.package, Path(folder)), anchor, asked.policy_digest)
    if asked.json:
        print(json.dumps({"sound": not package.bad, "bad": package.bad, "notices": package.notices}))
    else:
        tell(package)
    return 1 if package.bad else 0


def tell(package: Package) -> None:
    """Says in plain words what holds, what does not, and what this does not show."""
    for held in package.held:
        print(f"holds:   {held}")
    for notice in package.notices:
        print(f"notice:  {notice}")
    for bad in package.bad:
        print(f"BAD:     {bad['what']}: {bad['where']}: {bad['why']}")
    print("SOUND." if not package.bad else f"NOT SOUND: {len(package.bad)} findings.")
    print("Not shown by this: what a picture shows, what came before it was received, and that the log's keepers")
    print("signed no second history. For the last, compare a checkpoint you got elsewhere (--against).")


if __name__ == "__main__":
    sys.exit(main())
