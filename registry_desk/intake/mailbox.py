"""A mailbox on a mail server: what waits there is fetched piece by piece, marked only when told.

Over TLS alone. Nothing is ever deleted: a message that was taken in is marked as read and, where a
folder for it is named, moved there. The flag of messages that are only looked at is left as it is.

Source: RFC 3501 (IMAP4rev1), RFC 6851 (MOVE), RFC 5530 (response codes), RFC 4616 (PLAIN).
"""

import base64
import imaplib
import re
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from registry_desk.durable import part_file
from registry_desk.errors import RegistryDeskError
from registry_desk.intake.mailbox_errors import (
    MailboxAway,
    MailboxFolderMissing,
    MailboxLoginRefused,
    MailboxNotMarked,
    MailboxUntrusted,
    MessageTooLarge,
)

_PORTS = {"tls": 993, "starttls": 143}
_PATIENCE_S = 30
_PIECE = 1 << 20
MOST_MB = 64
"""Mail servers take 20 to 50 MB; what is larger is not read into memory here."""
_HEAD_BYTES = 16_384
_REAL = "UNDELETED UNDRAFT"
"""What somebody threw away, or is still writing, is no letter."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BUSY = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]")
"""The server says that it cannot now; anything else at the login is about name and password."""


@dataclass(frozen=True, slots=True)
class MailboxPlace:
    """Where the institution's mail lies."""

    host: str
    username: str
    security: str = "tls"
    """``tls`` from the first byte, or ``starttls``; there is no third way."""
    port: int = 0
    """0: the usual one."""
    folder: str = "INBOX"
    done_folder: str = ""
    """Where what was taken in is moved; empty: it stays and is marked as read."""
    trust: Path | None = None
    """PEM of the authority that vouches for the server; None: those the system knows."""


class Mailbox:
    """An open folder of a mailbox; a context manager, for one thread."""

    def __init__(self, place: MailboxPlace, password: str) -> None:
        self._place, self._password = place, password
        self._server: Any = None
        self._abilities: Sequence[bytes] = ()
        self.validity = 0
        """UIDVALIDITY: a message's UID means the same as long as this stays."""
        self.next_uid = 1
        """The UID that the next message to arrive will have at least."""

    def __enter__(self) -> "Mailbox":
        """Connect, log in and open the folder.

        Raises:
            MailboxAway: MailboxUntrusted: MailboxLoginRefused: MailboxFolderMissing: why not.
        """
        try:
            with self._told():
                self._server = self._connected()
                self._log_in()
                self._select()
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave; whatever the server says to that changes nothing."""
        self._leave()

    # ------------------------------------------------------------------ what waits

    def unread(self) -> list[int]:
        """Give the UIDs of messages nobody has read, the oldest first."""
        return self._found("UNSEEN")

    def since_uid(self, uid: int) -> list[int]:
        """Give the UIDs from one on, read or not, the oldest first."""
        return [one for one in self._found(f"UID {uid}:*") if one >= uid]

    def since_day(self, day: date) -> list[int]:
        """Give the UIDs of what arrived on a day or later, by the server's clock."""
        return self._found(f"SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}")

    # ------------------------------------------------------------------ one message

    def fetch(self, uid: int, target: Path) -> bool:
        """Fetch a message as it arrived; durable when this returns.

        Returns:
            False where it is gone: somebody moved it meanwhile.

        Raises:
            MessageTooLarge: it has more than :data:`MOST_MB`.
            MailboxAway: the connection broke.
            DiskFull: there is no room.
        """
        with self._told():
            size = self._size(uid)
            if size is None:
                return False
            if size > MOST_MB << 20:
                raise MessageTooLarge(limit_mb=MOST_MB)
            with part_file(target) as part, part.open("wb") as opened:
                for begin in range(0, max(size, 1), _PIECE):
                    opened.write(self._piece(uid, f"BODY.PEEK[]<{begin}.{_PIECE}>"))
        return True

    def head(self, uid: int) -> bytes:
        """Give sender, subject and date of a message, as they are written in its head."""
        with self._told():
            head = self._piece(uid, "BODY.PEEK[HEADER.FIELDS (FROM SUBJECT DATE)]")
        return head[:_HEAD_BYTES]

    def settle(self, uid: int) -> None:
        """Mark a message as read, and move it where what was taken in goes.

        Raises:
            MailboxNotMarked: the server refuses.
            MailboxAway: the connection broke.
        """
        with self._told():
            self._uid("STORE", str(uid), "+FLAGS.SILENT", "(\\Seen)", refused=MailboxNotMarked)
            if self._place.done_folder:
                self._move(str(uid))

    # ------------------------------------------------------------------ how it is said

    def _connected(self) -> Any:
        place, trust = self._place, self._trusted()
        port = place.port or _PORTS[place.security]
        if place.security == "tls":
            return imaplib.IMAP4_SSL(place.host, port, ssl_context=trust, timeout=_PATIENCE_S)
        server = imaplib.IMAP4(place.host, port, timeout=_PATIENCE_S)
        try:
            server.starttls(trust)
        except BaseException:
            server.shutdown()
            raise
        return server

    def _trusted(self) -> ssl.SSLContext:
        file = self._place.trust
        try:
            return ssl.create_default_context(cafile=str(file) if file else None)
        except OSError as error:  # no such file, or no certificate in it
            raise MailboxUntrusted(host=self._place.host) from error

    def _log_in(self) -> None:
        place = self._place
        said = f"\0{place.username}\0{self._password}".encode()
        try:
            self._server.authenticate("PLAIN", lambda _asked: said)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            if any(code in str(error) for code in _BUSY):
                raise MailboxAway(host=place.host) from error
            raise MailboxLoginRefused(username=place.username) from error
        _kind, told = self._server.capability()
        self._abilities = b" ".join(told).upper().split()

    def _select(self) -> None:
        folder = self._place.folder
        try:
            kind, _count = self._server.select(_written(folder))
        except imaplib.IMAP4.readonly as error:
            raise MailboxFolderMissing(folder=folder) from error
        if kind != "OK":
            raise MailboxFolderMissing(folder=folder)
        self.validity = self._number("UIDVALIDITY", 0)
        self.next_uid = self._number("UIDNEXT", 1)

    def _number(self, name: str, otherwise: int) -> int:
        _kind, told = self._server.response(name)
        last = (told or [None])[-1]
        return int(last) if last is not None and last.isdigit() else otherwise

    def _found(self, criterion: str) -> list[int]:
        with self._told():
            told = self._uid("SEARCH", f"{criterion} {_REAL}")
        return sorted({int(uid) for line in told if line for uid in line.split()})

    def _size(self, uid: int) -> int | None:
        told = self._uid("FETCH", str(uid), "(UID RFC822.SIZE)")
        lines = [line[0] if isinstance(line, tuple) else line or b"" for line in told]
        sizes = [re.search(rb"RFC822\.SIZE (\d+)", line) for line in lines if _is_of(line, uid)]
        return next((int(size[1]) for size in sizes if size), None)

    def _piece(self, uid: int, what: str) -> bytes:
        told = self._uid("FETCH", str(uid), f"(UID {what})")
        return next((bytes(line[1]) for line in told if isinstance(line, tuple)), b"")

    def _move(self, uid: str) -> None:
        """Move a message; a server that can only copy and purge everybody's keeps it here."""
        folder = _written(self._place.done_folder)
        if b"MOVE" not in self._abilities:
            return
        kind, told = self._server.uid("MOVE", uid, folder)
        if kind != "OK" and b"[TRYCREATE]" in b" ".join(line for line in told if line):
            self._server.create(folder)
            self._server.subscribe(folder)
            kind, told = self._server.uid("MOVE", uid, folder)
        if kind != "OK":
            raise MailboxNotMarked

    def _uid(
        self, *command: str, refused: Callable[..., RegistryDeskError] | None = None
    ) -> Sequence[Any]:
        kind, told = self._server.uid(*command)
        if kind != "OK":
            raise refused() if refused else MailboxAway(host=self._place.host)
        answer: Sequence[Any] = told
        return answer

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what library and network raise into our own errors."""
        host = self._place.host
        try:
            yield
        except RegistryDeskError:
            raise
        except ssl.SSLCertVerificationError as error:
            raise MailboxUntrusted(host=host) from error
        except (OSError, EOFError, imaplib.IMAP4.error, ValueError) as error:
            raise MailboxAway(host=host) from error

    def _leave(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            with suppress(OSError, imaplib.IMAP4.error):  # gone already: nothing to leave
                server.logout()
            with suppress(OSError):  # closed already, unless the farewell failed
                server.shutdown()


def _is_of(line: bytes, uid: int) -> bool:
    return re.search(rb"\bUID %d\b" % uid, line) is not None


def _written(folder: str) -> str:
    """Write a folder's name as IMAP wants it: modified UTF-7, in quotes (RFC 3501, 5.1.3)."""

    def shifted(letters: re.Match[str]) -> str:
        coded = base64.b64encode(letters[0].encode("utf-16-be")).decode()
        return f"&{coded.rstrip('=').replace('/', ',')}-"

    coded = re.sub(r"[^\x20-\x7e]+", shifted, folder.replace("&", "&-"))
    escaped = coded.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
