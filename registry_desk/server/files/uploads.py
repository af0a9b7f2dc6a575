"""Take files in pieces: resumable, checked at the end, the same order twice is one upload.

How far an upload has come is the size of its part file and nothing else, so that a server killed
in the middle goes on from what its disk really holds.

Source: tus resumable upload protocol 1.0.0 (offsets, PATCH, HEAD), https://tus.io.
"""

import fcntl
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid5

from django.db.models import Q

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.audit.log import record
from registry_desk.server.entries.acts import changeable, locked
from registry_desk.server.entries.models import Entry
from registry_desk.server.entries.sight import confided
from registry_desk.server.files import drafts, store
from registry_desk.server.files.digests import Announced, Arriving
from registry_desk.server.files.models import FileVersion, Upload
from registry_desk.server.files.view import view
from registry_desk.server.people.rights import Actor
from registry_desk.server.site import register_configuration
from registry_desk.server.tasks import approvals
from registry_desk.server.tasks.models import Reply
from registry_desk.server.tasks.replies import answered, is_final_when_delivered
from registry_desk.server.writing import write
from registry_desk.wire.errors import ReplyUnknown
from registry_desk.wire.upload_errors import (
    PieceDamaged,
    PieceSurplus,
    UploadOutOfStep,
    UploadTooLarge,
    UploadUnknown,
)

_PIECE = 256 * 1024
_HASHED_TOGETHER = 8
_BROUGHT_BACK = ("proof_of_receipt", "returned_mail")


class Body(Protocol):
    """Where a request's bytes come from."""

    def read(self, size: int, /) -> bytes:
        """Give up to ``size`` bytes, none at the end."""


def order(entry_id: UUID, asked: wire.UploadOrder, actor: Actor) -> wire.UploadState:
    """Announce a file; the same announcement again finds the same upload.

    Raises:
        UploadTooLarge: larger than the office takes.
        ReplyUnknown: a reply's file without its reply.
        ApprovalMissing: the reply is to be approved first.
        FileTaken: a reply's bytes are another file's of its entry.
        EntryUnknown: and its siblings, from :func:`changeable`.
    """
    limit_mb = register_configuration().upload_limit_mb
    if asked.size_bytes > limit_mb * 2**20:
        raise UploadTooLarge(limit_mb=limit_mb)
    upload_id = uuid5(entry_id, f"{asked.sha256} {asked.role} {asked.reply_id}")

    def job() -> None:
        if Upload.objects.filter(pk=upload_id).exists():
            return
        entry = _entry_for(asked, entry_id, actor)
        if asked.role == "reply":
            reply = _reply_of(asked.reply_id, entry)
            approvals.require_approved(reply)
            drafts.require_free(asked.sha256, reply)
        Upload.objects.create(
            pk=upload_id,
            entry=entry,
            sha256=asked.sha256,
            size_bytes=asked.size_bytes,
            role=asked.role,
            name=asked.name,
            reply_id=asked.reply_id if asked.role == "reply" else None,
            by=actor.username,
            created_at=clock.now(),
        )

    write(job)
    upload = upload_for(upload_id, actor)
    _go_on(upload, actor)
    return state_of(upload)


def _go_on(upload: Upload, actor: Actor) -> None:
    """Do what a server that was killed left undone: enter a whole file, remove its part file."""
    part = _part(upload)
    if _finished(upload):
        part.unlink(missing_ok=True)
    elif _arrived(part) == upload.size_bytes:
        with _held(part):
            _complete(upload, actor)


def _entry_for(asked: wire.UploadOrder, entry_id: UUID, actor: Actor) -> Entry:
    """Give the entry a file goes to; what the post brings back comes to closed ones too."""
    if asked.role in _BROUGHT_BACK:
        return locked(entry_id, actor)
    return changeable(entry_id, actor)


def _reply_of(reply_id: UUID | None, entry: Entry) -> Reply:
    if reply_id is None:
        raise ReplyUnknown
    reply = Reply.objects.filter(pk=reply_id, entry=entry).select_related("task").first()
    if reply is None:
        raise ReplyUnknown
    return reply


def upload_for(upload_id: UUID, actor: Actor) -> Upload:
    """Give an upload of this person's.

    Raises:
        UploadUnknown: there is none, or not for this person.
    """
    own = (
        Q(by=actor.username) | Q(entry__department__in=actor.departments)
        if actor.departments
        else Q(by=actor.username)
    )
    found = Upload.objects.select_related("entry").filter(confided(actor, "entry__"), pk=upload_id)
    upload = (found if actor.is_everywhere else found.filter(own)).first()
    if upload is None:
        raise UploadUnknown
    return upload


def state_of(upload: Upload) -> wire.UploadState:
    """Say how far an upload has come."""
    finished = _finished(upload)
    offset = upload.size_bytes if finished else _arrived(_part(upload))
    return wire.UploadState(
        id=upload.pk,
        offset=offset,
        size_bytes=upload.size_bytes,
        file=view(finished) if finished else None,
    )


def take(
    upload: Upload, offset: int, body: Body, actor: Actor, *, announced: Announced | None = None
) -> int:
    """Take a piece that begins at ``offset``; what arrives is durable before this returns.

    Args:
        upload: which.
        offset: where the piece begins.
        body: its bytes.
        actor: who brings it.
        announced: the hash its client says it has; what differs is not kept.

    Returns:
        The new offset; at the end of the file it is checked and stored.

    Raises:
        UploadOutOfStep: the piece begins elsewhere, or another one is being written.
        PieceSurplus: more bytes than announced.
        PieceDamaged: the piece has another hash than announced.
        UploadDamaged: the whole has another hash than announced; it begins again.
        StoreFull: the disk is full; what arrived before stays.
    """
    if _finished(upload):
        return upload.size_bytes
    part = _part(upload)
    with _held(part) as target:
        if _finished(upload):  # while this waited; opening may have made an empty part file
            part.unlink(missing_ok=True)
            return upload.size_bytes
        arrived = target.seek(0, os.SEEK_END)
        if offset != arrived:
            raise UploadOutOfStep(offset=arrived)
        digest = Arriving(upload.pk, arrived)
        with store.disk_faults():
            arrived += _append(target, body, upload, digest, announced)
        if arrived == upload.size_bytes:
            _complete(upload, actor, found=digest.whole())
        else:
            digest.keep()
    return arrived


def _append(
    target: FileIO, body: Body, upload: Upload, digest: Arriving, announced: Announced | None
) -> int:
    """Write what arrives; it is hashed beside, by the two megabytes: waking costs more than a part.

    What one request of a small file brings is hashed here, and no thread is begun.
    """
    begin, taken = target.tell(), 0
    hashes = (digest, announced) if announced else (digest,)
    parts: list[bytes] = []
    hashed: Future[None] | None = None
    with ThreadPoolExecutor(1) as beside:
        while piece := body.read(_PIECE):
            taken += len(piece)
            if begin + taken > upload.size_bytes:
                target.truncate(begin)
                raise PieceSurplus(size_bytes=upload.size_bytes)
            parts.append(piece)
            if len(parts) == _HASHED_TOGETHER:
                if hashed:
                    hashed.result()  # so many wait at the most: memory stays flat
                hashed = beside.submit(_count, hashes, parts)
                parts = []
            rest = memoryview(piece)
            while rest:
                rest = rest[target.write(rest) :]
        if hashed:
            hashed.result()
        _count(hashes, parts)
        if announced and not announced.is_met():
            target.truncate(begin)
            raise PieceDamaged(offset=begin)
        os.fsync(target.fileno())
    return taken


def _count(hashes: Sequence[Arriving | Announced], parts: Sequence[bytes]) -> None:
    for counted in hashes:
        counted.update(parts)


@contextmanager
def _held(part: Path) -> Iterator[FileIO]:
    """Hold an upload's part file alone, against other threads and other server processes."""
    with part.open("ab", buffering=0) as target:
        try:
            fcntl.flock(target, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UploadOutOfStep(offset=_arrived(part)) from error
        yield target


def _complete(upload: Upload, actor: Actor, *, found: str | None = None) -> None:
    """Check the whole, keep it, enter it; the part file goes last.

    Args:
        upload: which.
        actor: who brings it.
        found: its hash as counted while it arrived; None: it is read.
    """
    part = _part(upload)
    if upload.reply_id:
        approvals.require_same(upload.reply_id, part)
    store.keep(register_configuration().store, part, upload.sha256, found=found)
    write(lambda: _finish(upload.pk, actor))
    part.unlink(missing_ok=True)


def _finish(upload_id: UUID, actor: Actor) -> None:
    """Enter a file that is in the store as its entry's version; inside a write."""
    upload = Upload.objects.select_related("entry").get(pk=upload_id)
    if _finished(upload):
        return
    if not drafts.become_reply(upload):
        FileVersion.objects.create(
            entry=upload.entry,
            sha256=upload.sha256,
            size_bytes=upload.size_bytes,
            role=upload.role,
            version="delivered",
            name=upload.name,
            created_at=clock.now(),
            reply_id=upload.reply_id,
        )
    record(actor.username, "delivered", upload.entry.number, sha256=upload.sha256, role=upload.role)
    if upload.reply_id and is_final_when_delivered():
        answered(upload.reply_id, actor)


def _finished(upload: Upload) -> FileVersion | None:
    found = FileVersion.objects.filter(entry=upload.entry, sha256=upload.sha256).first()
    return None if found and drafts.waits_for(upload, found) else found


def _arrived(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _part(upload: Upload) -> Path:
    return register_configuration().uploads / f"{upload.pk}.part"
