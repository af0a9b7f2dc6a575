"""A look for what the sender wrote before: a letter like this one, and where theirs went."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from registry_desk.desk.background import Lanes
from registry_desk.desk.late import Late
from registry_desk.desk.moments import day, today
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.entry_column import EntryColumn
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text
from registry_desk.journey.records import DocumentRecord

if TYPE_CHECKING:
    from registry_desk.journey.before import Before
    from registry_desk.wire import Entry

before = Late("registry_desk.journey.before")

_PAUSE_MS = 400


class LikeLetters(QObject):
    """Tells in the entry's column what the register holds that says the same.

    Where the letter itself names no department, the one is suggested that had the sender's others.
    """

    compare_wanted = Signal(object)
    """The :class:`Entry` to be shown beside the letter."""

    def __init__(self, parts: DeskParts, lanes: Lanes, column: EntryColumn) -> None:
        super().__init__(column)  # its clock ends with the form it looks at
        self._parts, self._lanes, self._column = parts, lanes, column
        self.found: tuple[Entry, ...] = ()
        """The entries that the letter on the form is probably another copy of."""
        self._asked_for: tuple[str, str] = ("", "")
        self._looks = 0
        """Counts the looks: of two that are under way the answer to the last one holds."""
        self._is_warned = False
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._look)
        column.form.edited.connect(self._pause.start)
        column.compare_wanted.connect(self._compare)

    def shown(self, document: DocumentRecord | None) -> None:
        """Look whether the register holds a letter like the one that is shown now."""
        self.found, self._is_warned = (), False
        self._asked_for = ("", "")
        if document is not None and document.accepted_at is None:
            self._look()

    def stops(self) -> bool:
        """Show the letter that says the same, at the first press only; the second one registers."""
        if not self.found or self._is_warned:
            return False
        self._is_warned = True
        self._column.ask_once_more(is_asked=True)
        self._compare()
        return True

    def _look(self) -> None:
        wanted = self._column.form.sender_and_subject()
        if not self._column.form.isEnabled() or wanted == self._asked_for:
            return
        self._asked_for = wanted
        self._looks += 1
        look = self._looks

        def found(known: "Before") -> None:
            if look == self._looks and self._asked_for == wanted:
                self.found = known.like
                self._tell()
                if known.department is not None:
                    self._column.form.take_suggestion(known.department)

        def away(_error: RegistryDeskError) -> None:
            if look == self._looks and self._asked_for == wanted:
                self._column.tell_like(text("counter.like_unknown"))

        self._lanes.run("free", lambda: self._find(*wanted), done=found, failed=away)

    def _find(self, sender: str, subject: str) -> "Before":
        register = self._parts.counter.register
        known: Before = before.look_before(register, sender=sender, subject=subject, today=today())
        return known

    def _tell(self) -> None:
        if not self.found:
            self._column.tell_like("")
            return
        first = self.found[0]
        said = text("counter.like", number=first.number, day=day(first.registered_at))
        self._column.tell_like(f"▲ {said}", can_compare=True)

    def _compare(self) -> None:
        if self.found:
            self.compare_wanted.emit(self.found[0])
