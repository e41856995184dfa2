"""C2SP's formats, held against notes and keys that others published, and against notes that lie."""

from __future__ import annotations

import base64
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from isnad.ledger import cosignature, merkle
from isnad.ledger.checkpoint import Checkpoint
from isnad.ledger.note import Note, Signature
from isnad.ledger.policy import Policy
from isnad.ledger.signers import Signers
from isnad.ledger.vkey import Kind, VerifierKey
from isnad.words import Broken, Digest
from ledger.archive import ORIGIN

# C2SP/C2SP 5ba5ee8, signed-note.md (CC BY 4.0).
EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
).encode()

# FiloSottile/torchwood 341dc2f, cmd/litewitness/testdata/sumdb.txt (ISC): Go's checksum database.
SUMDB_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
SUMDB = (
    "go.sum database tree\n35225469\nvt5T6GaLCXvyHFl9VUvvItR43XZxfLgftEcTyO3eJCQ=\n\n"
    "— sum.golang.org Az3grpukl5AXaVfYkLiDGORx/DN2nlcS5kZHR5uYOBV2KA2HgXpD+gu9HHONebHLAyaKbbTM75QTtPydhKCExixSfwQ=\n"
).encode()

# FiloSottile/sunlight ed0bc38, cmd/skylight/testdata/witness/mirror (ISC): a mirror's Ed25519 cosignature.
MIRROR_KEY = "mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O"
MIRROR = (
    "rome2026h1.example.org\n300\ngw31yQrqZZCcEOPrzX+bpy3nJ6QgngTKn8G1m0i62uU=\n\n— mirror.example.org "
    "P7FI7wAAAABpVGeAjA1S4pJm6MbcXjX7UUImu4azZtrfcVW2uyr/LXIYlwEJzXC0N0EiZkbqfLdXt/4gVEEuGmxJjAfXKMCISpsJAg==\n"
).encode()

# C2SP/C2SP issue 99 (Sigsum): the first post has a wrong key id, the second the right one.
SIGSUM = "sigsum.org/v1/tree/e796172b92befd62d9dc67e41c2f5bc9d3100a3023b20b1ca40288dd1c679e69"
SIGSUM_TEXT = f"{SIGSUM}\n10\nHA5HAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
SIGSUM_BLOB = "0n8F8olcerUF1FFdv235A/5as/coWrpLrtE7ovMeP5whgwouYExowG/lTznxu6OUGjjt5yJQ6bXtTcf718MqAQ="


def sigsum(key_id: str) -> Note:
    return Note.parse(f"{SIGSUM_TEXT}\n— {SIGSUM} {key_id}{SIGSUM_BLOB}\n".encode())


def test_the_example_of_the_specification_verifies() -> None:
    note, key = Note.parse(EXAMPLE), VerifierKey.parse(EXAMPLE_KEY)
    assert key.names(note.signatures[0])
    assert key.check(note.text, note.signatures[0]) == 0
    assert (note.encode(), str(key)) == (EXAMPLE, EXAMPLE_KEY)


def test_the_checksum_database_of_go_verifies() -> None:
    note, key = Note.parse(SUMDB), VerifierKey.parse(SUMDB_KEY)
    key.check(note.text, note.signatures[0])
    assert Checkpoint.parse(note.text).size == 35_225_469
    assert str(key) == SUMDB_KEY  # whose base64 holds a plus


def test_the_cosignature_of_sunlights_mirror_verifies_and_tells_its_time() -> None:
    note, key = Note.parse(MIRROR), VerifierKey.parse(MIRROR_KEY)
    assert key.kind is Kind.ED25519_COSIGNATURE
    assert key.check(note.text, note.signatures[0]) == 1_767_139_200  # 2025-12-31
    assert Checkpoint.parse(note.text).root.raw == merkle.root(
        [merkle.leaf_hash(f"record {number}".encode()) for number in range(300)]
    )


def test_sigsums_first_post_names_another_key_and_its_second_verifies() -> None:
    public = bytes.fromhex("66e0b858e462a609e66fe71370c816d8846ff103d5499a22a7fec37fdbc424a7")
    key = VerifierKey(SIGSUM, Kind.ED25519, public)
    wrong, right = sigsum("pOZUn"), sigsum("gJ2ho")
    assert not key.names(wrong.signatures[0])
    assert key.names(right.signatures[0])
    key.check(right.text, right.signatures[0])


def checkpoint(size: int = 5) -> Checkpoint:
    return Checkpoint(ORIGIN, size, Digest(merkle.root([merkle.leaf_hash(bytes([n])) for n in range(size)])))


SIGNERS = Signers.from_seeds(b"1" * 32, b"2" * 32)
POLICY = Policy(SIGNERS.vkeys(ORIGIN))


def test_both_of_the_logs_signatures_must_be_there() -> None:
    note = SIGNERS.sign(checkpoint())
    assert POLICY.check(note) == checkpoint()
    for kept in note.signatures:
        with pytest.raises(Broken, match=r"ledger\.unsigned"):
            POLICY.check(Note(note.text, (kept,)))


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_note_with_any_bit_flipped_is_not_believed(at: int, bit: int) -> None:
    data = bytearray(SIGNERS.sign(checkpoint()).encode())
    data[at % len(data)] ^= 1 << bit
    with pytest.raises(Broken):
        POLICY.check(Note.parse(bytes(data)))


def test_unknown_signatures_in_any_place_change_nothing() -> None:
    note = SIGNERS.sign(checkpoint())
    grease = Signature("grease.example", b"abcd", b"x" * 50)
    same_name = Signature(ORIGIN, b"abcd", b"x" * 64)
    mixed = Note(note.text, (grease, note.signatures[1], same_name, note.signatures[0], grease))
    assert POLICY.check(mixed) == checkpoint()
    assert POLICY.strangers(mixed) == [grease, same_name, grease]
    assert POLICY.strangers(note) == []


def test_a_known_key_that_fails_makes_the_whole_note_bad() -> None:
    note = SIGNERS.sign(checkpoint())
    forged = Signature(note.signatures[0].name, note.signatures[0].key_id, b"x" * 64)
    with pytest.raises(Broken, match=r"ledger\.bad-signature"):
        POLICY.check(note.signed_also_by([forged]))


def test_our_own_signature_tells_no_time() -> None:
    time, _ = cosignature.split(SIGNERS.sign(checkpoint()).signatures[1].blob)
    assert time == 0


def test_the_structure_that_ml_dsa_signs_is_the_specified_one() -> None:
    written = cosignature.ml_dsa_message("w.example", Checkpoint("log.example", 7, Digest(b"r" * 32)), 9)
    assert written == (
        b"subtree/v1\n\0" + b"\x09w.example" + (9).to_bytes(8, "big") + b"\x0blog.example"
        + bytes(8) + (7).to_bytes(8, "big") + b"r" * 32
    )  # fmt: skip


@pytest.mark.parametrize(("cosigner", "origin"), [("a" * 256, "log"), ("w", "o" * 256)])
def test_names_longer_than_255_bytes_cannot_cosign(cosigner: str, origin: str) -> None:
    # As transparency-dev/formats 0b850f1, note_cosigv1_test.go (BSD) asks.
    with pytest.raises(Broken, match=r"ledger\.name-too-long"):
        cosignature.ml_dsa_message(cosigner, Checkpoint(origin, 1, Digest(b"r" * 32)), 0)


def cosigned(note: Note, name: str, kind: Kind, seed: bytes, time: int) -> tuple[VerifierKey, Note]:
    """The note with one cosignature more, and the key that made it."""
    head = Checkpoint.parse(note.text)
    if kind is Kind.ML_DSA_44:
        private = MLDSA44PrivateKey.from_seed_bytes(seed)
        blob = private.sign(cosignature.ml_dsa_message(name, head, time))
        key = VerifierKey(name, kind, private.public_key().public_bytes_raw())
    else:
        signer = Ed25519PrivateKey.from_private_bytes(seed)
        blob = signer.sign(cosignature.ed25519_message(note.text, time))
        key = VerifierKey(name, kind, signer.public_key().public_bytes_raw())
    return key, note.signed_also_by([Signature(name, key.key_id, time.to_bytes(8, "big") + blob)])


def test_a_quorum_of_witnesses_of_both_kinds() -> None:
    note = SIGNERS.sign(checkpoint())
    first, once = cosigned(note, "one.example", Kind.ED25519_COSIGNATURE, b"a" * 32, 1_700_000_000)
    second, twice = cosigned(once, "two.example", Kind.ML_DSA_44, b"b" * 32, 1_700_000_001)
    third, _ = cosigned(note, "three.example", Kind.ML_DSA_44, b"c" * 32, 1)
    text = POLICY.encode().replace(b"quorum none\n", b"")
    text += f"witness one {first}\nwitness two {second}\nwitness three {third}\n".encode()
    two_of_three = Policy.parse(text + b"group most 2 one two three\nquorum most\n")
    assert two_of_three.check(twice) == checkpoint()
    with pytest.raises(Broken, match=r"ledger\.quorum-missed"):
        two_of_three.check(once)
    every = Policy.parse(text + b"group pair any one two\ngroup both all pair three\nquorum both\n")
    with pytest.raises(Broken, match=r"ledger\.quorum-missed"):
        every.check(twice)
    assert Policy.parse(two_of_three.encode()) == two_of_three


@pytest.mark.parametrize(
    "lines",
    [
        "quorum none\nquorum none\n",
        "",
        "quorum nobody\n",
        "log {log}\nlog {log}\nquorum none\n",
        "witness none {witness}\nquorum none\n",
        "witness a {witness}\nwitness b {witness}\nquorum a\n",
        "witness a {witness}\ngroup g 2 a\nquorum g\n",
        "witness a {witness}\ngroup g 0 a\nquorum g\n",
        "witness a {witness}\ngroup g 1 a a\nquorum g\n",
        "witness a {witness}\ngroup g any a\ngroup h any a\nquorum h\n",
        "group g any a\nwitness a {witness}\nquorum g\n",
        "group g any\nquorum g\n",
        "log {witness}\nquorum none\n",
        "witness a {log}\nquorum a\n",
        "log {log}\rquorum none\n",
        "tree {log}\nquorum none\n",
    ],
)
def test_a_policy_that_is_not_one_is_broken(lines: str) -> None:
    with pytest.raises(Broken):
        Policy.parse(lines.format(log=EXAMPLE_KEY, witness=MIRROR_KEY).encode())


def test_a_policy_may_hold_comments_addresses_and_tabs() -> None:
    written = (
        f"# whom we know\n\n \tlog\t{EXAMPLE_KEY}  https://log.example/\nwitness w {MIRROR_KEY} https://w/\nquorum w"
    )
    policy = Policy.parse(written.encode())
    assert policy.origins == ["example.com/foo"]
    assert policy.quorum == "w"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text\n",
        b"text\n\n",
        EXAMPLE[:-1],
        EXAMPLE.replace(b"\n\n", b"\n"),
        EXAMPLE.replace(b"This", b"Th\x00s"),
        EXAMPLE.replace(b"This", b"Th\ris"),
        EXAMPLE.replace(b"This", b"\xff"),
        EXAMPLE.replace("— ".encode(), b"- "),
        EXAMPLE.replace(b"example.com/foo", b"example.com+foo"),
        EXAMPLE.replace(b"example.com/foo", "example.com\u00a0foo".encode()),
        EXAMPLE.replace(b"aQM=", b"aQN="),  # bits that base64 leaves over
        EXAMPLE.replace(b"aQM=", b"aQM"),
        EXAMPLE.replace(b"aQM=", b"aQM=\n\n"),
        EXAMPLE.replace(b"Uw2Q", b"U w2"),
        EXAMPLE + EXAMPLE.split(b"\n\n")[1] * 64,
    ],
)
def test_what_is_not_a_note_is_broken(data: bytes) -> None:
    with pytest.raises(Broken):
        Note.parse(data)


def test_a_note_may_hold_empty_lines_and_sixteen_signatures() -> None:
    poem = Note.parse(b"one\n\ntwo\n\n" + EXAMPLE.split(b"\n\n")[1] * 16)
    assert poem.text == "one\n\ntwo\n"
    assert len(poem.signatures) == 16


@pytest.mark.parametrize(
    "text",
    [
        "origin\n5\n",
        "\n5\n" + base64.b64encode(b"r" * 32).decode() + "\n",
        "origin\n05\n" + base64.b64encode(b"r" * 32).decode() + "\n",
        "origin\n-5\n" + base64.b64encode(b"r" * 32).decode() + "\n",
        "origin\n٥\n" + base64.b64encode(b"r" * 32).decode() + "\n",
        "origin\n0\n" + base64.b64encode(b"r" * 32).decode() + "\n",
        "origin\n9223372036854775808\n" + base64.b64encode(b"r" * 32).decode() + "\n",
        "origin\n5\n" + base64.b64encode(b"r" * 31).decode() + "\n",
        "origin\n5\n" + base64.b64encode(b"r" * 32).decode(),
        "origin\n5\n" + base64.b64encode(b"r" * 32).decode() + "\n\nmore\n",
    ],
)
def test_what_is_not_a_checkpoint_is_broken(text: str) -> None:
    with pytest.raises(Broken):
        Checkpoint.parse(text)


def test_extension_lines_of_other_logs_are_kept_and_the_empty_tree_has_one_root() -> None:
    written = f"origin\n0\n{base64.b64encode(sha256(b'').digest()).decode()}\nmore\n"
    assert Checkpoint.parse(written).extensions == ("more",)
    assert Checkpoint.parse(written).text == written


@pytest.mark.parametrize(
    "text",
    [
        "example.com/foo+530d903a",
        EXAMPLE_KEY.replace("530d903a", "530d903b"),
        EXAMPLE_KEY.replace("530d903a", "530D903A"),
        EXAMPLE_KEY.replace("example.com/foo", "example.com/bar"),
        EXAMPLE_KEY[:-4],
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2=",
        "name+00000000+",
        "name+00000000+CQ==",
    ],
)
def test_what_is_not_a_key_is_broken(text: str) -> None:
    with pytest.raises(Broken):
        VerifierKey.parse(text)


def test_secrets_do_not_show_in_what_is_printed() -> None:
    assert "1111" not in repr(SIGNERS)
    assert Signers.from_seeds(*SIGNERS.seeds()).vkeys(ORIGIN) == SIGNERS.vkeys(ORIGIN)
