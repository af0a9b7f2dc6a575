"""The right column of the dispatch: how one thing goes, and what is done with it now."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from registry_desk.desk.dispatch.route_form import RouteForm
from registry_desk.desk.moments import day, moment
from registry_desk.desk.widgets.plain import button, label, reword
from registry_desk.i18n import plural, text
from registry_desk.wire import Sending

OPEN = ("waiting", "failed")
_AIMED = (*OPEN, "returned")
"""Its way can be chosen: it goes out, or goes out again."""


class SendingColumn(QFrame):
    """Shows one sending and takes what is decided on it."""

    acted = Signal(str)
    """The act: ``list``, ``mail``, ``hand``, ``certain``, ``proven``, ``returned``, ``again``."""
    route_changed = Signal()
    sheet_wanted = Signal()
    scan_wanted = Signal()
    file_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._sending: Sending | None = None
        self._post_count = 0
        self.scan: Path | None = None
        self.number, self.state = label("", "entry"), label("")
        self.problem = label("", "warning")
        self.scan_name = label("", "muted")
        self.route = RouteForm()
        self.line = QLineEdit()
        self.main = button("", self._main, role="primary", shortcut="F8")
        self.other = button("", self._other, shortcut="F7")
        self.keep = button(text("dispatch.keep"), self.route_changed.emit, shortcut="Ctrl+S")
        self.sheet = button(
            text("dispatch.sheet"), self.sheet_wanted.emit, shortcut="Ctrl+P", sign="printer"
        )
        self._brought_words = label(text("dispatch.brought"), "muted")
        self._brought_words.setWordWrap(True)
        self.scan_button = button(
            text("dispatch.scan"), self.scan_wanted.emit, shortcut="Ctrl+R", sign="scan-line"
        )
        self.attach = button(
            text("dispatch.scan_file"), self.file_wanted.emit, shortcut="Ctrl+O", sign="folder-open"
        )
        self.route.how_changed.connect(self._offer)
        self.line.textChanged.connect(lambda _words: self._offer_acts())
        self.line.returnPressed.connect(self._enter)
        for line in (self.route.addressee, self.route.address):
            line.textChanged.connect(lambda _words: self._offer_acts())
        self.route.kind.currentIndexChanged.connect(lambda _place: self._offer_acts())
        self._lay_out()
        self.show_sending(None, 0)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for words in (self.state, self.problem, self.scan_name):
            words.setWordWrap(True)
        for widget in (self.number, self.state, self.problem, self.route, self.keep):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addWidget(self.line)
        column.addWidget(self._brought_words)
        brought = QHBoxLayout()
        brought.setSpacing(8)
        brought.addWidget(self.scan_button, 1)
        brought.addWidget(self.attach, 1)
        column.addLayout(brought)
        for widget in (self.scan_name, self.main, self.other, self.sheet):
            column.addWidget(widget)
        column.addStretch(1)
        self.setMinimumWidth(340)

    def show_sending(self, sending: Sending | None, post_count: int) -> None:
        """Show one sending.

        Args:
            sending: None shows nothing.
            post_count: how many letters wait for the post: they leave with one list.
        """
        before = self._sending
        is_same = sending and before and sending.id == before.id
        self._sending, self._post_count = sending, post_count
        self.setVisible(sending is not None)
        if sending is None:
            return
        if not is_same:
            self.line.clear()
            self.take_scan(None)
        self.number.setText(text("entry_card.number", number=sending.entry_number))
        self.state.setText(_told(sending))
        self.problem.setText(text(f"sending.problem.{sending.problem}") if sending.problem else "")
        self.problem.setVisible(bool(sending.problem))
        if sending != before:  # read again and the same: what was written into it stays
            self.route.show_route(sending, is_open=sending.state in _AIMED)
        self._offer()

    def take_scan(self, file: Path | None) -> None:
        """Take the scan of what the post brought back."""
        self.scan = file
        self.scan_name.setText(file.name if file else "")
        self.scan_name.setVisible(file is not None)

    def go_to_step(self) -> None:
        """Put the focus on what is to be done next."""
        (self.line if self.line.isVisible() and not self.line.text() else self.main).setFocus()

    @property
    def words(self) -> str:
        """Give what stands in the line: who took it, or why it came back."""
        return self.line.text().strip()

    def _acts(self) -> tuple[str, str]:
        """Give what the two buttons do now; empty for nothing."""
        sending = self._sending
        if sending is None or sending.state in ("queued", "on_its_way", "proven"):
            return "", ""
        if sending.state == "doubtful":
            return "mail", "certain"
        if sending.state == "returned":
            return "again", ""
        if sending.state == "left":
            return ("proven" if sending.how == "post" else "", "returned")
        return {"post": "list", "email": "mail", "hand": "hand"}[self.route.way], ""

    def _offer(self) -> None:
        main, other = self._acts()
        for shown, act, keys in ((self.main, main, "F8"), (self.other, other, "F7")):
            shown.setVisible(bool(act))
            if act:
                reword(shown, self._says(act), keys)
        is_hand = main == "hand"
        self.line.setVisible(is_hand or other == "returned")
        asked = "dispatch.handed_to" if is_hand else "dispatch.return_reason"
        self.line.setPlaceholderText(text(asked))
        self.line.setAccessibleName(text(asked))
        for shown in (self._brought_words, self.scan_button, self.attach):
            shown.setVisible(other == "returned")
        self.scan_name.setVisible(other == "returned" and self.scan is not None)
        is_signed_for = self._sending is not None and self._sending.how == "hand"
        is_listed = bool(self._sending and self._sending.list_number)
        says = "dispatch.open_list" if is_listed else "dispatch.sheet"
        reword(self.sheet, text(says), "Ctrl+P")
        self.sheet.setVisible(is_hand or is_signed_for or is_listed)
        self._offer_acts()

    def _says(self, act: str) -> str:
        if act == "list":
            return plural("dispatch.act.list", max(1, self._post_count))
        is_again = act == "mail" and self._sending and self._sending.state != "waiting"
        return text("dispatch.act.mail_again" if is_again else f"dispatch.act.{act}")

    def _offer_acts(self) -> None:
        sending = self._sending
        is_open = sending is not None and sending.state in OPEN
        self.keep.setVisible(is_open)
        self.keep.setEnabled(sending is not None and self.route.is_other_than(sending))
        main, other = self._acts()
        self.main.setEnabled(main != "hand" or bool(self.words))
        self.other.setEnabled(other != "returned" or bool(self.words))

    def _main(self) -> None:
        self.acted.emit(self._acts()[0])

    def _other(self) -> None:
        self.acted.emit(self._acts()[1])

    def _enter(self) -> None:
        main, other = self._acts()
        if main == "hand" and self.main.isEnabled():
            self.acted.emit(main)
        elif other == "returned" and self.other.isEnabled():
            self.acted.emit(other)


def _told(sending: Sending) -> str:
    """Say where it stands: waits since, left when and with which numbers, came back why."""
    state = text(f"sending.{sending.state}")
    if sending.left_at is None:
        return text("dispatch.since", state=state, at=moment(sending.ordered_at))
    parts = [f"{state} · {moment(sending.left_at)}"]
    if sending.number:
        parts.append(text("dispatch.number", number=sending.number))
    if sending.list_number:
        parts.append(text("dispatch.on_list", number=sending.list_number))
    if sending.handed_to:
        parts.append(text("dispatch.taken_by", name=sending.handed_to))
    if sending.settled_on:
        parts.append(" · ".join(p for p in (day(sending.settled_on), sending.reason) if p))
    return "\n".join(parts)
