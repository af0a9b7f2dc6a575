"""The tray's screen: one row a document, its step, its reason; try again, set aside, take back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.moments import moment
from registry_desk.desk.opening import can_open
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.plain import button, frame, keys_words, label, reword
from registry_desk.desk.widgets.table import Table
from registry_desk.errors import by_code
from registry_desk.i18n import text
from registry_desk.journey import way
from registry_desk.journey.records import DocumentRecord, DocumentState

_ASIDE_KEY = "Ctrl+D"
_COLUMNS = ("number", "sender", "step", "reason", "since")


class TrayScreen(QWidget):
    """Shows the tray as it stands; every action is one press and can be taken back."""

    changed = Signal()
    open_wanted = Signal(object)
    """The :class:`DocumentRecord` to be opened where something can be done with it."""

    def __init__(self, parts: DeskParts, lanes: Lanes) -> None:
        super().__init__()
        self._parts, self._lanes = parts, lanes
        self._documents: list[DocumentRecord] = []
        self._is_opening = True
        self.banner = Banner()
        self.table = Table(
            [text(f"tray.column.{name}") for name in _COLUMNS],
            name=text("screen.tray"),
            stretch=(3,),
            memory=parts.memory.slot("tray.columns"),
        )
        self.empty = label(text("tray.empty"), "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.open_button = button(text("tray.open"), self._open, role="primary")
        self.open_button.setText(f"{text('tray.open')}  {keys_words('Return')}")
        self.retry_button = button(text("tray.retry"), self._retry, shortcut="Ctrl+R")
        self.aside_button = button(text("tray.set_aside"), self._set_aside, shortcut=_ASIDE_KEY)
        self.table.rows_chosen.connect(self._offer)
        self.table.taken.connect(lambda _row: self._open())
        self._lay_out()

    def _lay_out(self) -> None:
        bar = frame("bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.open_button)
        row.addWidget(self.retry_button)
        row.addWidget(self.aside_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.banner.lie_over(self)

    def showEvent(self, event: QShowEvent) -> None:
        """Have the keys in the rows when the screen opens: what is done is done to a row."""
        super().showEvent(event)
        self._is_opening = True

    def refresh(self) -> None:
        """Read the tray again, in the background."""
        tray = self._parts.counter.tray
        self._lanes.run("free", tray.documents, done=self._show, failed=self.banner.show_error)

    def _show(self, documents: list[DocumentRecord]) -> None:
        chosen = self._chosen()
        self._documents = [
            d for d in documents if d.is_set_aside or d.state is not DocumentState.ASSIGNED
        ]
        ids = [document.id for document in self._documents]
        place = ids.index(chosen.id) if chosen and chosen.id in ids else 0
        self.table.show_rows([_row(document) for document in self._documents], chosen=place)
        self.table.setVisible(bool(self._documents))
        self.empty.setVisible(not self._documents)
        self._offer()
        if self._documents and self._is_opening:
            self._is_opening = False
            self.table.setFocus()

    def _chosen(self) -> DocumentRecord | None:
        row = self.table.currentRow()
        return self._documents[row] if 0 <= row < len(self._documents) else None

    def _offer(self) -> None:
        chosen = self._chosen()
        is_opened = chosen is not None and can_open(chosen)
        self.open_button.setEnabled(is_opened)
        self.open_button.setToolTip("" if is_opened else text("tray.open.why_not"))
        self.retry_button.setEnabled(chosen is not None and chosen.accepted_at is not None)
        self.aside_button.setEnabled(chosen is not None)
        is_aside = chosen is not None and chosen.is_set_aside
        words = text("tray.take_back") if is_aside else text("tray.set_aside")
        reword(self.aside_button, words, _ASIDE_KEY)

    def _open(self) -> None:
        chosen = self._chosen()
        if chosen is not None and can_open(chosen):
            self.open_wanted.emit(chosen)

    def _retry(self) -> None:
        chosen = self._chosen()
        if chosen:
            self._lanes.run(
                "register",
                lambda: way.walk(self._parts.counter, chosen.id),
                done=self._was_changed,
                failed=self.banner.show_error,
            )

    def _set_aside(self) -> None:
        chosen = self._chosen()
        if chosen:
            tray = self._parts.counter.tray
            self._lanes.run(
                "free",
                lambda: tray.set_aside(chosen.id, is_set_aside=not chosen.is_set_aside),
                done=self._was_changed,
                failed=self.banner.show_error,
            )

    def _was_changed(self, _answer: object) -> None:
        self.refresh()
        self.changed.emit()


def _row(document: DocumentRecord) -> tuple[str, ...]:
    number = document.entry["number"] if document.entry else document.tracking_code
    return (
        number,
        document.line("sender_name"),
        _step(document),
        _reason(document),
        moment(document.received_at),
    )


def _step(document: DocumentRecord) -> str:
    if document.is_set_aside:
        return text("tray.is_set_aside")
    return text(f"document.{document.state}")


def _reason(document: DocumentRecord) -> str:
    problem = document.problem
    if problem is not None:
        return by_code(problem.code, problem.family, problem.params).message
    if document.accepted_at is None:
        return text("tray.for_clerk")
    return text("tray.no_department") if document.state is DocumentState.SEALED else ""
