"""A client that is not ours, tuspy, uploads and goes on where it was stopped."""

import hashlib
import os
from base64 import b64encode

import pytest
import requests
from tusclient.client import TusClient

from tests.server.office import registration
from tests.server.test_files import Pieces

TOLD = {
    "Tus-Resumable": "1.0.0",
    "Tus-Version": "1.0.0",
    "Tus-Extension": "checksum",
    "Tus-Checksum-Algorithm": "sha256,sha1",
    "Tus-Max-Size": str(2 * 2**30),
}


def test_outside_client_uploads_and_resumes(server, clerk, tmp_path):
    entry = clerk.register(registration())
    content = os.urandom(3 * 2**20 + 7)
    path = tmp_path / "scan.pdf"
    path.write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    order = {"sha256": sha256, "size_bytes": len(content), "role": "letter", "name": "scan.pdf"}
    headers = {"Authorization": f"Bearer {server.token('clerk')}"}
    answer = requests.post(
        f"{server.url}/api/v1/entries/{entry.id}/uploads", json=order, headers=headers
    )
    where = f"{server.url}/api/v1/uploads/{answer.json()['id']}"
    outside = TusClient(f"{server.url}/api/v1/uploads", headers=headers)
    with path.open("rb") as stream:
        first = outside.uploader(file_stream=stream, url=where, chunk_size=2**20)
        first.upload_chunk()
        assert first.offset == 2**20
    with path.open("rb") as stream:
        again = outside.uploader(file_stream=stream, url=where, chunk_size=2**20)
        assert again.offset == 2**20  # asked from the server, with HEAD
        again.upload()
    clerk.download(sha256, tmp_path / "back.pdf")
    assert (tmp_path / "back.pdf").read_bytes() == content


@pytest.mark.parametrize("there", ["", "/6f1b9c0e-5d2f-4c43-9a77-1f1d0a3a2b11"])
def test_what_of_tus_is_spoken_is_told_to_anybody(server, there):
    answer = requests.options(f"{server.url}/api/v1/uploads{there}")
    assert (answer.status_code, answer.content) == (204, b"")
    told = {name: answer.headers.get(name) for name in TOLD}
    assert told == TOLD


def test_another_version_of_tus_is_refused_and_nothing_taken(server, clerk):
    upload = Pieces(server, clerk.register(registration()), os.urandom(1000))
    upload.headers["Tus-Resumable"] = "0.2.2"
    for refused in (upload.send(0, 1000), upload.head()):
        assert refused.status_code == 412
        assert refused.headers["Tus-Version"] == refused.headers["Tus-Resumable"] == "1.0.0"
    upload.headers["Tus-Resumable"] = "1.0.0"
    assert upload.head().headers["Upload-Offset"] == "0"
    assert upload.send(0, 1000).headers["Tus-Resumable"] == "1.0.0"
    upload.url = upload.url[:-12] + "0" * 12
    assert upload.head().headers["Tus-Resumable"] == "1.0.0", "refusals speak it too"


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
def test_piece_is_kept_only_with_the_hash_it_was_announced_with(server, clerk, algorithm):
    upload = Pieces(server, clerk.register(registration()), os.urandom(3_000_000))

    def announced(piece):
        written = b64encode(hashlib.new(algorithm, piece).digest()).decode()
        upload.headers["Upload-Checksum"] = f"{algorithm} {written}"

    announced(upload.content[:1_000_000])
    assert upload.send(0, 1_000_000).status_code == 204
    for asked in (upload.content[1_000_000:1_999_999], upload.content[:1_000_000]):
        announced(asked)
        refused = upload.send(1_000_000, 2_000_000)
        assert (refused.status_code, refused.json()["code"]) == (460, "piece_damaged")
        assert upload.head().headers["Upload-Offset"] == "1000000"
    announced(upload.content[1_000_000:])
    assert upload.send(1_000_000, 3_000_000).status_code == 204
    assert upload.state()["file"]["sha256"] == upload.sha256


@pytest.mark.parametrize(
    "written", ["md5 1B2M2Y8AsgTpgAmY7PhCfg==", "sha256", "sha256 x", "sha256 AAAA", "", "sha1 ăă"]
)
def test_hash_that_is_not_counted_here_is_refused(server, clerk, written):
    upload = Pieces(server, clerk.register(registration()), b"x" * 100)
    upload.headers["Upload-Checksum"] = written.encode()
    assert upload.send(0, 100).status_code == 400
    assert upload.head().headers["Upload-Offset"] == "0"
