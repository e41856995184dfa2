"""Time stamps, from a stamping service made here with openssl: by files, and from a configured address."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography.x509 import Certificate
from hypothesis import given
from hypothesis import strategies as st
from rfc3161_client import decode_timestamp_response

from isnad.instruments.sealing.der import with_certificates_sorted
from isnad.instruments.sealing.stamps import Stamper, check, request, roots_from
from isnad.words import Broken, Refusal, Unavailable

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
MESSAGE = b"origin\n42\nroot\n"

CONFIG = """
[req]
distinguished_name = name
prompt = no
[name]
CN = {name}
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
[stamper]
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = tsa1
[tsa1]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/stamper.pem
{certs}signer_key = {folder}/stamper.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = no
"""


@dataclass
class Authority:
    """A root and a stamper that it vouches for."""

    folder: Path

    @classmethod
    def made(cls, folder: Path, name: str, *, chain: bool = False) -> Authority:
        folder.mkdir()
        certs = f"certs = {folder}/root.pem\n" if chain else ""
        (folder / "config").write_text(CONFIG.format(folder=folder, name=name, certs=certs))
        (folder / "serial").write_text("01\n")
        authority = cls(folder)
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        authority.openssl("req", "-x509", *key, "-keyout", "root.key", "-out", "root.pem", "-extensions", "root")
        authority.openssl("req", *key, "-keyout", "stamper.key", "-out", "stamper.csr", "-subj", f"/CN={name} stamper")
        authority.openssl(
            "x509", "-req", "-in", "stamper.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial",
            "-out", "stamper.pem", "-extfile", "config", "-extensions", "stamper",
        )  # fmt: skip
        return authority

    def openssl(self, what: str, *arguments: str) -> None:
        configured = ["-config", "config"] if what in ("req", "ts") else []
        subprocess.run(
            ["openssl", what, *arguments[:1], *configured, *arguments[1:]]
            if what == "ts"
            else ["openssl", what, *arguments, *configured],
            cwd=self.folder,
            check=True,
            capture_output=True,
        )

    def answer(self, question: bytes) -> bytes:
        (self.folder / "question.tsq").write_bytes(question)
        self.openssl("ts", "-reply", "-queryfile", "question.tsq", "-out", "answer.tsr")
        return (self.folder / "answer.tsr").read_bytes()

    @property
    def roots(self) -> list[Certificate]:
        return roots_from((self.folder / "root.pem").read_bytes())


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.made(tmp_path_factory.mktemp("stamps") / "one", "A root")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.made(tmp_path_factory.mktemp("stamps") / "two", "Another root")


@pytest.fixture
def service(authority: Authority) -> Iterator[str]:
    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = self.rfile.read(int(self.headers["Content-Length"]))
            answer = b"busy" if self.path == "/busy" else authority.answer(question)
            self.send_response(503 if self.path == "/down" else 200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_stamp_by_files_holds_for_its_message_and_its_request(authority: Authority) -> None:
    question = request(MESSAGE)
    answer = authority.answer(question)
    stamp = check(answer, MESSAGE, authority.roots, question=question)
    assert stamp.policy == "1.2.3.4.1"
    assert check(answer, MESSAGE, authority.roots) == stamp


def test_a_stamp_with_its_chain_out_of_order_is_read(tmp_path: Path) -> None:
    """As services that run openssl send it, and the library alone refuses it."""
    authority = Authority.made(tmp_path / "chain", "R", chain=True)
    question = request(MESSAGE)
    answer = authority.answer(question)
    with pytest.raises(ValueError, match="InvalidSetOrdering"):
        decode_timestamp_response(answer)
    assert check(answer, MESSAGE, authority.roots, question=question).policy == "1.2.3.4.1"
    with pytest.raises(Broken):
        check(answer, MESSAGE + b"x", authority.roots, question=question)


@given(st.binary(max_size=200))
def test_what_is_no_stamp_is_left_as_it_is(data: bytes) -> None:
    assert sorted(with_certificates_sorted(data)) == sorted(data)
    with pytest.raises(Broken):
        check(data, MESSAGE, [])


def test_a_stamp_does_not_hold_for_other_bytes_another_request_or_other_roots(
    authority: Authority, stranger: Authority
) -> None:
    question = request(MESSAGE)
    answer = authority.answer(question)
    with pytest.raises(Broken, match="stamp-does-not-hold"):
        check(answer, MESSAGE + b"x", authority.roots)
    with pytest.raises(Broken, match="stamp-does-not-hold"):
        check(answer, MESSAGE, authority.roots, question=request(MESSAGE))
    with pytest.raises(Broken, match="stamp-does-not-hold"):
        check(answer, MESSAGE, stranger.roots)
    with pytest.raises(Broken, match="stamp-does-not-hold"):
        check(answer, MESSAGE, [])


def test_no_changed_byte_of_an_answer_is_taken(authority: Authority) -> None:
    """Bytes that say nothing (of the wrapping) may differ; what is said never does."""
    question = request(MESSAGE)
    answer = authority.answer(question)
    told = check(answer, MESSAGE, authority.roots, question=question)
    for place in range(0, len(answer), 7):
        changed = bytearray(answer)
        changed[place] ^= 1
        try:
            assert check(bytes(changed), MESSAGE, authority.roots, question=question) == told
        except Broken:
            continue


def test_a_configured_stamper_stamps_and_a_silent_one_is_unavailable(authority: Authority, service: str) -> None:
    answer, stamp = Stamper(service, authority.roots).stamp(MESSAGE)
    assert check(answer, MESSAGE, authority.roots) == stamp
    with pytest.raises(Unavailable):
        Stamper(f"{service}/down", authority.roots).stamp(MESSAGE)
    with pytest.raises(Broken, match="not-a-stamp"):
        Stamper(f"{service}/busy", authority.roots).stamp(MESSAGE)
    with pytest.raises(Unavailable):
        Stamper("http://127.0.0.1:1", authority.roots).stamp(MESSAGE)


@pytest.mark.parametrize("address", ["", "file:///etc/passwd", "http://", "ftp://stamps.example"])
def test_only_the_web_is_asked(address: str) -> None:
    with pytest.raises(Refusal, match="not-a-stamper"):
        Stamper(address, [])


def test_a_refused_stamp_and_what_is_no_stamp_are_told_apart(authority: Authority) -> None:
    with pytest.raises(Broken, match="not-a-stamp"):
        check(b"", MESSAGE, authority.roots)
    with pytest.raises(Broken, match="stamp-not-granted"):
        check(authority.answer(b"no question"), MESSAGE, authority.roots)
    with pytest.raises(Refusal, match="nothing-to-stamp"):
        request(b"")
    with pytest.raises(Refusal, match="not-a-request"):
        check(authority.answer(request(MESSAGE)), MESSAGE, authority.roots, question=b"x")
    with pytest.raises(Refusal, match="not-certificates"):
        roots_from(b"none here")
