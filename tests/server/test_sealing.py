"""The institution's seal: our own scans and signed replies, once, both hashes kept."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pytest

from registry_desk.demo.pki import make_pki
from registry_desk.signing import SealKey, seal, verify
from registry_desk.wire import Dispatch, Reply
from registry_desk.wire.errors import (
    FileUnjudged,
    FileUnknown,
    ReplyNotReady,
    ReplyUnsigned,
    SealMissing,
    SealNotAllowed,
)
from tests.server.office import Server, file_of, found, registration, resolved_task


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """Give the institution's key and somebody's key that stands for an official's."""
    folder = tmp_path_factory.mktemp("keys")
    institution = make_pki(folder / "institution", "Primăria TEST", ())
    official = make_pki(folder / "official", "Funcționar TEST", ())
    return institution, official


@pytest.fixture(scope="module")
def sealing(tmp_path_factory, keys):
    """Give a running server that has the institution's seal."""
    folder = tmp_path_factory.mktemp("sealing")
    institution, official = keys
    password = folder / "password"
    password.write_text(institution.seal_password + "\n")
    made = found(
        folder, "--seal", str(institution.seal_pkcs12), "--seal-password-file", str(password),
        "--trust", str(institution.root_pem), "--trust", str(official.root_pem),
    )  # fmt: skip
    running = Server(made).start()
    yield running
    running.stop()


def plain_pdf(folder, name):
    with pikepdf.new() as made:
        made.add_blank_page()
        made.docinfo["/Title"] = name
        made.save(folder / name)
    return folder / name


def signed_pdf(folder, name, key):
    source = plain_pdf(folder, f"plain-{name}")
    seal(source, folder / name, key=SealKey(key.seal_pkcs12, key.seal_password), field="Sig1")
    return folder / name


def deliver(client, entry, folder, path, role, **more):
    kept, sha256 = file_of(folder, path.read_bytes())
    client.deliver(entry.id, kept, sha256=sha256, role=role, name=path.name, **more)
    return sha256


def test_letter_is_sealed_once(sealing, keys, tmp_path):
    clerk = sealing.client("clerk", timeout_s=60)
    assert clerk.office().has_seal
    entry = clerk.register(registration())
    sha256 = deliver(clerk, entry, tmp_path, plain_pdf(tmp_path, "letter.pdf"), "letter")
    with ThreadPoolExecutor(4) as desks:
        sealed = list(desks.map(lambda _: clerk.seal(entry.id, sha256), range(4)))
    assert len(set(sealed)) == 1
    version = sealed[0]
    assert (version.version, version.source_sha256, version.role) == ("sealed", sha256, "letter")
    assert clerk.seal(entry.id, version.sha256) == version
    assert [f.sha256 for f in clerk.entry_by_id(entry.id).files] == [sha256, version.sha256]
    got = tmp_path / "sealed.pdf"
    clerk.download(version.sha256, got)
    verdict = verify(got, trust=[keys[0].root_pem], is_offline=True)
    assert len(verdict.signatures) == 1
    assert verdict.signatures[0].covers_whole_file
    assert "Sigiliu" in verdict.signatures[0].signer


def test_reply_is_sealed_last(sealing, keys, tmp_path):
    clerk = sealing.client("clerk", timeout_s=60)
    entry = clerk.register(registration())
    task = resolved_task(sealing, entry)
    official = sealing.client("urb", timeout_s=60)
    reply = Reply(id=uuid.uuid4(), entry_id=entry.id, task_id=task.id, subject="Răspuns")
    official.begin_reply(reply)
    unsigned = deliver(
        official, entry, tmp_path, plain_pdf(tmp_path, "a.pdf"), "reply", reply_id=reply.id
    )
    with pytest.raises(ReplyUnsigned):
        official.seal(entry.id, unsigned)
    with pytest.raises(ReplyNotReady):
        official.dispatch(reply.id, Dispatch(how="post"))
    path = signed_pdf(tmp_path, "signed.pdf", keys[1])
    signed = deliver(official, entry, tmp_path, path, "reply", reply_id=reply.id)
    sealed = official.seal(entry.id, signed)
    official.dispatch(reply.id, Dispatch(how="post"))
    closed = official.close_entry(entry.id)
    assert [m.code for m in closed.milestones][-3:] == ["answered", "dispatched", "closed"]
    got = tmp_path / "sealed.pdf"
    official.download(sealed.sha256, got)
    assert len(verify(got, is_offline=True).signatures) == 2


def test_what_is_not_ours_is_not_sealed(sealing, keys, tmp_path):
    clerk = sealing.client("clerk", timeout_s=60)
    entry = clerk.register(registration())
    path = signed_pdf(tmp_path, "theirs.pdf", keys[1])
    for role in ("finished", "letter"):
        own = clerk.register(registration())
        sha256 = deliver(clerk, own, tmp_path, path, role)
        with pytest.raises(SealNotAllowed):
            clerk.seal(own.id, sha256)
    with pytest.raises(FileUnknown):
        clerk.seal(entry.id, "0" * 64)


def test_file_that_nobody_can_judge_waits_unsealed(sealing, tmp_path):
    clerk = sealing.client("clerk", timeout_s=60)
    entry = clerk.register(registration())
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 9 0 R >> endobj\n%%EOF\n")
    sha256 = deliver(clerk, entry, tmp_path, torn, "letter")
    with pytest.raises(FileUnjudged) as told:
        clerk.seal(entry.id, sha256)
    assert told.value.params["reason"]
    assert [f.sha256 for f in clerk.entry_by_id(entry.id).files] == [sha256]


def test_reply_changed_after_signing_is_not_sealed(sealing, keys, tmp_path):
    clerk = sealing.client("clerk", timeout_s=60)
    entry = clerk.register(registration())
    task = resolved_task(sealing, entry)
    official = sealing.client("urb", timeout_s=60)
    reply = Reply(id=uuid.uuid4(), entry_id=entry.id, task_id=task.id)
    official.begin_reply(reply)
    signed = signed_pdf(tmp_path, "signed.pdf", keys[1])
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(signed.read_bytes().replace(b"/MediaBox", b"/MediaBax", 1))
    sha256 = deliver(official, entry, tmp_path, torn, "reply", reply_id=reply.id)
    with pytest.raises(ReplyUnsigned):
        official.seal(entry.id, sha256)


def test_office_without_a_seal_says_so(server, tmp_path):
    clerk = server.client("clerk", timeout_s=60)
    entry = clerk.register(registration())
    sha256 = deliver(clerk, entry, tmp_path, plain_pdf(tmp_path, "letter.pdf"), "letter")
    with pytest.raises(SealMissing):
        clerk.seal(entry.id, sha256)
