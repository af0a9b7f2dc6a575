"""What lies in the institution's mailbox comes to this desk: kept first, marked there afterwards.

A round takes what nobody has read yet, and everything that arrived since the last round, read or
not: somebody may look into the mailbox with another program. A message is in the tray, durably,
before the mailbox is touched; a round that is cut off fetches it again and it is the same letter.
What cannot be taken in stays in the mailbox as it was, is named, and holds nothing else up.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from registry_desk.durable import part_file
from registry_desk.errors import DamagedError, RegistryDeskError, by_code
from registry_desk.intake.files import FileOpener
from registry_desk.intake.mailbox import Mailbox, MailboxPlace
from registry_desk.intake.mailbox_errors import MailboxNotMarked, MailboxPasswordMissing
from registry_desk.journey.mail import Mail, take_mail
from registry_desk.journey.store import TrayFull
from registry_desk.journey.tray import Tray
from registry_desk.model.department import Department

__all__ = [
    "Collected", "LeftMessage", "Mailbox", "MailboxPasswordMissing", "MailboxPlace", "collect",
]  # fmt: skip

_FILE = "mailbox.json"
_FETCHED = "fetched"
_AT_ONCE = 200
"""So many messages a round; the rest comes with the next, which begins at once."""
_PATIENCE_S = 10


@dataclass(frozen=True, slots=True)
class LeftMessage:
    """A message that was not taken in and stays in the mailbox."""

    uid: int
    name: str
    """Sender and subject, as far as they can be read."""
    code: str
    family: str
    params: dict[str, Any]

    @property
    def error(self) -> RegistryDeskError:
        """Give why it was left."""
        return by_code(self.code, self.family, self.params)


@dataclass(slots=True)
class Collected:
    """What a round did."""

    mails: list[Mail] = field(default_factory=list)
    left: list[LeftMessage] = field(default_factory=list)
    """Everything that lies in the mailbox and was not taken in, from earlier rounds too."""
    fresh_left: list[LeftMessage] = field(default_factory=list)
    """What this round left."""
    has_more: bool = False
    """More waits than one round takes."""
    unmarked: RegistryDeskError | None = None
    """Why what was taken in could not be marked or moved in the mailbox; None where it was."""


@dataclass(slots=True)
class _Known:
    """What earlier rounds know of one folder."""

    validity: int = 0
    next_uid: int = 0
    on: str = ""
    """Day of the last round, ISO."""
    left: dict[str, dict[str, Any]] = field(default_factory=dict)
    unmarked: list[int] = field(default_factory=list)
    """Taken in, and not marked in the mailbox yet."""


def collect(
    tray: Tray,
    place: MailboxPlace,
    password: str,
    *,
    operator: str,
    departments: Sequence[Department] = (),
    retry: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
) -> Collected:
    """Take in what waits in a mailbox.

    Args:
        tray: this desk's tray.
        place: the mailbox.
        password: of its account.
        operator: account name of whose desk it is.
        departments: for the suggestion where a message goes.
        retry: try again what earlier rounds left.
        cancelled: asked between messages.

    Raises:
        MailboxAway: MailboxUntrusted: MailboxLoginRefused: MailboxFolderMissing: no round.
        DiskFull, TrayFull: no room; what was taken in is kept, the rest waits in the mailbox.
    """
    fetched = tray.folder / _FETCHED
    fetched.mkdir(exist_ok=True, mode=0o700)

    def take(file: Path) -> Mail:
        return take_mail(
            tray, file, operator=operator, departments=departments, patience_s=_PATIENCE_S
        )

    with Mailbox(place, password) as box, _known(tray, place) as known:
        one_round = _Round(box, known, fetched)
        waiting = one_round.waiting(retry=retry)
        for uid in waiting[:_AT_ONCE]:
            if cancelled():
                break
            _require_room(tray)
            one_round.take(uid, take)
        one_round.mark()
        done = one_round.done
        done.has_more = len(waiting) > _AT_ONCE and not cancelled()
        done.left = [LeftMessage(**told) for told in known.left.values()]
    return done


def _require_room(tray: Tray) -> None:
    """Leave the rest in the mailbox before mail takes the room that scans need."""
    if shutil.disk_usage(tray.folder).free < tray.free_bytes_kept:
        raise TrayFull(folder=str(tray.folder))


class _Round:
    """One look into an open mailbox."""

    def __init__(self, box: Mailbox, known: _Known, folder: Path) -> None:
        self._box, self._known, self._folder = box, known, folder
        self.done = Collected()

    def waiting(self, *, retry: bool) -> list[int]:
        """Give the UIDs to be taken in, the oldest first."""
        box, known = self._box, self._known
        found = set(box.unread())
        if known.validity != box.validity:
            found |= self._numbered_anew()
        else:
            found |= set(box.since_uid(known.next_uid))
        known.on = datetime.now(UTC).date().isoformat()
        left = {int(uid) for uid in known.left}
        return sorted((found | left if retry else found - left) - set(known.unmarked))

    def _numbered_anew(self) -> set[int]:
        """Begin with a folder, or again: what comes a second time is the same letter."""
        box, known = self._box, self._known
        recent: list[int] = []
        if known.on:
            recent = box.since_day(date.fromisoformat(known.on) - timedelta(days=1))
        known.left, known.unmarked = {}, []
        known.validity = box.validity
        known.next_uid = min([*recent, box.next_uid])
        return set(recent)

    def take(self, uid: int, take: Callable[[Path], Mail]) -> None:
        """Take one message in, or name it and leave it."""
        known = self._known
        fetched = self._folder / f"{known.validity}-{uid}.eml"
        try:
            if self._box.fetch(uid, fetched):
                self.done.mails.append(take(fetched))
                known.unmarked.append(uid)
            known.left.pop(str(uid), None)
        except DamagedError as error:
            told = LeftMessage(uid, self._name(uid), error.code, error.family, error.params)
            known.left[str(uid)] = asdict(told)
            self.done.fresh_left.append(told)
        finally:
            fetched.unlink(missing_ok=True)
        known.next_uid = max(known.next_uid, uid + 1)

    def mark(self) -> None:
        """Mark in the mailbox what is safe here, also what an earlier round could not."""
        for uid in list(self._known.unmarked):
            try:
                self._box.settle(uid)
            except MailboxNotMarked as error:
                self.done.unmarked = error
                return
            self._known.unmarked.remove(uid)

    def _name(self, uid: int) -> str:
        """Name a message by its head, which is opened apart as any foreign file is."""
        head = self._folder / f"{uid}-head.eml"
        head.write_bytes(self._box.head(uid))
        try:
            with FileOpener() as opener:
                said = opener.read_message(head, self._folder / f"{uid}-none")
        except DamagedError:
            return f"UID {uid}"
        finally:
            head.unlink()
        sender = said.sender_name or said.sender_address
        return " · ".join(filter(None, (sender, said.subject))) or f"UID {uid}"


@contextmanager
def _known(tray: Tray, place: MailboxPlace) -> Iterator[_Known]:
    """Give what is known of a folder, and keep it whatever happens in between."""
    file, own = tray.folder / _FILE, f"{place.username}@{place.host}/{place.folder}"
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        known = _Known(**told.get(own, {}))
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        told, known = {}, _Known()  # never kept, or not by this program: begun anew, nothing lost
    try:
        yield known
    finally:
        with part_file(file) as part:
            part.write_text(json.dumps({**told, own: asdict(known)}), encoding="utf-8")
