"""The window's look into the institution's mailbox, every few minutes, in a lane of its own."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from registry_desk.desk.background import Lanes
from registry_desk.desk.parts import DeskParts, MailAccount
from registry_desk.errors import RefusedError, RegistryDeskError

if TYPE_CHECKING:
    from registry_desk.journey.mailbox import Collected

_FIRST_MS = 3000
_WANTS_PASSWORD = ("mailbox_login_refused", "mailbox_password_missing")


class MailFetching(QObject):
    """Looks by itself until the server refuses something; then waits for a hand."""

    began = Signal()
    done = Signal(object)
    """The :class:`registry_desk.journey.mailbox.Collected` of a round."""
    failed = Signal(object)
    """The error that stopped a round."""
    kept_for_now = Signal()
    """The password was taken, and no keyring keeps it."""

    def __init__(
        self, account: MailAccount, parts: DeskParts, lanes: Lanes, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.account, self._parts, self._lanes = account, parts, lanes
        self.is_busy = False
        self.last: Collected | None = None
        self.last_at: datetime | None = None
        self.trouble: RegistryDeskError | None = None
        """Why the last round did not end well; None where it did."""
        self._timer = QTimer(self, interval=account.every_s * 1000)
        self._timer.timeout.connect(self.fetch)
        QTimer.singleShot(_FIRST_MS, self, self.begin)

    @property
    def wants_password(self) -> bool:
        """Tell whether it is the password that the next round waits for."""
        return self.trouble is not None and self.trouble.code in _WANTS_PASSWORD

    def begin(self) -> None:
        """Look now and every few minutes from now on."""
        self._timer.start()
        self.fetch()

    def fetch(self, *, retry: bool = False) -> None:
        """Look now.

        Args:
            retry: try again what earlier rounds left.
        """
        if self.is_busy:
            return
        self.is_busy = True
        self.began.emit()
        self._lanes.run(
            "mailbox", lambda: self._collect(retry), done=self._done, failed=self._failed
        )

    def take_password(self, typed: str) -> None:
        """Take the password that somebody typed, have it kept, and look."""

        def kept(is_kept: bool) -> None:
            if not is_kept:
                self.kept_for_now.emit()
            self.begin()

        self._lanes.run(
            "mailbox", lambda: self.account.remember(typed), done=kept, failed=self._failed
        )

    def _collect(self, retry: bool) -> "Collected":
        from registry_desk.journey.mailbox import collect

        return collect(
            self._parts.counter.tray,
            self.account.place,
            self.account.password(),
            operator=self._parts.operator,
            departments=self._parts.counter.office.departments,
            retry=retry,
            cancelled=lambda: self._lanes.is_closing,
        )

    def _done(self, collected: "Collected") -> None:
        self.is_busy, self.trouble = False, None
        self.last, self.last_at = collected, datetime.now(UTC)
        self.done.emit(collected)
        if collected.has_more:
            self.fetch()

    def _failed(self, error: RegistryDeskError) -> None:
        self.is_busy, self.trouble = False, error
        if isinstance(error, RefusedError):
            self._timer.stop()  # asking again by itself could lock the account
        self.failed.emit(error)
