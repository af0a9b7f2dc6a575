"""What the screen of e-mails has done in the lanes: blocking functions over the journey."""

import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from registry_desk.desk.parts import DeskParts
from registry_desk.durable import part_file
from registry_desk.journey import way
from registry_desk.journey.drafts import Edits, check_edits
from registry_desk.journey.mail import Mail, mails
from registry_desk.journey.records import DocumentRecord


def all_mails(parts: DeskParts) -> list[Mail]:
    """Give the messages at this desk, the latest first."""
    return mails(parts.counter.tray)


def register(
    parts: DeskParts,
    mail: Mail,
    *,
    department: str,
    edits: Edits,
    on_step: Callable[[DocumentRecord], None],
) -> DocumentRecord:
    """Note the clerk's Register and take the message as far as it goes now.

    Raises:
        FieldInvalid: a field holds what no register takes; nothing is noted.
    """
    check_edits(edits)
    registers = parts.counter.office.registers
    code = parts.register_code or (registers[0].code if registers else "")
    parts.counter.tray.accept(mail.document.id, register=code, department=department, edits=edits)
    return way.walk(parts.counter, mail.document.id, on_step=on_step)


def set_aside(parts: DeskParts, document_id: UUID, *, is_set_aside: bool) -> None:
    """Set a message aside, or take it back."""
    parts.counter.tray.set_aside(document_id, is_set_aside=is_set_aside)


def save(source: Path, target: Path) -> Path:
    """Write a copy of an attachment where somebody wants it, whole or not at all."""
    with part_file(target) as part:
        shutil.copyfile(source, part)
    return target
