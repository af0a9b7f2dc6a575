"""A message as people read it: its head, its words, one press for each file that came with it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from registry_desk.desk.background import Lanes
from registry_desk.desk.moments import moment
from registry_desk.desk.widgets.paper import Paper
from registry_desk.desk.widgets.plain import button, frame, key, label, scrolled
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text
from registry_desk.journey.looking import Looker
from registry_desk.journey.mail import Mail
from registry_desk.model.message import Attachment

_SHOWN = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff")
"""Kinds of attachments that are shown here, by their first bytes; others are saved."""
_HEAD = ("from", "to", "sent")
_MOST_FILES = 100
"""So many have a button of their own; all of them go to the register."""


class MessageView(QWidget):
    """The middle of the screen of e-mails."""

    save_wanted = Signal(object, str)
    """Path of an attachment that somebody wants a copy of, and its name."""

    def __init__(
        self, looker: Looker, lanes: Lanes, failed: Callable[[RegistryDeskError], None]
    ) -> None:
        super().__init__()
        self._looker, self._mail = looker, None
        self.subject = label("", "title")
        self.subject.setWordWrap(True)
        self.subject.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._head = {name: label("", "muted") for name in _HEAD}
        self.doubt = label(text("mail.doubtful"), "doubt")
        self.doubt.setWordWrap(True)
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setProperty("role", "words")
        self.words.setAccessibleName(text("mail.words"))
        self.paper = Paper(looker, lanes, failed)
        self.nothing = label("", "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        self._parts = QButtonGroup(self)
        self._bar = frame("foot")
        self._row = QVBoxLayout(self._bar)
        self.save = button(text("mail.save"), self._save, shortcut="Ctrl+S", sign="download")
        self._lay_out()
        key(self, "Alt+Down", text("mail.next_part"), lambda: self._turn(1))
        key(self, "Alt+Up", text("mail.part_before"), lambda: self._turn(-1))
        self.say("")

    def _lay_out(self) -> None:
        head = frame("bar")
        lines = QVBoxLayout(head)
        lines.setContentsMargins(16, 12, 16, 12)
        lines.setSpacing(4)
        lines.addWidget(self.subject)
        for shown in (*self._head.values(), self.doubt):
            shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            lines.addWidget(shown)
        self._row.setContentsMargins(4, 4, 4, 4)
        self._row.setSpacing(0)
        self._inside = QStackedWidget()
        self._inside.addWidget(self.words)
        self._inside.addWidget(self.paper)
        message = QWidget()
        column = QVBoxLayout(message)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._inside, 1)
        self._files = scrolled(self._bar)
        column.addWidget(self._files)
        foot = frame("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(12, 4, 12, 4)
        row.addStretch(1)
        row.addWidget(self.save)
        column.addWidget(foot)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(message)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def say(self, words: str) -> None:
        """Show a sentence instead of a message."""
        self._mail: Mail | None = None
        self.nothing.setText(words)
        self._stack.setCurrentIndex(0)

    def show_mail(self, mail: Mail) -> None:
        """Show a message, its words first."""
        self._mail, message = mail, mail.message
        sender = f"{message.sender_name} <{message.sender_address}>".strip()
        sent = moment(message.sent_at) if message.sent_at else "—"
        self.subject.setText(message.subject or text("mail.no_subject"))
        for name, said in (("from", sender), ("to", message.to or "—"), ("sent", sent)):
            self._tell(self._head[name], f"{text(f'mail.{name}')}: {said}")
        self.doubt.setVisible(message.is_doubtful)
        self.words.setPlainText(message.text or text("mail.no_words"))
        self._show_parts(message.attachments)
        self._stack.setCurrentIndex(1)
        self.show_part(0)

    @staticmethod
    def _tell(shown: QLabel, words: str) -> None:
        shown.setText(words)
        shown.setToolTip(words)

    def _show_parts(self, attachments: tuple[Attachment, ...]) -> None:
        """Give the words and every attachment a button; the pressed one is shown."""
        for old in self._parts.buttons():
            self._parts.removeButton(old)
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        names = [text("mail.words"), *(_told(one) for one in attachments[:_MOST_FILES])]
        for place, name in enumerate(names):
            sign = "file-text" if place else "mail"
            shown = button(name, lambda place=place: self.show_part(place), role="part", sign=sign)
            shown.setCheckable(True)
            shown.setMinimumWidth(0)
            self._parts.addButton(shown, place)
            self._row.addWidget(shown)
            shown.show()  # at once: Qt counts no widget into a height before
        self._files.setVisible(bool(attachments))
        self._files.setFixedHeight(min(160, self._bar.sizeHint().height() + 2))

    def show_part(self, place: int) -> None:
        """Show the words (0) or an attachment (from 1)."""
        pressed: QPushButton = self._parts.button(place)
        if self._mail is None or pressed is None:
            return
        pressed.setChecked(True)
        self.save.setEnabled(place > 0)
        if place == 0:
            self._inside.setCurrentIndex(0)
            return
        self._inside.setCurrentIndex(1)
        attachment = self._mail.message.attachments[place - 1]
        file = self._mail.file_of(attachment)
        if file.suffix not in _SHOWN or not attachment.size_bytes:
            self.paper.say(text("mail.not_shown", name=attachment.name))
            return
        self.paper.show_file(
            lambda: self._looker.open_file(file), nothing="", wait=text("inbox.fetching")
        )

    @property
    def part(self) -> int:
        """Give what is shown: 0 for the words, else the attachment counted from 1."""
        return self._parts.checkedId()

    def _turn(self, by: int) -> None:
        self.show_part(self.part + by)

    def _save(self) -> None:
        if self._mail is not None and self.part > 0:
            attachment = self._mail.message.attachments[self.part - 1]
            path: Path = self._mail.file_of(attachment)
            self.save_wanted.emit(path, attachment.name)


def _told(attachment: Attachment) -> str:
    size = max(1, round(attachment.size_bytes / 1024)) if attachment.size_bytes else 0
    return text("mail.file", name=attachment.name, size=f"{size:,}".replace(",", "."))
