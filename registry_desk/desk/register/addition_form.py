"""Papers that come later: scanned or chosen, how many sheets, what they are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListWidget, QSpinBox, QVBoxLayout

from registry_desk.desk.widgets.plain import button, label
from registry_desk.i18n import text

_MOST_SHEETS = 9999
_LIST_HEIGHT_PX = 96


@dataclass(frozen=True, slots=True)
class Gathered:
    """Papers on their way to an entry."""

    papers: tuple[Path, ...] = ()
    sheet_count: int = 0
    note: str = ""

    def with_papers(self, papers: Sequence[Path], sheet_count: int) -> "Gathered":
        """Give these with further ones, each once."""
        new = tuple(paper for paper in papers if paper not in self.papers)
        return replace(
            self, papers=(*self.papers, *new), sheet_count=self.sheet_count + sheet_count
        )


class AdditionForm(QFrame):
    """Gathers the papers; nothing is added without one."""

    scan_wanted = Signal()
    files_wanted = Signal()
    confirmed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._papers: tuple[Path, ...] = ()
        self._title = label("", "title")
        why = self._why = label(text("addition.why"), "muted")
        why.setWordWrap(True)
        self.scan_button = button(
            text("counter.scan"), self.scan_wanted.emit, shortcut="Ctrl+R", sign="scan-line"
        )
        self.files_button = button(
            text("dispatch.scan_file"),
            self.files_wanted.emit,
            shortcut="Ctrl+O",
            sign="folder-open",
        )
        self.list = QListWidget()
        self.list.setAccessibleName(text("addition.papers"))
        self.list.setFixedHeight(_LIST_HEIGHT_PX)
        self.sheets = QSpinBox()
        self.sheets.setRange(0, _MOST_SHEETS)
        self.sheets.setAccessibleName(text("addition.sheets"))
        self.note = QLineEdit()
        self.note.setMaxLength(300)
        self.note.setAccessibleName(text("addition.note"))
        self.note.setPlaceholderText(text("addition.note_like"))
        self.add_button = button(
            text("addition.add"), self._confirm, role="primary", shortcut="Ctrl+Return"
        )
        self.leave_button = button(text("pin.cancel"), self.left.emit, shortcut="Esc")
        self.note.returnPressed.connect(self._confirm)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        bringing = QHBoxLayout()
        bringing.setSpacing(8)
        bringing.addWidget(self.scan_button, 1)
        bringing.addWidget(self.files_button, 1)
        column.addWidget(self._title)
        column.addWidget(self._why)
        column.addLayout(bringing)
        column.addWidget(self.list)
        for field, words in ((self.sheets, "addition.sheets"), (self.note, "addition.note")):
            column.addWidget(label(text(words), "muted"))
            column.addWidget(field)
        column.addWidget(self.add_button)
        column.addWidget(self.leave_button)
        column.addStretch(1)

    def begin(self, number: str, gathered: Gathered) -> None:
        """Ask for the papers that come to a number.

        Args:
            number: of the entry.
            gathered: what was brought for it before and not added.
        """
        self._title.setText(text("addition.title", number=number))
        self.show_gathered(gathered)
        (self.note if gathered.papers else self.scan_button).setFocus()

    def show_gathered(self, gathered: Gathered) -> None:
        """Show papers, sheets and note."""
        self._papers = gathered.papers
        self.list.clear()
        self.list.addItems([paper.name for paper in gathered.papers])
        self.sheets.setValue(gathered.sheet_count)
        self.note.setText(gathered.note)
        self.add_button.setEnabled(bool(gathered.papers))

    def gathered(self) -> Gathered:
        """Give what stands in the form."""
        return Gathered(self._papers, self.sheets.value(), self.note.text().strip())

    def _confirm(self) -> None:
        if self._papers:
            self.confirmed.emit()
