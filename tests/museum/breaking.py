"""How each package of the museum was broken. The name says what was done; beside it stands what must be found.

Whoever breaks one here may list its files anew (``relist``), as any stranger can; the key that signed it nobody has. So
behind most changes the signature no longer holds either: a piece asks for the finding that names what was done.
"""

from __future__ import annotations

import base64
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from handovers import Handover, relist, told

Break = Callable[[Path, Handover], None]


@dataclass(frozen=True)
class Piece:
    """One broken package: how it was broken, what must be found, and what the checker is given."""

    make: Break
    finding: tuple[str, str, str]  # what, where (its beginning), why
    options: tuple[str, ...] = ()


MUSEUM: dict[str, Piece] = {}


def piece(what: str, where: str, why: str, *options: str) -> Callable[[Break], Break]:
    """Puts a way of breaking into the museum, under its own name."""

    def register(make: Break) -> Break:
        MUSEUM[make.__name__.replace("_", "-")] = Piece(make, (what, where, why), options)
        return make

    return register


def an_item(package: Path, place: int = 0) -> dict[str, Any]:
    """One of the items that package.json lists."""
    found: dict[str, Any] = told(package)["items"][place]
    return found


def edit(package: Path, name: str, change: Callable[[Any], None]) -> None:
    """Changes a JSON file, and lists all files anew."""
    value = json.loads((package / name).read_bytes())
    change(value)
    (package / name).write_text(json.dumps(value, ensure_ascii=False))
    relist(package)


def flip(path: Path, at: int = -1) -> None:
    """Changes one bit."""
    data = bytearray(path.read_bytes())
    data[at if at >= 0 else len(data) // 2] ^= 1
    path.write_bytes(data)


# The bag


@piece("bag", "data/items/", "changed")
def a_bit_of_a_picture_is_flipped(package: Path, handover: Handover) -> None:
    flip(package / an_item(package)["file"])


@piece("bag", "data/items/", "changed")
def a_picture_is_cut(package: Path, handover: Handover) -> None:
    path = package / an_item(package)["file"]
    path.write_bytes(path.read_bytes()[:-1])


@piece("bag", "claims.ftm.jsonl", "changed")
def a_claim_is_changed_and_the_list_is_not(package: Path, handover: Handover) -> None:
    flip(package / "claims.ftm.jsonl")


@piece("bag", "data/items/", "missing")
def a_picture_is_taken_away(package: Path, handover: Handover) -> None:
    (package / an_item(package)["file"]).unlink()


@piece("bag", "data/items/added.jpg", "unknown")
def a_picture_is_added(package: Path, handover: Handover) -> None:
    shutil.copy(package / an_item(package)["file"], package / "data/items/added.jpg")


@piece("bag", "data/items/renamed.jpg", "unknown")
def a_picture_is_renamed(package: Path, handover: Handover) -> None:
    (package / an_item(package)["file"]).rename(package / "data/items/renamed.jpg")


@piece("bag", "data/items/", "changed")
def a_picture_is_replaced_by_a_link(package: Path, handover: Handover) -> None:
    path = package / an_item(package)["file"]
    moved = path.rename(handover.folder / f"moved-{package.parent.name}")
    path.symlink_to(moved)


@piece("bag", "manifest-sha256.txt", "malformed")
def the_list_names_a_file_outside(package: Path, handover: Handover) -> None:
    with (package / "manifest-sha256.txt").open("a") as stream:
        stream.write("0" * 64 + "  data/../../outside\n")


@piece("bag", "bagit.txt", "malformed")
def the_declaration_is_of_another_bag(package: Path, handover: Handover) -> None:
    (package / "bagit.txt").write_text("BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n")


@piece("bag", "manifest-sha256.txt", "missing")
def the_list_is_taken_away(package: Path, handover: Handover) -> None:
    (package / "manifest-sha256.txt").unlink()


# The signature


@piece("signature", "tagmanifest-sha256.txt.sig", "does-not-hold")
def everything_is_listed_anew(package: Path, handover: Handover) -> None:
    flip(package / an_item(package)["file"])
    relist(package)


@piece("signature", "tagmanifest-sha256.txt.sig", "missing")
def the_signature_is_taken_away(package: Path, handover: Handover) -> None:
    (package / "tagmanifest-sha256.txt.sig").unlink()


@piece("signature", "package.json", "another-key")
def it_is_signed_by_another_key(package: Path, handover: Handover) -> None:
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    der = bytes.fromhex("302a300506032b6570032100") + public
    pem = b"-----BEGIN PUBLIC KEY-----\n" + base64.b64encode(der) + b"\n-----END PUBLIC KEY-----\n"
    (package / "package-key.pem").write_bytes(pem)
    edit(package, "package.json", lambda value: value.update(key=public.hex()))
    signature = key.sign((package / "tagmanifest-sha256.txt").read_bytes())
    (package / "tagmanifest-sha256.txt.sig").write_bytes(signature)


@piece("signature", "package-key.pem", "another-key")
def the_key_for_openssl_is_another(package: Path, handover: Handover) -> None:
    shutil.copy(handover.folder / "earlier/package-key.pem", package / "package-key.pem")
    relist(package)


# The checkpoint


@piece("checkpoint", "checkpoint", "not-what-the-package-says")
def an_older_checkpoint_stands_there(package: Path, handover: Handover) -> None:
    (package / "checkpoint").write_bytes(handover.older_note)
    relist(package)


@piece("checkpoint", "proofs/", "another-checkpoint")
def a_proof_is_of_an_older_checkpoint(package: Path, handover: Handover) -> None:
    name = an_item(package)["proof"]
    shutil.copy(handover.folder / "earlier" / name, package / name)
    relist(package)


@piece("checkpoint", "checkpoint", "does-not-hold")
def the_checkpoint_says_another_size(package: Path, handover: Handover) -> None:
    lines = (package / "checkpoint").read_text().split("\n")
    lines[1] = str(int(lines[1]) + 1)
    (package / "checkpoint").write_text("\n".join(lines))
    relist(package)


@piece("checkpoint", "checkpoint", "does-not-hold")
def the_checkpoint_lacks_its_second_signature(package: Path, handover: Handover) -> None:
    lines = (package / "checkpoint").read_text().rstrip("\n").split("\n")
    (package / "checkpoint").write_text("\n".join(lines[:-1]) + "\n")
    relist(package)


@piece("checkpoint", "checkpoint", "malformed")
def the_checkpoint_is_no_checkpoint(package: Path, handover: Handover) -> None:
    (package / "checkpoint").write_text("isnad\n")
    relist(package)


@piece("checkpoint", "checkpoint", "unknown-origin")
def the_policy_is_of_another_origin(package: Path, handover: Handover) -> None:
    text = (package / "policy").read_text()
    (package / "policy").write_text(text.replace("log isnad.archive/", "log isnad.another/"))
    relist(package)


@piece("checkpoint", "policy", "malformed")
def the_policy_is_no_policy(package: Path, handover: Handover) -> None:
    (package / "policy").write_text("log one\n")
    relist(package)


@piece("checkpoint", "policy", "another-policy", "--policy-digest", "0" * 64)
def the_policy_is_not_the_one_known(package: Path, handover: Handover) -> None:
    """Nothing is broken: the digest that the expert holds is another's."""


@piece("checkpoint", "--against", "another-history", "--against", "ANCHOR")
def the_history_is_another(package: Path, handover: Handover) -> None:
    lines = handover.older_note.decode().split("\n")
    lines[2] = base64.b64encode(bytes(32)).decode()
    (package.parent / "ANCHOR").write_text("\n".join(lines))


@piece("checkpoint", "--against", "cannot-be-held", "--against", "ANCHOR")
def the_checkpoint_held_is_not_led_to(package: Path, handover: Handover) -> None:
    lines = handover.older_note.decode().split("\n")
    lines[1] = str(int(lines[1]) + 1)
    (package.parent / "ANCHOR").write_text("\n".join(lines))


@piece("checkpoint", "--against", "malformed", "--against", "ANCHOR")
def the_checkpoint_held_is_none(package: Path, handover: Handover) -> None:
    (package.parent / "ANCHOR").write_text("no checkpoint")


# Proofs


@piece("proof", "proofs/", "does-not-hold")
def proofs_of_two_items_are_swapped(package: Path, handover: Handover) -> None:
    one, other = (package / an_item(package, place)["proof"] for place in (0, 1))
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    relist(package)


@piece("proof", "proofs/", "does-not-hold")
def a_proof_is_of_another_leaf(package: Path, handover: Handover) -> None:
    path = package / an_item(package)["proof"]
    lines = path.read_text().split("\n")
    other = (package / an_item(package, 1)["proof"]).read_text().split("\n")
    path.write_text("\n".join([lines[0], other[1], *lines[2:]]))
    relist(package)


@piece("proof", "proofs/", "malformed")
def a_proof_is_none(package: Path, handover: Handover) -> None:
    (package / an_item(package)["proof"]).write_text("c2sp.org/tlog-proof@v1\n")
    relist(package)


@piece("proof", "proofs/", "missing")
def a_proof_is_taken_away(package: Path, handover: Handover) -> None:
    (package / an_item(package)["proof"]).unlink()
    relist(package)


# Disclosures


@piece("disclosure", "proofs/", "does-not-hold")
def a_field_says_something_else(package: Path, handover: Handover) -> None:
    def widen(value: Any) -> None:
        next(each for each in value["opened"] if each["name"] == "width")["value"] += 1

    edit(package, an_item(package)["disclosure"], widen)


@piece("disclosure", "proofs/", "does-not-hold")
def a_field_is_said_twice(package: Path, handover: Handover) -> None:
    edit(package, an_item(package)["disclosure"], lambda value: value["opened"].append(value["opened"][0]))


@piece("disclosure", "proofs/", "does-not-hold")
def a_shut_field_is_left_out(package: Path, handover: Handover) -> None:
    edit(package, an_item(package)["disclosure"], lambda value: value["others"].pop())


@piece("disclosure", "proofs/", "malformed")
def a_disclosure_is_none(package: Path, handover: Handover) -> None:
    edit(package, an_item(package)["disclosure"], lambda value: value.pop("opened"))


@piece("disclosure", "proofs/", "wrong-kind")
def a_claim_is_passed_off_as_an_item(package: Path, handover: Handover) -> None:
    def swap(value: Any) -> None:
        value["items"][0] |= value["claims"][0]

    edit(package, "package.json", swap)


# Files


@piece("file", "data/items/", "not-this-entry")
def files_of_two_items_are_swapped(package: Path, handover: Handover) -> None:
    def swap(value: Any) -> None:
        one, other = value["items"][:2]
        one["file"], other["file"] = other["file"], one["file"]

    edit(package, "package.json", swap)


@piece("file", "data/items/", "not-this-entry")
def a_picture_is_exchanged_and_listed(package: Path, handover: Handover) -> None:
    flip(package / an_item(package)["file"])
    relist(package)


@piece("file", "data/items/added.jpg", "no-entry")
def a_picture_is_added_and_listed(package: Path, handover: Handover) -> None:
    shutil.copy(package / an_item(package)["file"], package / "data/items/added.jpg")
    relist(package)


@piece("file", "data/items/", "missing")
def a_picture_is_taken_away_and_off_the_list(package: Path, handover: Handover) -> None:
    (package / an_item(package)["file"]).unlink()
    relist(package)


@piece("file", "data/items/", "no-entry")
def an_item_is_struck_out(package: Path, handover: Handover) -> None:
    edit(package, "package.json", lambda value: value["items"].pop())


# Claims


def edit_claims(package: Path, change: Callable[[Any], None]) -> None:
    value = json.loads((package / "claims.ftm.jsonl").read_bytes())
    change(value)
    (package / "claims.ftm.jsonl").write_text(json.dumps(value) + "\n")
    relist(package)


@piece("claim", "claims.ftm.jsonl: ", "not-this-entry")
def a_claim_says_something_else(package: Path, handover: Handover) -> None:
    edit_claims(package, lambda value: value["isnad"]["claims"][0].update(value="Somebody else"))


@piece("claim", "claims.ftm.jsonl: ", "not-this-entry")
def a_claim_cites_another_place(package: Path, handover: Handover) -> None:
    edit_claims(package, lambda value: value["isnad"]["claims"][0]["citations"][0].update(entry=1))


@piece("claim", "claims.ftm.jsonl", "not-what-the-package-says")
def a_claim_is_left_out(package: Path, handover: Handover) -> None:
    edit_claims(package, lambda value: value["isnad"]["claims"].pop())


@piece("claim", "claims.ftm.jsonl: ", "not-this-entry")
def a_claim_is_added(package: Path, handover: Handover) -> None:
    edit_claims(package, lambda value: value["isnad"]["claims"].append(value["isnad"]["claims"][0] | {"entry": 1}))


@piece("claim", "claims.ftm.jsonl", "malformed")
def the_claims_are_none(package: Path, handover: Handover) -> None:
    (package / "claims.ftm.jsonl").write_text("[]\n")
    relist(package)


# Terms


@piece("terms", "package.json: conditions", "not-this-entry")
def a_condition_is_removed(package: Path, handover: Handover) -> None:
    for name in ("conditions.ar.txt", "conditions.en.txt"):
        (package / name).write_text("none\n")
    edit(package, "package.json", lambda value: value.update(conditions=[]))


@piece("terms", "conditions.en.txt", "not-what-the-package-says")
def a_condition_is_removed_from_one_language(package: Path, handover: Handover) -> None:
    (package / "conditions.en.txt").write_text("none\n")
    relist(package)


@piece("terms", "package.json: label", "not-this-entry")
def the_label_is_lowered(package: Path, handover: Handover) -> None:
    edit(package, "package.json", lambda value: value.update(label="public"))


@piece("terms", "package.json: purpose", "not-this-entry")
def the_purpose_is_another(package: Path, handover: Handover) -> None:
    edit(package, "package.json", lambda value: value.update(purpose="publication"))


@piece("terms", "package.json: receiver", "not-this-entry")
def the_receiver_is_another(package: Path, handover: Handover) -> None:
    edit(package, "package.json", lambda value: value.update(receiver="Somebody"))


@piece("terms", "withheld.json", "not-what-the-package-says")
def what_was_withheld_is_not_told(package: Path, handover: Handover) -> None:
    edit(package, "withheld.json", lambda value: value["items"].clear())


@piece("terms", "package.json: withheld", "malformed")
def what_was_withheld_cannot_be_read(package: Path, handover: Handover) -> None:
    edit(package, "package.json", lambda value: value.update(withheld=[]))


@piece("terms", "package.json", "malformed")
def it_is_of_a_later_format(package: Path, handover: Handover) -> None:
    edit(package, "package.json", lambda value: value.update(format="isnad/package/9"))


@piece("terms", "conditions.ar.txt", "missing")
def the_conditions_are_taken_away(package: Path, handover: Handover) -> None:
    (package / "conditions.ar.txt").unlink()
    relist(package)


# ZIP


def packed(package: Path, change: Callable[[zipfile.ZipFile], None]) -> None:
    """Puts a ZIP in the folder's place."""
    archive = package.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w") as into:
        for path in sorted(each for each in package.rglob("*") if each.is_file()):
            into.write(path, f"package/{path.relative_to(package)}")
        change(into)
    shutil.rmtree(package)
    archive.rename(package)


@piece("bag", "package/bagit.txt", "twice")
def a_zip_holds_a_file_twice(package: Path, handover: Handover) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        packed(package, lambda into: into.writestr("package/bagit.txt", "another"))


@piece("bag", "../outside", "not-inside")
def a_zip_climbs_out(package: Path, handover: Handover) -> None:
    packed(package, lambda into: into.writestr("../outside", "another"))


@piece("bag", "package", "too-large")
def a_zip_is_a_bomb(package: Path, handover: Handover) -> None:
    def bomb(into: zipfile.ZipFile) -> None:
        with into.open(zipfile.ZipInfo("package/data/items/bomb.jpg"), "w", force_zip64=True) as stream:
            stream.write(b"0")
        into.infolist()[-1].file_size = 1 << 41  # as a liar's directory has it

    packed(package, bomb)


@piece("bag", "package", "malformed")
def a_zip_is_cut(package: Path, handover: Handover) -> None:
    packed(package, lambda into: None)
    package.write_bytes(package.read_bytes()[:-100])
