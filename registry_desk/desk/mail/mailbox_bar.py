"""The mailbox beside the button that brings files: when it was looked into, what was left there.

Where its password is wanted, it is asked for here; no dialog opens by itself.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from registry_desk.desk.mail_fetching import MailFetching
from registry_desk.desk.moments import moment
from registry_desk.desk.widgets.plain import ElidedLabel, button, restyle
from registry_desk.i18n import plural, text

if TYPE_CHECKING:
    from registry_desk.journey.mailbox import LeftMessage

_PASSWORD_PX = 220
_MOST_NAMED = 12


class MailboxBar(QWidget):
    """Tells of one mailbox and takes its password."""

    def __init__(self, fetching: MailFetching) -> None:
        super().__init__()
        self._fetching, self._username = fetching, fetching.account.place.username
        self.fetch_button = button(
            text("mailbox.fetch"), fetching.begin, shortcut="Ctrl+Shift+O", sign="refresh-cw"
        )
        self.words = ElidedLabel(self._username, "muted")
        self.left_button = button("", lambda: fetching.fetch(retry=True), role="flat")
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setFixedWidth(_PASSWORD_PX)
        self.password.setPlaceholderText(text("mailbox.password"))
        self.password.setAccessibleName(text("mailbox.password_of", username=self._username))
        self.password.returnPressed.connect(self._give)
        self.keep_button = button(text("mailbox.log_in"), self._give, role="primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for shown in (self.fetch_button, self.password, self.keep_button):
            row.addWidget(shown)
        row.addWidget(self.words, 1)
        row.addWidget(self.left_button)
        for told in (fetching.began, fetching.done, fetching.failed):
            told.connect(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        """Say how it stands with the mailbox now."""
        fetching, who = self._fetching, self._username
        self._want_password(fetching.wants_password)
        self.fetch_button.setEnabled(not fetching.is_busy)
        self._show_left(tuple(fetching.last.left) if fetching.last else ())
        if fetching.is_busy:
            self._say(text("mailbox.looking", username=who), "muted")
        elif fetching.trouble is not None:
            self._say(f"▲ {fetching.trouble.message}", "warn")
            self.words.setToolTip(f"{fetching.trouble.message}\n{fetching.trouble.next_step}")
        elif fetching.last_at is not None:
            self._say(text("mailbox.looked", username=who, at=moment(fetching.last_at)), "muted")

    def _want_password(self, is_wanted: bool) -> None:
        self.fetch_button.setVisible(not is_wanted)
        for shown in (self.password, self.keep_button):
            shown.setVisible(is_wanted)

    def _show_left(self, left: "tuple[LeftMessage, ...]") -> None:
        said = plural("mailbox.left", len(left))
        self.left_button.setVisible(bool(left))
        self.left_button.setText(f"▲ {said}")
        self.left_button.setAccessibleName(said)
        self.left_button.setToolTip(f"{left_words(left)}\n{text('mailbox.try_left')}")

    def _give(self) -> None:
        typed = self.password.text()
        if typed:
            self.password.clear()
            self._fetching.take_password(typed)

    def _say(self, words: str, tone: str) -> None:
        self.words.setText(words)
        self.words.setToolTip(words)
        self.words.setProperty("tone", tone)
        restyle(self.words)


def left_words(left: "Sequence[LeftMessage]") -> str:
    """Name what was left with the reason, one message a line."""
    lines = [f"{one.name}: {one.error.message}" for one in left[:_MOST_NAMED]]
    return "\n".join([*lines, *(["…"] if len(left) > _MOST_NAMED else [])])
