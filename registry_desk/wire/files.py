"""Files of an entry: versions addressed by SHA-256, and the state of an upload."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from registry_desk.wire.words import Answered, Asked, Line, Sha256

FileRole = Literal[
    "letter",
    "addition",
    "reply",
    "registration_sheet",
    "finished",
    "draft",
    "attachment",
    "proof_of_receipt",
    "returned_mail",
]
"""A ``draft`` waits for approval; an ``attachment`` goes out with a reply; the last two come back
from the post, also after the entry is closed."""
FileState = Literal["delivered", "sealed"]


class FileVersion(Answered):
    """One immutable version of a file."""

    sha256: str
    size_bytes: int
    role: FileRole
    version: FileState
    name: str
    created_at: datetime
    source_sha256: str | None = None
    """Of a sealed version: the delivered file it was made from."""
    reply_id: UUID | None = None


class UploadOrder(Asked):
    """What a desk is going to upload; the same order twice is the same upload."""

    sha256: Sha256
    size_bytes: Annotated[int, Field(gt=0, le=2**43)]
    role: FileRole
    name: Line
    reply_id: UUID | None = None


class UploadState(Answered):
    """How far an upload has come."""

    id: UUID
    offset: int
    """Bytes that are safely on the server's disk."""
    size_bytes: int
    file: FileVersion | None = None
    """The finished version, once every byte has arrived and the hash fits."""
