"""What is put right in an entry: its fields, with undo; its number annulled, with a reason."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.one_by_one import OneByOne
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.register.annul_form import AnnulForm
from registry_desk.desk.register.correction_form import CorrectionForm, Values, values_of
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.plain import button, key
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text
from registry_desk.wire import Entry, LetterFields
from registry_desk.wire.errors import EntryChangedMeanwhile
from registry_desk.wire.words import ask

CORRECTING = ("clerk", "head", "supervisor")
"""Roles whose corrections the register takes."""
_OVER = ("closed", "annulled")


class Correcting(QWidget):
    """Stands below an entry: its papers, or the form in which it is put right."""

    changed = Signal(object)
    """The :class:`Entry` as it stands now."""
    papers_shown = Signal(bool)
    """The papers stand there, or a form in their place."""
    form_shown = Signal(bool)
    """The fields are open, or not: they need the room of what is only read."""

    def __init__(
        self, parts: DeskParts, lanes: Lanes, *, banner: Banner, papers: QWidget, over: QWidget
    ) -> None:
        """Offer nothing yet.

        Args:
            parts: whose desk it is.
            lanes: of the window.
            banner: says what became of it.
            papers: shown while nothing is corrected.
            over: the screen, whose undo this is.
        """
        super().__init__()
        self._register, self._lanes, self._banner = parts.counter.register, lanes, banner
        self._changes = OneByOne(lanes, self._not_done)
        self._entry: Entry | None = None
        self._typed: dict[UUID, Values] = {}
        """Corrections that were begun and not kept, by entry."""
        self._before: tuple[Entry, Entry] | None = None
        """The entry corrected last, as it was and as it became."""
        self.form, self.annulling = CorrectionForm(), AnnulForm()
        self._papers, self._inside = papers, QStackedWidget()
        for shown in (papers, self.form, self.annulling):
            self._inside.addWidget(shown)
        self.correct_button = button(text("register.correct"), self.begin, shortcut="F2")
        self.annul_button = button(text("register.annul"), self._begin_annulling)
        self._is_offered = parts.role in CORRECTING
        self._lay_out()
        self.form.save_wanted.connect(self._save)
        self.form.left.connect(self._leave)
        self.annulling.left.connect(self._leave)
        self.annulling.confirmed.connect(self._annul)
        if self._is_offered:
            key(
                over,
                "Ctrl+Z",
                text("register.take_back"),
                self.take_back,
                when=lambda: self._before is not None,
            )

    def _lay_out(self) -> None:
        self._acts = QWidget()
        row = QHBoxLayout(self._acts)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.correct_button, 1)
        row.addWidget(self.annul_button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._inside, 1)
        column.addWidget(self._acts)
        self._show(self._papers)

    def _show(self, shown: QWidget) -> None:
        """Show the papers with what can be put right, or the form in which it is."""
        self._inside.setCurrentWidget(shown)
        self._acts.setVisible(self._is_offered and shown is self._papers)
        self.papers_shown.emit(shown is self._papers)
        self.form_shown.emit(shown is self.form)

    def show_entry(self, entry: Entry) -> None:
        """Offer what can be put right in an entry; what was typed for another one is kept."""
        is_same = self._entry is not None and self._entry.id == entry.id
        if not is_same:
            self._keep_typed()
            self._show(self._papers)
        self._entry = entry
        is_open = entry.state not in _OVER
        for offered in (self.correct_button, self.annul_button):
            offered.setEnabled(is_open)
        if not is_open:
            self._show(self._papers)
            self.correct_button.setToolTip(text("register.is_over"))

    # ------------------------------------------------------------------ fields

    def begin(self) -> None:
        """Open the entry's fields, with what was typed for it before."""
        if self._entry is not None:
            self.form.show_entry(self._entry, self._typed.get(self._entry.id))
            self._show(self.form)
            self.form.go_to("sender_name")

    def _keep_typed(self) -> None:
        if self._entry is not None and self._inside.currentWidget() is self.form:
            self._typed[self._entry.id] = self.form.changes()

    def _leave(self) -> None:
        if self._entry is not None:
            self._typed.pop(self._entry.id, None)
        self._show(self._papers)
        self.correct_button.setFocus()

    def _save(self) -> None:
        seen, changes = self.form.entry, self.form.changes()
        if seen is not None and changes:
            self._amend(seen, changes, lambda now: self._saved(seen, now))

    def _amend(self, seen: Entry, values: Values, done: Callable[[Entry], None]) -> None:
        def amend() -> Entry:
            fields = ask(LetterFields, **values)
            return self._register.amend(seen.id, fields, revision=seen.revision)

        self._changes.do(amend, done)

    def _saved(self, before: Entry, now: Entry) -> None:
        self._before = before, now
        self._leave()
        self._banner.say(
            text("register.corrected", number=now.number),
            action=f"{text('register.take_back')}  Ctrl+Z",
            act=self.take_back,
        )
        self.changed.emit(now)

    def take_back(self) -> None:
        """Write the last correction's old words again; the history keeps both."""
        if self._before is None:
            return
        before, after = self._before
        old, new = values_of(before), values_of(after)
        values = {name: value for name, value in old.items() if value != new[name]}

        def done(now: Entry) -> None:
            self._before = None
            self._banner.say(text("register.taken_back", number=now.number))
            self.changed.emit(now)

        self._amend(after, values, done)

    def _not_done(self, error: RegistryDeskError) -> None:
        seen = self.form.entry
        is_typing = self._inside.currentWidget() is self.form
        if isinstance(error, EntryChangedMeanwhile) and seen is not None and is_typing:
            self._look_again(seen, error)
            return
        self._banner.show_error(error)
        if is_typing:
            self.form.go_to(str(error.params.get("field", "")))

    def _look_again(self, seen: Entry, error: RegistryDeskError) -> None:
        """Show what another desk wrote meanwhile beside what was typed here."""

        def newer(now: Entry) -> None:
            if self.form.show_newer(now):
                self._banner.say(error.message, text("register.merged"))
            else:  # an answer was lost on its way: it was this desk's own correction
                self._saved(seen, now)

        self._lanes.run(
            "look",
            lambda: self._register.entry_by_id(seen.id),
            done=newer,
            failed=self._banner.show_error,
        )

    # ------------------------------------------------------------------ the number

    def _begin_annulling(self) -> None:
        if self._entry is not None:
            self._keep_typed()
            self._show(self.annulling)
            self.annulling.begin(self._entry.number)

    def _annul(self, reason: str) -> None:
        entry = self._entry
        if entry is None:
            return

        def done(now: Entry) -> None:
            self._leave()
            self._banner.say(text("register.annulled", number=now.number))
            self.changed.emit(now)

        self._changes.do(lambda: self._register.annul(entry.id, reason), done)
