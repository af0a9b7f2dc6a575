"""The right column: the entry's fields, its number once it is there, Register and receipt."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from registry_desk.desk.moments import law
from registry_desk.desk.widgets.entry_form import EntryForm
from registry_desk.desk.widgets.plain import button, label, restyle, reword, scrolled
from registry_desk.errors import RefusedError, RegistryDeskError, by_code
from registry_desk.i18n import text
from registry_desk.journey.records import DocumentRecord
from registry_desk.model.department import Department


class EntryColumn(QFrame):
    """One document's entry; the number stands where it was going to stand."""

    register_wanted = Signal()
    receipt_wanted = Signal()
    label_wanted = Signal()
    compare_wanted = Signal()

    def __init__(
        self, departments: Sequence[Department], *, beside: Sequence[QWidget] = ()
    ) -> None:
        """Show nothing yet.

        Args:
            departments: where a letter may go.
            beside: what else is done here, below Register; receipt and label where nothing is given
                (an e-mail has no paper they would go on).
        """
        super().__init__()
        self.setProperty("role", "card")
        self.form = EntryForm(departments)
        self.number = label("", "number")
        self.due = label("", "muted")
        self.due.setWordWrap(True)
        self.register_button = button(
            text("counter.register"), self._register, role="primary", shortcut="F8"
        )
        self.receipt_button = button(
            text("counter.receipt"), self.receipt_wanted.emit, shortcut="Ctrl+P", sign="printer"
        )
        self.label_button = button(
            text("counter.label"), self.label_wanted.emit, shortcut="Ctrl+L", sign="tag"
        )
        self.papers_of = label("", "muted")
        self.like = label("", "doubt")
        self.like.setWordWrap(True)
        self.compare_button = button(
            text("counter.compare"),
            self.compare_wanted.emit,
            shortcut="F4",
            sign="arrow-left-right",
        )
        self.form.register_wanted.connect(self._register)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(label(text("counter.entry"), "title"))
        column.addWidget(self.number)
        column.addWidget(self.due)
        column.addWidget(scrolled(self.form), 1)
        column.addWidget(self.like)
        column.addWidget(self.compare_button)
        column.addWidget(self.register_button)
        column.addWidget(self.papers_of)
        papers = QHBoxLayout()
        papers.setSpacing(8)
        for widget in beside or (self.receipt_button, self.label_button):
            papers.addWidget(widget, 1)
        column.addLayout(papers)
        self.offer_papers("")
        self.tell_like("")
        self.setMinimumWidth(344)
        self.show_document(None)

    def begin_unread(self) -> None:
        """Offer Register while the pages are still being read: the number comes first."""
        self._say_number(text("counter.no_number"), is_given=False)
        self.due.setText(text("counter.number_first"))
        self.form.begin_unread()
        self.register_button.setEnabled(True)

    def tell_like(self, words: str, *, can_compare: bool = False) -> None:
        """Say that the register holds a letter like this one; empty where it does not."""
        self.like.setText(words)
        self.like.setVisible(bool(words))
        self.compare_button.setVisible(can_compare)

    def ask_once_more(self, *, is_asked: bool) -> None:
        """Have Register say that it gives a number in spite of what was found."""
        said = text("counter.register_anyway") if is_asked else text("counter.register")
        reword(self.register_button, said, "F8")
        self.register_button.setEnabled(True)

    def offer_again(self, error: RegistryDeskError) -> None:
        """Offer Register again with everything typed, at the field an error speaks of."""
        self.register_button.setEnabled(True)
        self.form.go_to(str(error.params.get("field", "")))

    def show_document(self, document: DocumentRecord | None) -> None:
        """Show a document to be registered, or the one that was, or none."""
        self._say_number(text("counter.no_number"), is_given=False)
        self.due.clear()
        self.tell_like("")
        reword(self.register_button, text("counter.register"), "F8")
        is_open = document is not None and document.accepted_at is None
        self.register_button.setEnabled(is_open)
        if document is None:
            self.form.clear_form()
            return
        self.form.show_document(document)
        if not is_open:
            self.show_number(document)

    def show_number(self, document: DocumentRecord) -> None:
        """Show the number an accepted document got, or the code to give out until it has one."""
        self.form.setEnabled(False)
        self.register_button.setEnabled(False)
        if document.entry is None:
            self._say_number(text("counter.number_follows"), is_given=False)
            self.due.setText(why_no_number(document))
            return
        self._say_number(document.entry["number"], is_given=True)
        due_on = document.entry.get("due_on")
        if due_on:
            day = ".".join(reversed(due_on.split("-")))
            self.due.setText(
                text("counter.due", day=day, article=law(document.entry.get("due_article", "")))
            )

    def offer_papers(self, number: str) -> None:
        """Offer receipt and label of a number, or of a code; empty where there is neither."""
        self.papers_of.setText(text("counter.papers_of", number=number) if number else "")
        for shown in (self.receipt_button, self.label_button):
            shown.setEnabled(bool(number))

    def _say_number(self, words: str, *, is_given: bool) -> None:
        self.number.setText(words)
        self.number.setProperty("role", "number" if is_given else "no_number")
        restyle(self.number)

    def go_to_doubt(self) -> None:
        """Put the focus on the first doubtful field, or on Register where nothing is doubtful."""
        if not self.form.go_to_doubt():
            self.register_button.setFocus()

    def _register(self) -> None:
        if self.register_button.isEnabled():
            self.register_button.setEnabled(False)
            self.register_wanted.emit()


def why_no_number(document: DocumentRecord) -> str:
    """Say why an accepted document has no number yet, and what the petitioner is given."""
    problem = document.problem
    if problem is not None and problem.family == RefusedError.family:
        error = by_code(problem.code, problem.family, problem.params)
        return f"{error.message} {error.next_step}"
    return text("counter.give_code", code=document.tracking_code)
