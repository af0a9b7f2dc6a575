"""Receipt and label of an old entry: a citizen lost the receipt, a paper lost its label."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.handing import hand, open_paper
from registry_desk.desk.late import Late
from registry_desk.desk.one_by_one import OneByOne
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.register.identity_form import IdentityForm
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.plain import button
from registry_desk.i18n import text
from registry_desk.wire import Entry

GIVING = ("clerk",)
"""Roles to which the register gives a lost code; a receipt carries it."""

giving_again = Late("registry_desk.journey.giving_again")
papers = Late("registry_desk.journey.papers")


class GivingAgain(QWidget):
    """Stands below what is put right in an entry: two buttons, or the question who asks."""

    form_shown = Signal(bool)
    """The question is open, or not: it needs the room of what stands above."""
    given = Signal()
    """A receipt was made; the entry's history tells of it."""

    def __init__(self, parts: DeskParts, lanes: Lanes, *, banner: Banner) -> None:
        """Offer nothing yet.

        Args:
            parts: whose desk it is, with its printers.
            lanes: of the window.
            banner: says what became of it.
        """
        super().__init__()
        self._parts, self._lanes, self._banner = parts, lanes, banner
        self._changes = OneByOne(lanes, banner.show_error)
        self._entry: Entry | None = None
        self.is_offered = parts.role in GIVING
        self.form = IdentityForm()
        self.receipt_button = button(text("register.receipt_again"), self.begin, shortcut="F9")
        self.label_button = button(text("counter.label"), self._hand_label, shortcut="Ctrl+L")
        self.form.left.connect(self._leave)
        self.form.confirmed.connect(self._give)
        self.form.save_wanted.connect(self._ask_where)
        self._acts = QWidget()
        row = QHBoxLayout(self._acts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.receipt_button, 1)
        row.addWidget(self.label_button, 1)
        column = QVBoxLayout(self)  # a QStackedWidget is as high as the form for two buttons too
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._acts)
        column.addWidget(self.form)
        self.form.hide()
        if not self.is_offered:
            self.hide()

    def _open_form(self, *, is_open: bool) -> None:
        self._acts.setVisible(not is_open)
        self.form.setVisible(is_open)
        self.form_shown.emit(is_open)

    def make_room(self, is_free: bool) -> None:
        """Stand there while nothing is put right above, and go while something is."""
        self.setVisible(self.is_offered and is_free)

    def show_entry(self, entry: Entry) -> None:
        """Offer the papers of an entry; the question about another one goes."""
        if self._entry is None or self._entry.id != entry.id:
            self._open_form(is_open=False)
        self._entry = entry
        has_receipt = entry.direction == "incoming" and entry.state != "annulled"
        self.receipt_button.setEnabled(has_receipt)

    def begin(self) -> None:
        """Ask who wants the receipt."""
        if self._entry is not None:
            self._open_form(is_open=True)
            self.form.begin(self._entry.number, is_firm=bool(self._entry.cui))

    def _leave(self) -> None:
        self._open_form(is_open=False)
        self.receipt_button.setFocus()

    # ------------------------------------------------------------------ papers

    def _ask_where(self) -> None:
        if self._entry is None:
            return
        number = self._entry.number.replace("/", "-")
        proposed = f"{text('identity.file_name', number=number)}.pdf"
        name, _form = QFileDialog.getSaveFileName(self, text("identity.save"), proposed, "*.pdf")
        if name:
            self._give(Path(name).with_suffix(".pdf"))

    def _give(self, target: Path | None = None) -> None:
        """Make the receipt, and save it or bring it to the hand."""
        entry, parts = self._entry, self._parts
        if entry is None:
            return
        name, document = self.form.name.text().strip(), self.form.document.currentData()
        cui = self.form.cui.text()

        def given(file: Path) -> None:
            self._leave()
            said = "register.receipt_saved" if target else "register.receipt_given"
            self._banner.say(
                text(said, number=entry.number),
                action=text("counter.open_pdf"),
                act=lambda: open_paper(file),
            )
            if target is None:
                hand(file, parts.receipt_printer, self._lanes, self._banner)
            self.given.emit()

        self._changes.do(
            lambda: giving_again.receipt_again(
                parts.counter,
                entry,
                name=name,
                document=document,
                cui=cui,
                paper=parts.receipt_paper,
                target=target,
            ),
            given,
        )

    def _hand_label(self) -> None:
        entry, parts = self._entry, self._parts
        if entry is not None:
            self._lanes.run(
                "free",
                lambda: papers.label_of_entry(parts.counter, entry),
                done=lambda file: hand(file, parts.label_printer, self._lanes, self._banner),
                failed=self._banner.show_error,
            )
