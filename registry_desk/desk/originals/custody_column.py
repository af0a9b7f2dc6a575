"""The right column of the originals: where one is, where it was, and its next move."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QDate, QTimer, Signal
from PySide6.QtWidgets import (
    QDateEdit,
    QFormLayout,
    QFrame,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from registry_desk.desk.moments import day, moment, today
from registry_desk.desk.widgets.plain import button, label, reword
from registry_desk.i18n import text
from registry_desk.wire import Entry, Original

_USUAL_DAYS = 14
"""How long an original is usually lent; the date is changed in its field."""
_REST_MS = 1500


class CustodyColumn(QFrame):
    """Shows one original's custody and takes its next move."""

    moved = Signal(str)
    """The act: ``kept``, ``handed_over`` or ``returned``."""
    sheet_wanted = Signal()

    def __init__(self, people: dict[str, str]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._people = people
        self._last: Original | None = None
        self._is_resting = False
        self.number, self.subject = label("", "entry"), label("", "muted")
        self.now = label("", "title")
        self.place, self.holder, self.note = QLineEdit(), QLineEdit(), QLineEdit()
        self.back = QDateEdit()
        self.back.setCalendarPopup(True)
        self.back.setDisplayFormat("dd.MM.yyyy")
        self.moves = QListWidget()
        self.moves.setAccessibleName(text("originals.moves"))
        self.moves.setWordWrap(True)
        self.main = button(
            "", lambda: self.moved.emit(self.next_act), role="primary", shortcut="F8"
        )
        self.keep = button(
            text("originals.act.move"), lambda: self.moved.emit("kept"), shortcut="F7"
        )
        self.sheet = button(
            text("dispatch.sheet"), self.sheet_wanted.emit, shortcut="Ctrl+P", sign="printer"
        )
        for line in (self.place, self.holder):
            line.textChanged.connect(lambda _words: self._offer())
            line.returnPressed.connect(self._enter)
        self._form = self._lay_out()
        self.show_custody(None, ())

    def _lay_out(self) -> QFormLayout:
        fields = QWidget()
        form = QFormLayout(fields)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for code, widget in (
            ("originals.holder", self.holder),
            ("originals.back", self.back),
            ("originals.place", self.place),
            ("originals.note", self.note),
        ):
            widget.setAccessibleName(text(code))
            form.addRow(label(text(code), "muted"), widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for words in (self.subject, self.now):
            words.setWordWrap(True)
        for shown in (
            self.number,
            self.subject,
            self.now,
            fields,
            self.main,
            self.keep,
            self.sheet,
        ):
            column.addWidget(shown)
        column.addWidget(label(text("originals.moves"), "title"))
        column.addWidget(self.moves, 1)
        self.setMinimumWidth(340)
        return form

    @property
    def next_act(self) -> str:
        """Give what the filled button does: taken in first, then handed over, then back."""
        if self._last is None:
            return "kept"
        return "returned" if self._last.act == "handed_over" else "handed_over"

    def show_custody(self, entry: Entry | None, moves: Sequence[Original]) -> None:
        """Show an entry's original with all its moves; without any it may be taken in."""
        is_same = entry is not None and self.number.text().endswith(f" {entry.number}")
        before, self._last = self._last, moves[-1] if moves else None
        self.setVisible(entry is not None)
        if entry is None:
            return
        self.number.setText(text("entry_card.number", number=entry.number))
        self.subject.setText(entry.subject or "—")
        self.now.setText(self._says(self._last) if self._last else text("originals.none"))
        self.moves.clear()
        for move in reversed(moves):
            self.moves.addItem(f"{moment(move.since)}  {self._says(move)} ({self._by(move)})")
        if not is_same or self._last != before:
            self._empty_form()
        self._form.setRowVisible(self.holder, self.next_act == "handed_over")
        self._form.setRowVisible(self.back, self.next_act == "handed_over")
        reword(self.main, text(f"originals.act.{self.next_act}"), "F8")
        self.keep.setVisible(self.next_act == "handed_over")
        self.sheet.setVisible(self._last is not None and self._last.act == "handed_over")
        self._offer()

    def _empty_form(self) -> None:
        for line in (self.holder, self.note):
            line.clear()
        self.place.setText(self._last.place if self._last else "")
        self.place.setCursorPosition(0)
        usual = today() + timedelta(days=_USUAL_DAYS)
        self.back.setDate(QDate(usual.year, usual.month, usual.day))

    def go_to_step(self) -> None:
        """Put the focus on what is to be written next."""
        (self.holder if self.next_act == "handed_over" else self.place).setFocus()

    def rest(self) -> None:
        """Take no press for a moment: what the button does was changed under somebody's finger."""
        self._is_resting = True

        def go_on() -> None:
            self._is_resting = False
            self._offer()

        QTimer.singleShot(_REST_MS, self, go_on)
        self._offer()

    def _offer(self) -> None:
        has_place = bool(self.place.text().strip())
        needs_holder = self.next_act == "handed_over"
        is_filled = has_place and (not needs_holder or bool(self.holder.text().strip()))
        self.main.setEnabled(is_filled and not self._is_resting)
        is_elsewhere = self._last is not None and self.place.text().strip() != self._last.place
        self.keep.setEnabled(has_place and is_elsewhere)

    def _enter(self) -> None:
        if self.main.isEnabled():
            self.moved.emit(self.next_act)

    def _by(self, move: Original) -> str:
        return self._people.get(move.by, move.by)

    def _says(self, move: Original) -> str:
        if move.act != "handed_over":
            return text(f"originals.says.{move.act}", place=move.place)
        if move.due_back_on is None:
            return text("originals.says.lent", name=move.holder)
        return text("originals.says.handed_over", name=move.holder, on=day(move.due_back_on))
