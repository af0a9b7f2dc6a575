"""Read a message (RFC 5322, MIME) as it is sent, not as it should be; in a child process only.

The leaves are walked by hand: Python's own list of attachments leaves parts out, and its decoding
fails on what mail programs really write. No part is lost: what is not text for people is a file.

Source: RFC 5322, RFC 2045 to 2047, RFC 2231.
"""

import email
import hashlib
import mimetypes
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from email.header import decode_header
from email.message import Message as Part
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path

from registry_desk.durable import part_file
from registry_desk.intake.file_errors import FileEmpty
from registry_desk.intake.plain_text import text_of_html
from registry_desk.model.message import Attachment, Message

_CHARSETS = ("utf-8", "cp1250")
"""Tried where a part names none, or one that does not fit."""
_DEEPEST = 20
_LONGEST_NAME = 120
_MOST_TEXT = 300_000
"""Characters shown and printed; the message itself is kept whole."""
_KNOWN_HEADERS = ("from", "received", "message-id", "return-path")
"""One at least is in whatever came by mail; what has none is shown as doubtful, not dropped."""
_ANSWERED = re.compile(r"^\s*((re|fwd?|aw|wg|răspuns|redirecționat)\s*:\s*)+", re.IGNORECASE)


def read_message(raw: Path, folder: Path) -> Message:
    """Read a message and write its attachments.

    Args:
        raw: the message as it arrived.
        folder: where the attachments go, each whole or not at all.

    Raises:
        FileEmpty: no bytes.
    """
    content = raw.read_bytes()
    if not content.strip():
        raise FileEmpty
    message = email.message_from_bytes(content)
    for part in message.walk():
        _mend_heads(part)
    leaves = list(_leaves(message))
    name, address = parseaddr(_header(message, "From"))
    return Message(
        sender_name=_one_line(name),
        sender_address=address if "@" in address else "",
        to=_one_line(_header(message, "To")),
        subject=_one_line(_header(message, "Subject")),
        sent_at=_sent_at(message),
        text=_text(leaves)[:_MOST_TEXT],
        attachments=tuple(_written(leaves, folder)),
        is_doubtful=not any(name in message for name in _KNOWN_HEADERS)
        or any(part.defects for part in message.walk()),
    )


def plain_subject(subject: str) -> str:
    """Give a subject without the marks of answering and passing on."""
    return _ANSWERED.sub("", subject).strip()


def _mend_heads(part: Part) -> None:
    """Read heads that hold bare letters with diacritics, which no rule allows and many send."""
    for name, written in list(part.raw_items()):
        said = str(written)
        bare = said.encode("utf-8", "surrogateescape")
        if not said.isascii() and bare != said.encode("utf-8", "replace"):
            part.replace_header(name, _as_text(bare, None))


def _leaves(part: Part, depth: int = 0) -> Iterator[Part]:
    """Give the parts that hold something, in order; an attached message is one of them."""
    inside = _inside(part)
    is_message = part.get_content_maintype() == "message"
    if inside and depth < _DEEPEST and not (is_message and depth):
        for own in inside:
            yield from _leaves(own, depth + 1)
    else:
        yield part


def _inside(part: Part) -> list[Part]:
    payload = part.get_payload()
    return [own for own in payload if isinstance(own, Part)] if isinstance(payload, list) else []


def _is_words(part: Part) -> bool:
    is_text = part.get_content_type() in ("text/plain", "text/html")
    return is_text and not part.get_filename() and part.get_content_disposition() != "attachment"


def _text(leaves: list[Part]) -> str:
    """Give the words: plain where there are plain ones, else those of the page."""
    words = [part for part in leaves if _is_words(part)]
    plain = [p for p in words if p.get_content_type() == "text/plain" and _decoded(p).strip()]
    if plain:
        return "\n\n".join(_decoded(part).strip() for part in plain)
    return "\n\n".join(text_of_html(_decoded(part)) for part in words)


def _decoded(part: Part) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    words = _as_text(content, part.get_content_charset()).replace("\r\n", "\n")
    shown = "".join(c for c in words if c in "\n\t" or unicodedata.category(c) != "Cc")
    return unicodedata.normalize("NFC", shown)


def _as_text(content: bytes, charset: str | None) -> str:
    for named in (charset, *_CHARSETS):
        try:
            if named:
                return content.decode(named).encode("utf-8", "replace").decode()
        except (LookupError, ValueError):
            continue
    return content.decode("utf-8", "replace")


def _header(message: Part, name: str) -> str:
    """Give a header as people read it, whatever it was written in."""
    written = str(message.get(name, ""))
    try:
        parts = decode_header(written)
    except ValueError:  # a broken encoded word: shown as it stands
        return written
    return "".join(
        said if isinstance(said, str) else _as_text(said, charset) for said, charset in parts
    )


def _one_line(words: str) -> str:
    shown = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in words)
    return unicodedata.normalize("NFC", " ".join(shown.split()))


def _sent_at(message: Part) -> datetime | None:
    try:
        sent = parsedate_to_datetime(_header(message, "Date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    try:
        return (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None


def _written(leaves: list[Part], folder: Path) -> Iterator[Attachment]:
    """Write every leaf that is a file; an empty one is named as well, with no bytes."""
    folder.mkdir(exist_ok=True, mode=0o700)
    taken: set[str] = set()
    for place, part in enumerate((p for p in leaves if not _is_words(p)), start=1):
        name = _own_name(_safe_name(part, place), taken)
        content = _content(part)
        file = f"{place:03d}{Path(name).suffix.lower()}"
        with part_file(folder / file) as written:
            written.write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        yield Attachment(name, file, part.get_content_type(), len(content), sha256)


def _content(part: Part) -> bytes:
    inside = _inside(part)
    if inside:  # a message passed on, or parts nested beyond all measure
        return b"\r\n".join(own.as_bytes() for own in inside)
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _safe_name(part: Part, place: int) -> str:
    """Give a file name that can be shown, kept and written anywhere.

    Directories, control and direction signs and what Windows forbids are taken out.
    """
    written = part.get_filename() or ""
    try:
        said = "".join(
            s if isinstance(s, str) else _as_text(s, c) for s, c in decode_header(written)
        )
    except ValueError:
        said = written
    last = re.split(r"[/\\]", said)[-1]
    kept = "".join(
        c for c in last if unicodedata.category(c)[0] not in "CZ" or c == " " if c not in '<>:"|?*'
    )
    name = unicodedata.normalize("NFC", " ".join(kept.split()).strip(". "))
    stem, suffix = Path(name).stem, Path(name).suffix
    if not stem:
        is_message = part.get_content_maintype() == "message"
        guessed = ".eml" if is_message else mimetypes.guess_extension(part.get_content_type())
        return f"{place}{suffix or guessed or '.bin'}"
    is_short = suffix.isascii() and len(suffix) <= 10
    return f"{stem[:_LONGEST_NAME]}{suffix if is_short else suffix[:10]}"


def _own_name(name: str, taken: set[str]) -> str:
    """Give a name that no other file of the message has, on any system."""
    own, again = name, 1
    while own.casefold() in taken:
        again += 1
        own = f"{Path(name).stem} ({again}){Path(name).suffix}"
    taken.add(own.casefold())
    return own
