"""A small S3 service in memory that can be told to lie, for tests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

HONEST = "honest"
LIES = {
    "forgets": "store-forgets",
    "forgets-later": "store-forgets",
    "truncates": "store-truncates",
    "stale": "store-stale",
    "wrong-part": "store-wrong-part",
    "hides": "store-does-not-list",
    "keeps": "store-keeps-deleted",
}


class Bucket:
    """What the service holds, and how it lies."""

    def __init__(self, lie: str = HONEST) -> None:
        self.lie = lie
        self.objects: dict[str, bytes] = {}
        self.parts: dict[str, dict[int, bytes]] = {}
        self.read: dict[str, int] = {}

    def put(self, name: str, data: bytes) -> None:
        if self.lie == "forgets" or (self.lie == "stale" and name in self.objects):
            return
        self.objects[name] = data[:-1] if self.lie == "truncates" else data

    def get(self, name: str) -> bytes | None:
        self.read[name] = self.read.get(name, 0) + 1
        if self.lie == "forgets-later" and self.read[name] > 2:
            return None
        return self.objects.get(name)

    def delete(self, name: str) -> None:
        if self.lie != "keeps":
            self.objects.pop(name, None)

    def names(self) -> list[str]:
        return [] if self.lie == "hides" else sorted(self.objects)


class Answering(BaseHTTPRequestHandler):
    """The part of S3 that the vault asks for."""

    protocol_version = "HTTP/1.1"
    bucket: Bucket

    def do_PUT(self) -> None:
        name, query, data = self._asked()
        if "partNumber" in query:
            self.bucket.parts[query["uploadId"][0]][int(query["partNumber"][0])] = data
        elif self.headers.get("If-None-Match") and name in self.bucket.objects:
            self._say(412)
            return
        else:
            self.bucket.put(name, data)
        self._say(200, tag=md5(data, usedforsecurity=False).hexdigest())

    def do_POST(self) -> None:
        name, query, data = self._asked()
        if "uploads" in query:
            self.bucket.parts[name] = {}
            self._say(200, f"<I><Bucket>b</Bucket><Key>{name}</Key><UploadId>{name}</UploadId></I>".encode())
        elif "uploadId" in query:
            self.bucket.put(name, b"".join(part for _, part in sorted(self.bucket.parts.pop(name).items())))
            self._say(200, b"<R><Location>/</Location><Bucket>b</Bucket><Key>k</Key><ETag>x</ETag></R>")
        else:
            names = [piece.split("</Key>")[0] for piece in data.decode().split("<Key>")[1:]]
            for each in names:
                self.bucket.delete(each)
            told = "".join(f"<Deleted><Key>{each}</Key></Deleted>" for each in names)
            self._say(200, f"<DeleteResult>{told}</DeleteResult>".encode())

    def do_DELETE(self) -> None:
        self.bucket.delete(self._asked()[0])
        self._say(204)

    def do_GET(self) -> None:
        name, query, _ = self._asked()
        if "list-type" in query:
            self._say(200, self._list(query.get("prefix", [""])[0]))
            return
        data = self.bucket.get(name)
        if data is None:
            self._say(404)
        elif asked := self.headers.get("Range"):
            start, end = (int(each) for each in asked.removeprefix("bytes=").split("-"))
            first = start + 1 if self.bucket.lie == "wrong-part" else start
            span = f"bytes {start}-{end}/{len(data)}"
            self._say(206, data[first : first + end - start + 1], span=span)
        else:
            self._say(200, data)

    do_HEAD = do_GET  # noqa: N815  the library asks for this name

    def _list(self, prefix: str) -> bytes:
        found = [name for name in self.bucket.names() if name.startswith(prefix)]
        inner = "".join(
            f"<Contents><Key>{escape(name)}</Key><Size>{len(self.bucket.objects[name])}</Size>"
            f"<LastModified>2026-01-01T00:00:00Z</LastModified><ETag>x</ETag></Contents>"
            for name in found
        )
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{inner}</ListBucketResult>".encode()

    def _asked(self) -> tuple[str, dict[str, list[str]], bytes]:
        parts = urlsplit(self.path)
        data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        return unquote(parts.path).split("/", 2)[-1], parse_qs(parts.query, keep_blank_values=True), data

    def _say(self, status: int, data: bytes = b"", *, tag: str = "x", span: str = "") -> None:
        self.send_response(status)
        self.send_header("ETag", f'"{tag}"')
        self.send_header("Last-Modified", formatdate(usegmt=True))
        self.send_header("Content-Length", str(len(data)))
        if span:
            self.send_header("Content-Range", span)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(bucket: Bucket) -> Iterator[str]:
    """The address of a service that holds ``bucket``."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Serving", (Answering,), {"bucket": bucket}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
