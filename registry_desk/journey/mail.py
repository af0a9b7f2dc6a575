"""E-mails come in: kept as they arrived, opened apart, understood, and registered like any letter.

A message is a batch of its own with one document and no pages. Its UUIDs follow from its bytes, so
that the same message brought in again, here or at another desk, is the same letter with the same
number.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid5

from registry_desk.durable import part_file, sha256_of
from registry_desk.errors import DamagedError
from registry_desk.intake.files import FileOpener
from registry_desk.journey.codec import from_json, to_json
from registry_desk.journey.records import (
    MAIL,
    BatchState,
    DocumentRecord,
    Origin,
    ProposedDocument,
)
from registry_desk.journey.tray import Tray
from registry_desk.model.department import Department
from registry_desk.model.message import Attachment, Message

if TYPE_CHECKING:
    from registry_desk.journey.counter import Counter

SUFFIX = ".eml"
_AS_ARRIVED = "message.eml"
_READ = "message.json"
_ATTACHMENTS = "attachments"


@dataclass(frozen=True, slots=True)
class Mail:
    """A message at this desk."""

    document: DocumentRecord
    message: Message
    folder: Path
    """Holds the message as it arrived and its attachments."""

    def file_of(self, attachment: Attachment) -> Path:
        """Give the place of an attachment."""
        return self.folder / _ATTACHMENTS / attachment.file


def is_message_file(path: Path) -> bool:
    """Tell whether a file is brought in as a message; its name decides."""
    return path.suffix.lower() == SUFFIX


def take_mail(
    tray: Tray,
    file: Path,
    *,
    operator: str,
    departments: Sequence[Department] = (),
    patience_s: float = 0,
) -> Mail:
    """Copy a message into the tray and propose its entry; doing it again changes nothing.

    Args:
        tray: this desk's tray.
        file: the message as it arrived (RFC 5322).
        operator: account name of who brings it.
        departments: for the suggestion where it goes.
        patience_s: how long another process that takes the same message is waited for.

    Raises:
        DamagedError: it is no message, or its reader broke off; nothing of it is kept here.
        DocumentHeld: another process takes the same message.
        DiskFull, TrayFull: no room; doing it again goes on.
    """
    sha256 = sha256_of(file)
    batch_id = uuid5(NAMESPACE_OID, f"registry-desk:mail:{sha256}")
    folder = tray.captured_dir(batch_id)
    with tray.holding(batch_id, patience_s=patience_s):
        if not (folder / _READ).exists():
            _open_apart(file, folder)
        message = _message_in(folder)
        batch = tray.open_batch(Origin(MAIL, "", operator), batch_id)
        if batch.state is not BatchState.PROPOSED:
            from registry_desk.journey.mail_proposal import understand_mail

            tray.propose(batch_id, [
                ProposedDocument(
                    understanding=understand_mail(message, departments),
                    finished_file=tray.name(folder / _AS_ARRIVED),
                    id=uuid5(batch_id, "document"),
                )
            ])  # fmt: skip
    return Mail(tray.documents(batch_id)[0], message, folder)


def mails(tray: Tray) -> list[Mail]:
    """Give the messages at this desk, the latest first."""
    found = []
    for batch in reversed(tray.batches()):
        folder = tray.captured_dir(batch.id)
        if batch.is_mail and batch.state is BatchState.PROPOSED and (folder / _READ).exists():
            document = tray.documents(batch.id)[0]
            found.append(Mail(document, _message_in(folder), folder))
    return found


def of_document(tray: Tray, document: DocumentRecord) -> Mail | None:
    """Give the message a document is; None for paper and files."""
    if not document.finished_file or Path(document.finished_file).name != _AS_ARRIVED:
        return None
    folder = tray.path(document.finished_file).parent
    return Mail(document, _message_in(folder), folder)


def files_of(mail: Mail) -> list[tuple[Path, str]]:
    """Give what goes to the register byte for byte, with names: the message, then its files."""
    arrived = tuple(
        (mail.file_of(one), one.name) for one in mail.message.attachments if one.size_bytes
    )
    return [(mail.folder / _AS_ARRIVED, f"e-mail{SUFFIX}"), *arrived]


def printed(counter: "Counter", mail: Mail, target: Path) -> str:
    """Print a registered message as the letter that is sealed; give its SHA-256."""
    from registry_desk.journey.registration import entry_of
    from registry_desk.pdf.printed_message import PrintedMessage, print_message

    entry = entry_of(mail.document)
    return print_message(
        PrintedMessage(
            message=mail.message,
            institution=counter.office.institution,
            number=entry.number,
            registered_at=entry.registered_at,
            tracking_code=entry.tracking_code,
            tracking_url=entry.tracking_url,
            sha256=sha256_of(mail.folder / _AS_ARRIVED),
        ),
        target,
    )


def _open_apart(file: Path, folder: Path) -> None:
    """Keep the message and what was read of it; the reading, written last, says all is there."""
    with part_file(folder / _AS_ARRIVED) as part:
        shutil.copyfile(file, part)
    try:
        with FileOpener() as opener:
            message = opener.read_message(folder / _AS_ARRIVED, folder / _ATTACHMENTS)
    except DamagedError:
        shutil.rmtree(folder)
        raise
    with part_file(folder / _READ) as part:
        part.write_text(to_json(Message, message), encoding="utf-8")


def _message_in(folder: Path) -> Message:
    return from_json(Message, (folder / _READ).read_text(encoding="utf-8"))
