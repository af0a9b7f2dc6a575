"""Upload of a large file with its SHA-256, beside a raw socket that does the same.

    python -m tests.bench.bench_upload [--megabytes 200]

In turn, in one run: a socket that receives, hashes and writes the bytes, makes them durable and
keeps the file as the register does (a file that is removed leaves its warm memory to the next one,
which is written in a seventh of the time); the register taking the file in pieces as large as it
allows; the register as the desk's client brings it, resumable, in pieces that are durable before
they are acknowledged.
"""

import argparse
import hashlib
import os
import socket
import statistics
import tempfile
import threading
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import requests

from registry_desk.wire import UploadOrder
from tests.server.office import Server, found, registration

LIMIT_PLAIN, LIMIT_RESUMABLE, LIMIT_MEMORY_MB = 0.9, 0.7, 64
_LARGEST = 64 * 2**20
_PIECE = 256 * 1024


def raw(content, folder):
    """Give how long a socket takes for the same bytes, hash and durable file."""
    listening = socket.create_server(("127.0.0.1", 0))
    target = folder / f"raw-{time.monotonic_ns()}"

    def take():
        line, _ = listening.accept()
        digest, left = hashlib.sha256(), len(content)
        with line, target.open("wb", buffering=0) as file:
            while left:
                piece = line.recv(_PIECE)
                digest.update(piece)
                file.write(piece)
                left -= len(piece)
            os.fsync(file.fileno())
            line.sendall(digest.digest())

    threading.Thread(target=take, daemon=True).start()
    begun = time.perf_counter()
    with socket.create_connection(listening.getsockname()) as line:
        line.sendall(content)
        assert line.recv(32) == hashlib.sha256(content).digest()
    seconds = time.perf_counter() - begun
    listening.close()
    return seconds


def _line_to(url):
    return HTTPConnection(urlsplit(url).netloc)


def plain(server, content):
    """Give how long the register takes for pieces as large as it allows."""
    entry = server.client("clerk").register(registration())
    given = {"Authorization": f"Bearer {server.token('clerk')}"}
    order = UploadOrder(
        sha256=hashlib.sha256(content).hexdigest(), size_bytes=len(content), role="letter", name="a"
    )
    api = f"{server.url}/api/v1"
    with requests.Session() as session, closing(_line_to(server.url)) as line:
        session.headers.update(given)
        begun = time.perf_counter()
        asked = order.model_dump(mode="json")
        upload = session.post(f"{api}/entries/{entry.id}/uploads", json=asked).json()["id"]
        for offset in range(0, len(content), _LARGEST):
            piece = memoryview(content)[offset : offset + _LARGEST]  # sent as it lies, as raw does
            step = given | {"Upload-Offset": str(offset)}
            line.request("PATCH", f"/api/v1/uploads/{upload}", body=piece, headers=step)
            with line.getresponse() as taken:
                assert taken.status == 204
        seconds = time.perf_counter() - begun
        assert session.get(f"{api}/uploads/{upload}").json()["file"]
    return seconds


def resumable(server, content, folder):
    """Give how long the desk's client takes."""
    client = server.client("clerk", timeout_s=60)
    entry = client.register(registration())
    path = folder / "letter.pdf"
    path.write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    begun = time.perf_counter()
    client.deliver(entry.id, path, sha256=sha256, role="letter", name="a.pdf")
    return time.perf_counter() - begun


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--megabytes", type=int, default=200)
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        server = Server(found(folder / "bench")).start()
        process = psutil.Process(server.process.pid)
        plain(server, os.urandom(2**20))
        before = process.memory_info().rss
        ways = (
            lambda content: raw(content, folder),
            lambda content: plain(server, content),
            lambda content: resumable(server, content, folder),
        )
        # Each way gets bytes of its own: memory freed by one would be the next one's warm start.
        size = given.megabytes * 2**20
        rows = [[way(os.urandom(size)) for way in ways] for _ in range(given.rounds)]
        grown_mb = (process.memory_info().rss - before) / 2**20
        server.stop()
    peer, ours, pieces = (statistics.median(column) for column in zip(*rows, strict=True))
    print(f"raw socket {peer:.2f} s; plain {ours:.2f} s ({peer / ours:.2f} of it); resumable "
          f"{pieces:.2f} s ({peer / pieces:.2f}); memory grew {grown_mb:.0f} MiB")  # fmt: skip
    missed = (peer / ours < LIMIT_PLAIN, peer / pieces < LIMIT_RESUMABLE,
              grown_mb > LIMIT_MEMORY_MB)  # fmt: skip
    return 1 if any(missed) else 0


if __name__ == "__main__":
    raise SystemExit(main())
