"""Papers that came later to a number (completare): brought to the entry from the register."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.late import Late
from registry_desk.desk.one_by_one import OneByOne
from registry_desk.desk.paper_scan import PaperScan
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.register.addition_form import AdditionForm, Gathered
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.plain import button
from registry_desk.i18n import text
from registry_desk.wire import Entry

if TYPE_CHECKING:
    from registry_desk.journey.scanning_papers import ScannedPaper

ADDING = ("clerk", "head", "supervisor")
"""Roles from which the register takes papers to a number that was given."""
_OVER = ("closed", "annulled")

adding = Late("registry_desk.journey.adding")


class Adding(QWidget):
    """Stands below an entry: one button, or the form in which its papers are gathered."""

    changed = Signal(object)
    """The :class:`Entry` as it stands with the papers."""
    form_shown = Signal(bool)
    """The form is open, or not: it needs the room of what stands above."""

    def __init__(self, parts: DeskParts, lanes: Lanes, *, banner: Banner) -> None:
        """Offer nothing yet.

        Args:
            parts: whose desk it is, with its scanner.
            lanes: of the window.
            banner: says what became of it.
        """
        super().__init__()
        self._register, self._banner = parts.counter.register, banner
        self._changes = OneByOne(lanes, banner.show_error)
        self._scan = PaperScan(parts, lanes, banner, self)
        self._entry: Entry | None = None
        self._gathered: dict[UUID, Gathered] = {}
        """Papers that were brought and not added, by entry."""
        self.is_offered = parts.role in ADDING
        self.form = AdditionForm()
        self.begin_button = button(text("addition.begin"), self.begin, shortcut="F6")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.begin_button)
        column.addWidget(self.form)
        self.form.hide()
        self.form.scan_wanted.connect(self._begin_scan)
        self.form.files_wanted.connect(self._choose)
        self.form.confirmed.connect(self._add)
        self.form.left.connect(self._leave)
        self._scan.came.connect(self._scanned)
        if not self.is_offered:
            self.hide()

    def make_room(self, is_free: bool) -> None:
        """Stand there while nothing else is done on the entry, and go while something is."""
        self.setVisible(self.is_offered and is_free)

    def show_entry(self, entry: Entry) -> None:
        """Offer to add to an entry; papers gathered for another one wait for it."""
        if self._entry is None or self._entry.id != entry.id:
            self._keep_gathered()
            self._open_form(is_open=False)
        self._entry = entry
        is_over = entry.state in _OVER
        self.begin_button.setEnabled(not is_over)
        self.begin_button.setToolTip(text("register.is_over") if is_over else "")

    def begin(self) -> None:
        """Ask for the papers, with those that were brought before."""
        if self._entry is not None:
            self._open_form(is_open=True)
            gathered = self._gathered.pop(self._entry.id, Gathered())
            self.form.begin(self._entry.number, gathered)

    def _keep_gathered(self) -> None:
        if self._entry is not None and not self.form.isHidden():
            self._gathered[self._entry.id] = self.form.gathered()

    def _open_form(self, *, is_open: bool) -> None:
        if is_open == self.form.isHidden():
            self.begin_button.setVisible(not is_open)
            self.form.setVisible(is_open)
            self.form_shown.emit(is_open)

    def _leave(self) -> None:
        self._open_form(is_open=False)
        self.begin_button.setFocus()

    # ------------------------------------------------------------------ papers

    def _begin_scan(self) -> None:
        entry = self._entry
        if entry is not None:
            place = len(self.form.gathered().papers) + 1
            number = entry.number.replace("/", "-")
            self._scan.begin(entry.id, text("addition.scan_name", number=number, place=place))

    def _scanned(self, about: UUID, paper: "ScannedPaper") -> None:
        self._take(about, [paper.file], paper.sheet_count)

    def _choose(self) -> None:
        entry = self._entry
        chosen, _filter = QFileDialog.getOpenFileNames(
            self, text("addition.papers"), "", "PDF (*.pdf)"
        )
        if entry is not None:
            self._take(entry.id, [Path(name) for name in chosen], 0)

    def _take(self, about: UUID, papers: Sequence[Path], sheet_count: int) -> None:
        """Take papers to the form of their entry, or keep them for it."""
        is_shown = self._entry is not None and self._entry.id == about and not self.form.isHidden()
        gathered = self.form.gathered() if is_shown else self._gathered.get(about, Gathered())
        gathered = gathered.with_papers(papers, sheet_count)
        if is_shown:
            self.form.show_gathered(gathered)
            self.form.note.setFocus()
        else:
            self._gathered[about] = gathered

    def _add(self) -> None:
        entry = self._entry
        if entry is None:
            return
        new = self.form.gathered()

        def added(now: Entry) -> None:
            self._leave()
            self._banner.say(text("addition.added", number=now.number))
            self.changed.emit(now)

        self._changes.do(
            lambda: adding.add_papers(
                self._register, entry, new.papers, sheet_count=new.sheet_count, note=new.note
            ),
            added,
        )
