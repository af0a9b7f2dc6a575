"""The register's screen: search as one types, the entry with files and history, a table file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from registry_desk.client import RegisterClient
from registry_desk.desk.background import Lanes
from registry_desk.desk.moments import day, days_left, urgency
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.register.entry_side import EntrySide
from registry_desk.desk.register.exporting import Exporting
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.columns_menu import columns_button
from registry_desk.desk.widgets.plain import button, frame, key, label
from registry_desk.desk.widgets.room import divided
from registry_desk.desk.widgets.table import Table
from registry_desk.desk.widgets.table_rows import Look, Made
from registry_desk.i18n import plural, text
from registry_desk.journey.looking import Looker
from registry_desk.wire import Amended, Entry, Event

if TYPE_CHECKING:
    from registry_desk.journey.finding import Meant

_COLUMNS = ("number", "registered_on", "sender", "subject", "department", "state", "due_on")
_DUE = _COLUMNS.index("due_on")
_REMEMBERED = "register.columns"
_PAUSE_MS = 150
_PAGE = 50
"""The register answers so many at once; fewer means that there are no more."""


@dataclass(frozen=True, slots=True)
class _Found:
    words: str
    meant: "Meant"
    entries: list[Entry]
    is_more: bool


@dataclass(frozen=True, slots=True)
class _Whole:
    entry: Entry
    history: list[Event]
    amendments: list[Amended]


def _look(entry: Entry) -> Look:
    """Give how an entry's term is written: what is over presses no more."""
    is_open = entry.state not in ("closed", "annulled")
    return Look(urgency(entry.due_on) if is_open else "muted")


def _whole(register: RegisterClient, entry_id: UUID) -> _Whole:
    """Ask for an entry with all that happened to it."""
    history = register.history(entry_id)
    is_amended = any(event.act == "amended" for event in history)
    amendments = register.amendments(entry_id) if is_amended else []
    return _Whole(register.entry_by_id(entry_id), history, amendments)


class RegisterScreen(QWidget):
    """Finds, shows, exports; entries are put right in place."""

    changed = Signal()

    def __init__(self, parts: DeskParts, lanes: Lanes) -> None:
        super().__init__()
        self._parts, self._lanes = parts, lanes
        self._departments = {d.code: d.name for d in parts.counter.office.departments}
        self._entries: list[Entry] = []
        self._entry: Entry | None = None
        self._last: _Found | None = None
        self._looker = Looker(parts.counter.tray, parts.counter.register, parts.counter.trust)
        self.banner = Banner()
        self.search = QLineEdit()
        self.search.setPlaceholderText(text("register.search"))
        self.search.setAccessibleName(text("register.search"))
        self.search.setClearButtonEnabled(True)
        self.table = Table(
            [text(f"register.shown.{name}") for name in _COLUMNS],
            name=text("screen.register"),
            stretch=(2, 2, 3, 3, 3, 4, 4),
            memory=parts.memory.slot(_REMEMBERED),
        )
        self.side = EntrySide(parts, lanes, banner=self.banner, over=self)
        self.card = self.side.card
        self.empty = label("", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.count = label("", "muted")
        self.more_button = button(text("register.more"), self._more)
        self.exporting = Exporting(self, parts, lanes, banner=self.banner)
        self.exporting.words = lambda: self.search.text().strip()
        self.columns_button = columns_button(self.table.columns)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        self._pause.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _words: self._pause.start())
        self.search.returnPressed.connect(self._enter_table)
        self.table.row_changed.connect(self._look)
        self.table.taken.connect(lambda _row: self.card.files.setFocus())
        self.card.file_wanted.connect(self._open_file)
        self.side.changed.connect(self._corrected)
        self.side.giving.given.connect(lambda: self._look(self.table.currentRow()))
        self.exporting.progressed.connect(self.count.setText)
        self.exporting.ended.connect(self._pause.start)  # the count of what was found comes back
        key(self, "Ctrl+F", text("register.search"), self.search.setFocus)
        key(self, "F5", text("register.again"), self.refresh)

    def _lay_out(self) -> None:
        bar = frame("bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(self.search, 1)
        row.addWidget(self.count)
        exporting = self.exporting
        row.addWidget(self.columns_button)
        for shown in (exporting.export_button, exporting.print_button, exporting.stop_button):
            row.addWidget(shown)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.more_button)
        columns = QSplitter(Qt.Orientation.Horizontal)
        columns.addWidget(left)
        columns.addWidget(self.side)
        columns.setStretchFactor(0, 3)
        columns.setStretchFactor(1, 1)
        divided(columns, (980, 380), self._parts.memory.slot("register.room"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(bar)
        outer.addWidget(columns, 1)
        self.banner.lie_over(left)
        self.more_button.hide()
        self.side.hide()

    # ------------------------------------------------------------------ finding

    def refresh(self) -> None:
        """Search again for what stands in the line."""
        words, register = self.search.text().strip(), self._parts.counter.register

        def find() -> _Found:
            from registry_desk.journey.finding import first_page

            meant, entries = first_page(register, words)
            return _Found(words, meant, entries, len(entries) >= _PAGE)

        self._run("look", find, self._found)

    def _more(self) -> None:
        before, register = self._last, self._parts.counter.register
        if before is None:
            return

        def find() -> _Found:
            from registry_desk.journey.finding import page_after

            entries = page_after(register, before.meant, before.entries[-1].number)
            whole = [*before.entries, *entries]
            return _Found(before.words, before.meant, whole, len(entries) >= _PAGE)

        self._run("look", find, self._found)

    def _found(self, answer: _Found) -> None:
        if answer.words != self.search.text().strip():
            return
        self._last = answer
        self._show(answer.entries)
        self.more_button.setVisible(answer.is_more)
        at_least = "+" if answer.is_more else ""
        said = plural("register.found", len(answer.entries), more=at_least)
        self.count.setText(" · ".join(part for part in (answer.meant.said, said) if part))

    def _show(self, entries: list[Entry]) -> None:
        chosen = self._entry
        self._entries = entries
        place = next((n for n, e in enumerate(entries) if chosen and e.id == chosen.id), -1)
        self.table.show_rows(
            Made(entries, self._row),
            chosen=place,
            look=lambda row, column: _look(entries[row]) if column == _DUE else Look(),
        )
        self.table.setVisible(bool(entries))
        self.empty.setVisible(not entries)
        self.empty.setText(
            text("register.nothing" if self.search.text().strip() else "register.empty")
        )
        self.side.setVisible(place >= 0)

    def _row(self, entry: Entry) -> tuple[str, ...]:
        is_open = entry.state not in ("closed", "annulled")
        left = f" · {days_left(entry.due_on)}" if is_open and entry.due_on else ""
        return (
            entry.number,
            day(entry.registered_at),
            entry.sender_name or "—",
            entry.subject or "—",
            self._departments.get(entry.department or "", "—"),
            text(f"entry.{entry.state}"),
            f"{day(entry.due_on)}{left}",
        )

    def _enter_table(self) -> None:
        if self._entries:
            self.table.setCurrentCell(max(0, self.table.currentRow()), 0)
            self.table.setFocus()

    # ------------------------------------------------------------------ one entry

    def _look(self, row: int) -> None:
        if not 0 <= row < len(self._entries):
            return
        entry = self._entry = self._entries[row]

        def show(answer: _Whole) -> None:
            if self._entry is not None and self._entry.id == entry.id:
                self._entry = answer.entry
                self.side.show_entry(answer.entry, answer.history, answer.amendments)

        self._run("look", lambda: _whole(self._parts.counter.register, entry.id), show)

    def _corrected(self, entry: Entry) -> None:
        """Show an entry as it stands after it was put right."""
        place = next((n for n, known in enumerate(self._entries) if known.id == entry.id), None)
        if place is not None:
            self._entries[place] = entry
            self._show(self._entries)
            if self._entry is not None and self._entry.id == entry.id:
                self._look(place)
        self.changed.emit()

    def _open_file(self, place: int) -> None:
        entry = self._entry
        if entry is None:
            return
        self._run(
            "look",
            lambda: self._looker.fetch(entry, entry.files[place]),
            lambda file: QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))),
        )

    def _run(self, lane: str, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._lanes.run(lane, work, done=done, failed=self.banner.show_error)

    def close_parts(self) -> None:
        """End the process that opens files."""
        self._looker.close()
