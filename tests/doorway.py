"""A door for tests: a folder prepared for an identity made here, the door served in a process of its own, and a family
that comes to it with a browser without scripts."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from isnad.door.folder import DoorFolder, Prepared
from isnad.door.letters import Letter, read
from isnad.instruments.sealing import Identity, open_bytes

PERSON = "+49 30 0000000 · 9–17"
WORD, DANGER = "شجرة التين", "باب الدار"
ANSWERS: dict[str, dict[str, str]] = {
    "person": {"full-name": "خالد محمد الأحمد", "mother": "فاطمة", "born": "١٩٨٥", "sex": "man",
               "home-skip": "unknown"},
    "taken": {"taken-when": "قبل رمضان 2013", "taken-by": "", "taken-by-skip": "declined", "numbers": "٢١٥/١٢٣٤"},
    "marks": {"marks": "ندبة <b>على</b> الحاجب"},
    "you": {"asker": "أم خالد", "relation": "أم", "reach": "0000 MARKER-reach", "wishes-to-see": "words"},
    "challenge": {"liaison-word": "زيتونة", "question": "ماذا كان اسم القطة؟", "answer": "MARKER-answer"},
    "receivers": {"receivers": "this-group", "years": "2"},
    "words": {"word": WORD, "danger": DANGER},
}  # fmt: skip


@dataclass
class Page:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def stamp(self) -> str:
        found = re.search(r'name="stamp" value="([^"]+)"', self.text)
        assert found, self.text[:2000]
        return found.group(1)

    @property
    def words(self) -> str:
        """What a reader reads."""
        return unescape(re.sub(r"<[^>]*>", " ", self.text))


@dataclass
class Family:
    """Somebody at the door: one cookie, no script."""

    port: int
    source: str = "127.0.0.1"
    cookie: str = ""
    language: str = "ar"
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Page:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, form: Mapping[str, str] | Sequence[tuple[str, str]], **headers: str) -> Page:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(form).encode(), {**kind, **headers})

    def post_files(self, path: str, form: Mapping[str, str], files: Sequence[bytes]) -> Page:
        parts = [
            f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in form.items()
        ]
        parts += [
            b'Content-Disposition: form-data; name="photographs"; filename="MARKER.jpg"\r\n'
            b"Content-Type: image/jpeg\r\n\r\n" + each
            for each in files
        ]
        body = b"".join(b"--border\r\n" + part + b"\r\n" for part in parts) + b"--border--\r\n"
        return self._ask("POST", path, body, {"Content-Type": "multipart/form-data; boundary=border"})

    def answer(self, step: str, form: Mapping[str, str], go: str = "next") -> Page:
        """Answers one page of questions."""
        path = f"/{self.language}/ask/{step}"
        return self.post(path, {**form, "stamp": self.get(path).stamp, "go": go})

    def walk(self, answers: Mapping[str, Mapping[str, str]] = ANSWERS) -> None:
        """Through all questions, to the last page."""
        self.post(f"/{self.language}/before", {})
        for step, form in answers.items():
            assert self.answer(step, form).status == 303, step

    def ask(self, answers: Mapping[str, Mapping[str, str]] = ANSWERS, files: Sequence[bytes] = ()) -> str:
        """Asks, and writes down the code."""
        self.walk(answers)
        path = f"/{self.language}/ask/check"
        page = self.post_files(path, {"stamp": self.get(path).stamp, "go": "send"}, files)
        assert page.status == 200, page.text
        return written(page)

    def enter(self, code: str, word: str = WORD) -> Page:
        """With code and word to the next page."""
        self.post(f"/{self.language}/enter", {"code": code, "word": word})
        return self.get(f"/{self.language}/status")

    def act(self, name: str, form: Mapping[str, str]) -> Page:
        """One of the forms behind the code."""
        path = f"/{self.language}/{name}"
        return self.post(path, {**form, "stamp": self.get(path).stamp})

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Page:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90, source_address=(self.source, 0))
        sent = {**self.headers, **headers}
        if self.cookie:
            sent["Cookie"] = self.cookie
        begun = time.perf_counter()
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        data = answer.read()
        seconds = time.perf_counter() - begun
        told = {name.lower(): value for name, value in answer.getheaders()}
        connection.close()
        if "set-cookie" in told:
            value = told["set-cookie"].partition(";")[0]
            self.cookie = value if not value.endswith("=") else ""
        return Page(answer.status, told, data, seconds)


@dataclass
class Served:
    """A door that is served, and the identity that its letters are for."""

    folder: DoorFolder
    identity: Identity
    port: int
    process: subprocess.Popen[str]

    def family(self, **more: Any) -> Family:
        return Family(self.port, **more)

    def letters(self) -> list[Letter]:
        """What came, opened as the house would."""
        return [read(path.read_bytes(), self.opens) for path in self.folder.came()]

    def opens(self, sealed: bytes) -> bytes:
        return open_bytes(sealed, self.identity)


def written(page: Page) -> str:
    """The code on the page that shows it."""
    found = re.search(r'<ol class="code"[^>]*>(.*?)</ol>', page.text, re.DOTALL)
    assert found, page.text
    return " ".join(re.findall(r"<b>(\d{4})</b>", found.group(1)))


@contextmanager
def served(root: Path, **more: object) -> Iterator[Served]:
    """A door of one's own, while the block lasts."""
    identity = Identity.new()
    folder = DoorFolder(root)
    folder.prepare(Prepared((str(identity.recipient),), PERSON))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "LANG": "C.UTF-8", "ISNAD_PASSPHRASE": "never to be seen"}
    command = [sys.executable, "-m", "isnad", "serve", "--door", "--folder", str(root), "--port", str(port)]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            _wait(port)
            yield Served(folder, identity, port, process)
        finally:
            process.terminate()
            process.wait(20)


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            Family(port).get("/robots.txt")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the door did not open")
