"""A bag (BagIt, RFC 8493) on its way: files are added, listed, and the list is signed once.

Written under a passing name beside its place, for its owner alone; what is not finished is taken away again.
"""

from __future__ import annotations

import base64
import hashlib
import os
import zipfile
from collections.abc import Iterable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from isnad.instruments.durable import disk
from isnad.words import Digest, Moment

_DER = bytes.fromhex("302a300506032b6570032100")  # an Ed25519 public key (RFC 8410), before its 32 bytes
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say: files have no times of their own


class Bag:
    """A folder that becomes a bag."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._listed: dict[str, str] = {}
        self._octets = 0
        self._folders: set[Path] = set()
        with disk():
            root.mkdir(mode=0o700)
        self.place("data/")

    def place(self, name: str) -> Path:
        """Where a file of this name lies; the folders above it are made."""
        path = self.root / name
        folder = path if name.endswith("/") else path.parent
        if folder not in self._folders:
            with disk():
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._folders.add(folder)
        return path

    def add(self, name: str, data: bytes) -> None:
        """Writes a file and lists it."""
        with disk():
            self.place(name).write_bytes(data)
        self.list_file(name, hashlib.sha256(data).hexdigest(), len(data))

    def list_file(self, name: str, digest: str, size: int) -> None:
        """Lists a file that was written already, by its SHA-256."""
        self._listed[name] = digest
        if name.startswith("data/"):
            self._octets += size

    def digest(self, name: str) -> str:
        """The SHA-256 under which a file is listed."""
        return self._listed[name]

    def write(self, name: str, pieces: Iterable[bytes]) -> tuple[str, int]:
        """Writes a file piece by piece and lists it; returns its SHA-256 and its size."""
        digest, size = write_file(self.place(name), pieces)
        self.list_file(name, digest, size)
        return digest, size

    def close(self, key: Ed25519PrivateKey | None, info: dict[str, str], at: Moment) -> Digest:
        """Writes the lists and signs the last of them; returns its digest, which stands for the whole."""
        payload = {name: digest for name, digest in self._listed.items() if name.startswith("data/")}
        told = {**info, "Bagging-Date": str(at)[:10], "Payload-Oxum": f"{self._octets}.{len(payload)}"}
        self.add("bagit.txt", _DECLARATION)
        self.add("bag-info.txt", "".join(f"{name}: {value}\n" for name, value in told.items()).encode())
        if key is not None:
            self.add("package-key.pem", pem(key.public_key().public_bytes_raw()))
        self.add("manifest-sha256.txt", _manifest(payload))
        tags = _manifest({name: digest for name, digest in self._listed.items() if name not in payload})
        with disk():
            (self.root / "tagmanifest-sha256.txt").write_bytes(tags)
            if key is not None:
                (self.root / "tagmanifest-sha256.txt.sig").write_bytes(key.sign(tags))
        return Digest.of(tags)

    def zip_to(self, path: Path, top: str) -> None:
        """The finished bag as one ZIP, its files under the folder ``top``, none compressed."""
        with disk(), zipfile.ZipFile(path, "x", zipfile.ZIP_STORED) as packed:
            packed.mkdir(f"{top}/data")
            for file in sorted(each for each in self.root.rglob("*") if each.is_file()):
                member = zipfile.ZipInfo(f"{top}/{file.relative_to(self.root).as_posix()}", _EPOCH)
                member.external_attr = 0o100644 << 16
                member.file_size = file.stat().st_size
                with packed.open(member, "w") as into, file.open("rb") as out:
                    while piece := out.read(1 << 20):
                        into.write(piece)


def write_file(place: Path, pieces: Iterable[bytes], known: str | None = None) -> tuple[str, int]:
    """Writes a new file for its owner alone; returns its SHA-256, worked out where it is not known, and its size."""
    hasher, size = hashlib.sha256(), 0
    with disk(), os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        for piece in pieces:
            if known is None:
                hasher.update(piece)
            size += out.write(piece)
    return known or hasher.hexdigest(), size


def pem(public: bytes) -> bytes:
    """An Ed25519 public key as OpenSSL reads it."""
    return b"-----BEGIN PUBLIC KEY-----\n" + base64.b64encode(_DER + public) + b"\n-----END PUBLIC KEY-----\n"


def _manifest(listed: dict[str, str]) -> bytes:
    return "".join(f"{listed[name]}  {name}\n" for name in sorted(listed)).encode()
