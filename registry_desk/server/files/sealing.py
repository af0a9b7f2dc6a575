"""Seal files with the institution's key: only our own scans and signed replies."""

import os
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from registry_desk import secrets, wire
from registry_desk.i18n import text
from registry_desk.server import clock
from registry_desk.server.audit.log import record
from registry_desk.server.configuration import Configuration
from registry_desk.server.entries.acts import changeable, entry_for
from registry_desk.server.files import store
from registry_desk.server.files.models import FileVersion
from registry_desk.server.files.one_by_one import OneByOne
from registry_desk.server.files.trusted import trusted
from registry_desk.server.files.view import view
from registry_desk.server.outward import network
from registry_desk.server.people.rights import Actor
from registry_desk.server.site import register_configuration
from registry_desk.server.tasks.replies import answered
from registry_desk.server.writing import write
from registry_desk.wire.errors import (
    FileUnjudged,
    FileUnknown,
    ReplyUnsigned,
    SealMissing,
    SealNotAllowed,
)

if TYPE_CHECKING:
    from registry_desk.signing import FileVerdict, SealKey, SealToken

_SEALED_ROLES = ("letter", "addition", "reply", "registration_sheet")
_WHOLE = ("valid", "cannot_check")
"""Verdicts of a signature that nothing speaks against; revocation cannot be asked for offline."""
_one_by_one = OneByOne()


def seal(entry_id: UUID, sha256: str, actor: Actor) -> wire.FileVersion:
    """Give the sealed version of a delivered file; made once, both hashes are kept.

    Raises:
        FileUnknown: the entry has no such file.
        SealNotAllowed: it arrived finished, or somebody signed it already.
        FileUnjudged: nobody can tell now whether it is signed.
        ReplyUnsigned: a reply without a whole signature.
        SealMissing: the office has no seal key.
    """
    entry = entry_for(entry_id, actor)
    source = FileVersion.objects.filter(entry=entry, sha256=sha256).first()
    if source is None:
        raise FileUnknown
    if source.version == "sealed":
        return view(source)
    if source.role not in _SEALED_ROLES:
        raise SealNotAllowed
    with _one_by_one.holding(sha256):
        done = FileVersion.objects.filter(source=source).select_related("source").first()
        if done is not None:
            return view(done)
        write(lambda: changeable(entry_id, actor) and None)
        sealed, size_bytes = _make(source)
        return write(lambda: _enter(entry_id, source.pk, sealed, size_bytes, actor))


def load_early() -> None:
    """Load what sealing needs beside the work, so that the first letter does not wait for it."""
    if register_configuration().has_seal:
        threading.Thread(target=_load, name="seal-loading", daemon=True).start()


def _load() -> None:
    from registry_desk.signing import seal, verify  # noqa: F401 - loaded for later


def _make(source: FileVersion) -> tuple[str, int]:
    """Seal a file into the store."""
    from registry_desk import signing

    configuration = register_configuration()
    _key()
    original = store.place_of(configuration.store, source.sha256)
    _allowed(source, signing.verify(original, trust=trusted(), is_offline=True))
    with tempfile.TemporaryDirectory(dir=configuration.uploads) as folder:
        made = Path(folder) / "sealed.pdf"
        reason = text("seal.reason", institution=configuration.institution)
        sha256 = with_seal(original, made, reason)
        size_bytes = made.stat().st_size
        store.keep(configuration.store, made, sha256)
    return sha256, size_bytes


def _allowed(source: FileVersion, found: "FileVerdict") -> None:
    """Let the key only near files that the judge's process went through, and that are ours."""
    is_signed = bool(found.signatures)
    if source.role == "reply":
        if not (is_signed and found.verdict in _WHOLE):
            raise ReplyUnsigned(verdict=str(found.verdict))
    elif is_signed:
        raise SealNotAllowed
    elif found.verdict != "unsigned":
        raise FileUnjudged(reason=" ".join(found.reasons))


def with_seal(source: Path, target: Path, reason: str) -> str:
    """Seal a PDF with the institution's key; give its SHA-256.

    With a timestamp authority and trusted roots it is sealed for long (B-LT) or not at all: while
    one of them is away the document waits, and the desk asks again.

    Raises:
        SealMissing: the office has no seal key.
        TimestampAway: RevocationAway: the authority cannot be asked now.
    """
    from registry_desk import signing

    configuration = register_configuration()
    trust = [configuration.path(name) for name in configuration.trust_files]
    authority = configuration.timestamp_url or None
    level = "B-LT" if authority and trust else "B-B"
    return signing.seal(
        source,
        target,
        key=_key(),
        trust=trust,
        reason=reason,
        level=level,
        tsa_url=authority,
        network=network(),
    )


def _key() -> "SealKey | SealToken":
    from registry_desk.signing import SealKey

    configuration = register_configuration()
    if configuration.seal_module:
        return seal_token(configuration)
    file = configuration.path(configuration.seal_file)
    if not configuration.seal_file or not file.exists():
        raise SealMissing
    password = configuration.path(configuration.seal_password_file).read_text(encoding="utf-8")
    return SealKey(file, password.strip())


def seal_token(configuration: Configuration) -> "SealToken":
    """Give the seal's key in the HSM; the PIN is read anew each time, so that it can be changed.

    Raises:
        SealMissing: there is no file with the PIN.
        SecretFileExposed: others on this machine may read it.
    """
    from registry_desk.signing import SealToken

    pin_file = configuration.path(os.path.expandvars(configuration.seal_pin_file))
    if not configuration.seal_pin_file or not pin_file.exists():
        raise SealMissing
    return SealToken(
        module=configuration.path(configuration.seal_module),
        token=configuration.seal_token,
        pin=secrets.from_file(pin_file),
        certificate_id=configuration.seal_certificate or None,
    )


def _enter(
    entry_id: UUID, source_id: int, sha256: str, size_bytes: int, actor: Actor
) -> wire.FileVersion:
    done = FileVersion.objects.filter(source=source_id).select_related("source").first()
    if done is not None:
        return view(done)
    entry = changeable(entry_id, actor)
    source = FileVersion.objects.get(pk=source_id)
    sealed = FileVersion.objects.create(
        entry=entry,
        sha256=sha256,
        size_bytes=size_bytes,
        role=source.role,
        version="sealed",
        name=source.name,
        created_at=clock.now(),
        source=source,
        reply_id=source.reply_id,
    )
    record(actor.username, "sealed", entry.number, source=source.sha256, sha256=sha256)
    if source.reply_id:
        answered(source.reply_id, actor)
    return view(sealed)
