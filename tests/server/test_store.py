"""The store of files: folder and S3 keep the same promises, and a dead one loses nothing."""

import hashlib
import os
import shutil
import socket
import subprocess
import threading

import pytest
import requests

from tests.server.bucket import SECRET, Service
from tests.server.office import COMMAND, Server, command, file_of, found, registration


@pytest.fixture(scope="module")
def service():
    with Service.private() as running:
        yield running


@pytest.fixture(params=["folder", "bucket"])
def store(request, tmp_path):
    """Give each kind of store, empty."""
    from registry_desk.server.files.bucket import Bucket
    from registry_desk.server.files.store import Folder

    if request.param == "folder":
        (tmp_path / "files").mkdir()
        return Folder(tmp_path / "files")
    service = request.getfixturevalue("service")
    url = service.url.replace("documents?", f"documents/{tmp_path.name}?")
    return Bucket(url, service.key_file, tmp_path / "cache")


@pytest.mark.parametrize("size", [1, 70_000, 17 * 2**20])
def test_store_gives_back_what_it_was_given(store, tmp_path, size):
    from registry_desk.server.files.store import keep

    path, sha256 = file_of(tmp_path, os.urandom(size))
    keep(store, path, sha256)
    keep(store, path, sha256)
    assert store.file_of(sha256).read_bytes() == path.read_bytes()
    assert list(store.hashes()) == [sha256]
    assert store.is_there()


def test_store_refuses_what_is_not_what_it_says(store, tmp_path):
    from registry_desk.server.files.store import keep
    from registry_desk.wire.errors import UploadDamaged

    path, _ = file_of(tmp_path, b"bent")
    with pytest.raises(UploadDamaged):
        keep(store, path, "0" * 64)
    assert list(store.hashes()) == []


def test_object_that_somebody_bent_is_not_given(service, tmp_path):
    import obstore

    from registry_desk.server.files.bucket import Bucket
    from registry_desk.server.files.store import keep
    from registry_desk.wire.errors import StoreAway, UploadDamaged

    bucket = Bucket(service.url, service.key_file, tmp_path / "cache")
    path, sha256 = file_of(tmp_path, b"%PDF true " + os.urandom(8))
    obstore.put(service.client(), sha256, b"%PDF bent")
    with pytest.raises(UploadDamaged):
        bucket.file_of(sha256)
    with pytest.raises(UploadDamaged):
        keep(bucket, path, sha256)
    obstore.delete(service.client(), sha256)
    keep(bucket, path, sha256)
    kept = bucket.file_of(sha256)
    kept.write_bytes(b"%PDF bent in the cache")
    assert bucket.file_of(sha256).read_bytes() == path.read_bytes()
    kept.unlink()
    obstore.delete(service.client(), sha256)
    with pytest.raises(StoreAway):
        bucket.file_of(sha256)


def test_many_read_from_the_bucket_at_once(service, tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    from registry_desk.server.files.bucket import Bucket
    from registry_desk.server.files.store import keep

    bucket = Bucket(service.url, service.key_file, tmp_path / "cache")
    kept = [file_of(tmp_path, b"%PDF many " + os.urandom(8)) for _ in range(12)]
    for path, sha256 in kept:
        keep(bucket, path, sha256)
    with ThreadPoolExecutor(8) as readers:
        for _ in range(5):
            shutil.rmtree(tmp_path / "cache", ignore_errors=True)
            found = readers.map(lambda one: bucket.file_of(one[1]).read_bytes(), kept)
            assert list(found) == [path.read_bytes() for path, _ in kept]


def test_cache_keeps_to_its_room_and_is_seldom_looked_through(service, tmp_path, monkeypatch):
    from registry_desk.server.files import bucket as module
    from registry_desk.server.files.store import keep

    monkeypatch.setattr(module, "_CACHE_BYTES", 32 * 1000)
    bucket = module.Bucket(service.url, service.key_file, tmp_path / "cache")
    looks = []
    cached = bucket._cached
    monkeypatch.setattr(bucket, "_cached", lambda: looks.append(1) or cached())
    for _ in range(60):
        path, sha256 = file_of(tmp_path, os.urandom(1000))
        keep(bucket, path, sha256)
        assert bucket.file_of(sha256).read_bytes() == path.read_bytes()
    kept = sum(1 for _ in (tmp_path / "cache").iterdir())
    assert 30 <= kept <= 34  # its room, and a sixteenth that came since
    assert len(looks) <= 31


class Relay:
    """A way to the service that can be cut and mended."""

    def __init__(self, port):
        self._target = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.is_open = True
        self._lines = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            if not self.is_open:
                line.close()
                continue
            onward = socket.create_connection(("127.0.0.1", self._target))
            self._lines += [line, onward]
            for source, target in ((line, onward), (onward, line)):
                threading.Thread(target=self._carry, args=(source, target), daemon=True).start()

    def _carry(self, source, target):
        try:
            while piece := source.recv(65536):
                target.sendall(piece)
        except OSError:
            pass  # cut: that is what it is for
        for line in (source, target):
            line.close()

    def cut(self):
        self.is_open = False
        for line in self._lines:
            line.close()

    def end(self):
        self.cut()
        self._listening.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_dead_store_acknowledges_nothing_and_the_upload_goes_on(service, tmp_path):
    relay = Relay(int(service.endpoint.rpartition(":")[2]))
    url = service.url.replace(service.endpoint, f"http://127.0.0.1:{relay.port}")
    more = ("--store", url, "--store-key-file", str(service.key_file))
    server = Server(found(tmp_path / "far", *more)).start()
    clerk = server.client("clerk")
    entry = clerk.register(registration())
    content = b"%PDF far away" + os.urandom(50_000)
    order = {"sha256": hashlib.sha256(content).hexdigest(), "size_bytes": len(content),
             "role": "letter", "name": "a.pdf"}  # fmt: skip
    headers = {"Authorization": f"Bearer {server.token('clerk')}"}
    orders = f"{server.url}/api/v1/entries/{entry.id}/uploads"
    upload = requests.post(orders, json=order, headers=headers).json()
    relay.cut()
    assert requests.get(f"{server.url}/readyz").status_code == 503
    refused = requests.patch(
        f"{server.url}/api/v1/uploads/{upload['id']}",
        data=content,
        headers={**headers, "Upload-Offset": "0"},
    )
    assert (refused.status_code, refused.json()["code"]) == (503, "store_away")
    assert clerk.entry_by_id(entry.id).files == []
    assert clerk.register(registration()).number  # numbers go on
    relay.is_open = True
    assert requests.post(orders, json=order, headers=headers).json()["file"]
    clerk.download(order["sha256"], tmp_path / "back.pdf")
    assert (tmp_path / "back.pdf").read_bytes() == content
    server.stop()
    relay.end()
    assert SECRET not in (server.folder / "server.log").read_text()
    assert SECRET not in (server.folder / "server.json").read_text()


def test_copy_of_a_bucket_is_put_back_into_a_folder_and_a_bucket(service, tmp_path):
    server = Server(found(tmp_path / "first", *service.arguments)).start()
    clerk = server.client("clerk")
    entry = clerk.register(registration())
    path, sha256 = file_of(tmp_path, b"%PDF in the bucket" + os.urandom(100))
    clerk.deliver(entry.id, path, sha256=sha256, role="letter", name="a.pdf")
    server.stop()
    copy = tmp_path / "copy.tar"
    command("backup", "--folder", str(server.folder), "--to", str(copy))
    again = service.url.replace("documents?", "documents/again?")
    for name, more in (
        ("folder", ()),
        ("bucket", ("--store", again, "--store-key-file", str(service.key_file))),
    ):
        target = tmp_path / name
        assert command("restore", str(copy), "--folder", str(target), *more)["is_whole"]
        restored = Server(target).start()
        back = tmp_path / f"{name}.pdf"
        restored.client("clerk").download(sha256, back)
        assert back.read_bytes() == path.read_bytes()
        assert (target / "files").exists() == (name == "folder")
        restored.stop()


@pytest.mark.parametrize("url", ["http://x/y", "s3://", "nonsense"])
def test_address_that_is_none_is_refused(tmp_path, url):
    done = subprocess.run(
        [*COMMAND, "init", "--folder", str(tmp_path / "r"), "--institution", "X", "--store", url,
         "--json"], capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, "store_address_invalid" in done.stdout) == (3, True), done.stderr
    assert not (tmp_path / "r" / "server.json").exists()
