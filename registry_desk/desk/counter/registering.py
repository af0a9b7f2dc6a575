"""The clerk's Register: first a look for a letter like it, then the number, then the rest."""

from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from registry_desk.desk.background import Lanes
from registry_desk.desk.counter.pile_shown import is_open
from registry_desk.desk.late import Late
from registry_desk.desk.like_letters import LikeLetters
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.entry_column import EntryColumn
from registry_desk.journey.records import Batch, DocumentRecord

lane_work = Late("registry_desk.desk.counter.lane_work")

_PAUSE_MS = 400


class Registering(QObject):
    """Registers what the form shows."""

    stepped = Signal(object)
    """The :class:`DocumentRecord` after a step that is durable."""
    ended = Signal(object)
    """The :class:`DocumentRecord` as far as it goes now."""
    failed = Signal(object)

    def __init__(
        self, parts: DeskParts, lanes: Lanes, entry: EntryColumn, like: LikeLetters
    ) -> None:
        super().__init__(entry)
        self._parts, self._lanes, self._entry, self._like = parts, lanes, entry, like

    def register(self, document: DocumentRecord) -> None:
        """Register a document with the values on the form.

        Where the register holds a letter like it, that one is shown first; the second press
        registers.
        """
        if self._like.stops():
            return
        edits, department = self._entry.form.edits(), self._entry.form.department
        self._lanes.run(
            "register",
            lambda: lane_work.register(
                self._parts, document, department=department, edits=edits, on_step=self._step
            ),
            done=self.ended.emit,
            failed=self.failed.emit,
        )

    def number_first(self, batch: Batch) -> None:
        """Register the first letter of a pile that is still being read."""
        edits, department = self._entry.form.edits(), self._entry.form.department
        self._lanes.run(
            "register",
            lambda: lane_work.number_first(
                self._parts, batch, department=department, edits=edits, on_step=self._step
            ),
            done=self.ended.emit,
            failed=self.failed.emit,
        )

    def _step(self, document: DocumentRecord) -> None:
        self._lanes.post(lambda: self.stepped.emit(document))


class Drafts(QObject):
    """Keeps what was typed into an open document's form, a moment after it was typed."""

    def __init__(self, parts: DeskParts, lanes: Lanes, entry: EntryColumn) -> None:
        super().__init__(entry)
        self._parts, self._lanes, self._entry = parts, lanes, entry
        self._document: UUID | None = None
        self._is_changed = False
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._write)
        entry.form.edited.connect(self._note)

    def begin(self, document: DocumentRecord | None) -> None:
        """Take what is typed from now on for a document; an accepted one takes none."""
        self._pause.stop()
        self._is_changed = False
        takes = document is not None and is_open(document)
        self._document = document.id if document is not None and takes else None

    def _note(self) -> None:
        self._is_changed = True
        self._pause.start()

    @property
    def is_changed(self) -> bool:
        """Tell whether something stands on the form that was not there when it was filled."""
        return self._is_changed

    def _write(self) -> None:
        document, form = self._document, self._entry.form
        if document is None or not self._is_changed:
            return
        edits, department = form.edits(), form.department
        self._lanes.run(
            "free",
            lambda: lane_work.keep_draft(self._parts, document, department, edits),
            done=lambda _nothing: None,
            failed=lambda _error: self._pause.start(),
        )

    def flush(self) -> None:
        """Write at once what was typed; for a window that closes."""
        document, form = self._document, self._entry.form
        if document is not None and self._is_changed:
            lane_work.keep_draft(self._parts, document, form.department, form.edits())
            self._is_changed = False
