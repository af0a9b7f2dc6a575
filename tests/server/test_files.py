"""Files: resumable pieces, checked whole, never changed, given only to who may see them."""

import hashlib
import os
import random
import uuid

import pytest
import requests

from registry_desk.errors import Cancelled
from registry_desk.wire import UploadOrder
from registry_desk.wire.errors import (
    EntryUnknown,
    FieldInvalid,
    FileUnknown,
    ReplyUnknown,
)
from registry_desk.wire.upload_errors import UploadTooLarge
from tests.server.office import file_of, registration


class Pieces:
    """Speaks the upload's protocol by hand."""

    def __init__(self, server, entry, content, name="clerk", sha256=None):
        self.server, self.content = server, content
        self.headers = {"Authorization": f"Bearer {server.token(name)}"}
        self.sha256 = sha256 or hashlib.sha256(content).hexdigest()
        order = UploadOrder(
            sha256=self.sha256, size_bytes=len(content), role="letter", name="a.pdf"
        )
        self.order_url = f"{server.url}/api/v1/entries/{entry.id}/uploads"
        self.order = order.model_dump(mode="json")
        self.url = f"{server.url}/api/v1/uploads/{self.announce().json()['id']}"

    def announce(self):
        return requests.post(self.order_url, json=self.order, headers=self.headers)

    def send(self, begin, end, offset=None):
        given = {"Upload-Offset": str(begin if offset is None else offset)}
        piece = self.content[begin:end]
        return requests.patch(self.url, data=piece, headers={**self.headers, **given})

    def head(self):
        return requests.head(self.url, headers=self.headers)

    def state(self):
        return requests.get(self.url, headers=self.headers).json()


def test_pieces_in_order_make_the_file(server, clerk):
    entry = clerk.register(registration())
    upload = Pieces(server, entry, os.urandom(300_000))
    for begin in range(0, 300_000, 100_000):
        assert upload.head().headers["Upload-Offset"] == str(begin)
        answer = upload.send(begin, begin + 100_000)
        assert answer.status_code == 204
        assert answer.headers["Upload-Offset"] == str(begin + 100_000)
    assert upload.state()["file"]["sha256"] == upload.sha256
    assert upload.announce().json()["file"]["version"] == "delivered"


def test_pieces_out_of_order_are_refused_and_the_file_goes_on(server, clerk):
    entry = clerk.register(registration())
    upload = Pieces(server, entry, os.urandom(200_000))
    assert upload.send(100_000, 200_000).status_code == 409
    assert upload.send(0, 100_000).status_code == 204
    for wrong in (0, 50_000, 100_001, 10**17):
        refused = upload.send(100_000, 200_000, offset=wrong)
        assert refused.status_code == 409
        assert refused.json()["params"] == {"offset": 100_000}
    for nonsense in ("-1", "x", "", "٣", "9" * 40):
        refused = requests.patch(
            upload.url, data=b"x", headers={**upload.headers, "Upload-Offset": nonsense.encode()}
        )
        assert (refused.status_code, refused.json()["code"]) == (400, "request_malformed")
    assert upload.send(100_000, 200_000).status_code == 204
    assert upload.state()["file"]


def test_more_bytes_than_announced_are_not_kept(server, clerk):
    entry = clerk.register(registration())
    upload = Pieces(server, entry, b"x" * 1000)
    upload.content = b"x" * 5000
    refused = upload.send(0, 5000)
    assert (refused.status_code, refused.json()["code"]) == (413, "piece_surplus")
    assert "(1000 B)" in refused.json()["title"], "and not how many megabytes"
    assert upload.state()["offset"] == 0
    assert upload.send(0, 1000).status_code == 204


def test_wrong_hash_keeps_nothing_and_begins_again(server, clerk):
    entry = clerk.register(registration())
    right = b"right" * 1000
    upload = Pieces(server, entry, b"wrong" * 1000, sha256=hashlib.sha256(right).hexdigest())
    refused = upload.send(0, 5000)
    assert (refused.status_code, refused.json()["family"]) == (422, "damaged")
    assert upload.state() == {**upload.state(), "offset": 0, "file": None}
    assert clerk.entry_by_id(entry.id).files == []
    upload.content = right
    assert upload.send(0, 5000).status_code == 204


def test_cut_at_every_piece_it_still_arrives_once(server, clerk, tmp_path):
    entry = clerk.register(registration())
    content = random.Random(5).randbytes(17 * 2**20)
    path, sha256 = file_of(tmp_path, content)
    seen = []
    asked = {"sha256": sha256, "role": "letter", "name": "mare.pdf"}
    for stop in (0, 1, 1):
        left = [stop]

        def cancelled(left=left):
            left[0] -= 1
            return left[0] < 0

        with pytest.raises(Cancelled):
            clerk.deliver(
                entry.id, path, **asked, cancelled=cancelled,
                progress=lambda done, total: seen.append((done, total)),
            )  # fmt: skip
    delivered = clerk.deliver(entry.id, path, **asked)
    assert clerk.deliver(entry.id, path, **asked) == delivered
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    assert [f.sha256 for f in clerk.entry_by_id(entry.id).files] == [sha256]


def test_stored_file_is_whole_and_private(server, clerk, tmp_path):
    uploads = server.folder / "uploads"
    before = set(uploads.iterdir())
    entry = clerk.register(registration())
    path, sha256 = file_of(tmp_path, b"%PDF kept")
    clerk.deliver(entry.id, path, sha256=sha256, role="letter", name="a.pdf")
    if server.service:
        assert sha256 in server.service.hashes()
    else:
        kept = server.folder / "files" / sha256[:2] / sha256[2:4] / sha256
        assert kept.read_bytes() == b"%PDF kept"
        assert (server.folder / "files").stat().st_mode & 0o077 == 0
    assert set(uploads.iterdir()) == before


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd", "a\x00b.pdf", "‮fdp.exe", "Ț" * 300, "🗎.pdf", "", "a\r\nX: y", "C:\\x"],
)
def test_names_are_only_names(clerk, tmp_path, name):
    entry = clerk.register(registration())
    path, sha256 = file_of(tmp_path, b"%PDF named " + name.encode())
    clerk.deliver(entry.id, path, sha256=sha256, role="letter", name=name)
    (kept,) = clerk.entry_by_id(entry.id).files
    assert "\x00" not in kept.name and "\u202e" not in kept.name
    clerk.download(sha256, tmp_path / "back.pdf")


def test_what_is_no_order(server, clerk, tmp_path):
    entry = clerk.register(registration())
    empty, sha256 = file_of(tmp_path, b"")
    with pytest.raises(FieldInvalid):
        clerk.deliver(entry.id, empty, sha256=sha256, role="letter", name="a")
    path, sha256 = file_of(tmp_path, b"x")
    with pytest.raises(FieldInvalid):
        clerk.deliver(entry.id, path, sha256=sha256, role="poem", name="a")
    with pytest.raises(ReplyUnknown):
        clerk.deliver(entry.id, path, sha256=sha256, role="reply", name="a")
    with pytest.raises(ReplyUnknown):
        clerk.deliver(entry.id, path, sha256=sha256, role="reply", name="a", reply_id=uuid.uuid4())
    with pytest.raises(EntryUnknown):
        clerk.deliver(uuid.uuid4(), path, sha256=sha256, role="letter", name="a")
    with (tmp_path / "huge").open("wb") as huge:
        huge.truncate(3 * 2**30)
    with pytest.raises(UploadTooLarge):
        order = UploadOrder(sha256="0" * 64, size_bytes=5 * 2**30, role="letter", name="a")
        clerk._caller.content("POST", f"/entries/{entry.id}/uploads", order)


def test_knowing_a_hash_gives_no_file(server, clerk, tmp_path):
    """Announcing a file somebody else has stored gives neither its content nor a version of it."""
    entry = clerk.register(registration())
    path, sha256 = file_of(tmp_path, b"%PDF secret of the mayor" * 50)
    clerk.deliver(entry.id, path, sha256=sha256, role="letter", name="a.pdf")
    with pytest.raises(FileUnknown):
        server.client("urb").download(sha256, tmp_path / "stolen.pdf")
    other = clerk.register(registration())
    upload = Pieces(server, other, b"x" * path.stat().st_size, sha256=sha256)
    assert upload.state()["file"] is None
    assert clerk.entry_by_id(other.id).files == []
    for nothing in ("0" * 64, "x", "..", sha256.upper()):
        with pytest.raises(FileUnknown):
            clerk.download(nothing, tmp_path / "nothing.pdf")


def test_full_disk_takes_nothing_half(server, clerk):
    entry = clerk.register(registration())
    upload = Pieces(server, entry, b"x" * 50_000)
    part = server.folder / "uploads" / f"{upload.state()['id']}.part"
    part.symlink_to("/dev/full")
    refused = upload.send(0, 50_000)
    assert (refused.status_code, refused.json()["code"]) == (507, "store_full")
    assert refused.json()["family"] == "unavailable"
    part.unlink()
    assert upload.send(0, 50_000).status_code == 204
    assert upload.state()["file"]


def test_nobody_is_named_in_the_log(server, clerk, tmp_path):
    """Whatever went wrong in these tests, the log has no name, number or address of a person."""
    entry = clerk.register(
        registration(sender_name="Văcărescu Ienăchiță", cnp="1740101223344", email="ie@example.ro")
    )
    path, sha256 = file_of(tmp_path, b"%PDF logged")
    clerk.deliver(entry.id, path, sha256=sha256, role="letter", name="Văcărescu.pdf")
    requests.get(f"{server.url}/api/v1/entries", params={"words": "Văcărescu", "limit": "x"})
    requests.post(f"{server.url}/api/v1/entries", data=b'{"cnp": "1740101223344"')
    log = (server.folder / "server.log").read_text()
    for value in ("Văcărescu", "1740101223344", "ie@example.ro", "Crăciun", "parola"):
        assert value not in log


def test_part_file_left_by_a_killed_server_goes_with_the_next_announcement(server, clerk):
    entry = clerk.register(registration())
    upload = Pieces(server, entry, os.urandom(1000))
    assert upload.send(0, 1000).status_code == 204
    left = server.folder / "uploads" / f"{upload.state()['id']}.part"
    left.write_bytes(upload.content)
    assert upload.announce().json()["file"]["sha256"] == upload.sha256
    assert not left.exists()
