"""An e-mail as a registry office sees it: who wrote, when, what, with which files."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message."""

    name: str
    """Made safe: no path, no control character, no name twice in one message."""
    file: str
    """File name in the folder that holds the message's attachments."""
    media_type: str
    """As the message calls it; nothing is believed of it."""
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Message:
    """What a message says, as far as it can be read."""

    sender_name: str
    """Empty where the sender gave none."""
    sender_address: str
    to: str
    subject: str
    sent_at: datetime | None
    """As the sender's program wrote it, aware; None where it wrote nothing readable."""
    text: str
    """The words of the body, without the looks."""
    attachments: tuple[Attachment, ...] = ()
    is_doubtful: bool = False
    """The message does not follow the rules of its kind; something may read other than meant."""
