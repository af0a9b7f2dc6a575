"""A client that is not ours, tuspy, uploads and goes on where it was stopped."""

import hashlib
import os

import requests
from tusclient.client import TusClient

from tests.server.office import registration


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
