"""A step that takes words: a resolution, an answer to a question; kept while they are typed."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from registry_desk.desk.widgets.plain import button, label
from registry_desk.i18n import text

_PAUSE_MS = 800


class WordsStep(QWidget):
    """A title, what was said, room to write, one filled button."""

    done = Signal(str)
    typed = Signal(str, str)
    """The act, and the words typed some moments ago."""

    def __init__(self, act: str) -> None:
        super().__init__()
        self._act = act
        self.said = label("")
        self.said.setWordWrap(True)
        self.editor = QPlainTextEdit()
        self.editor.setTabChangesFocus(True)
        self.editor.setAccessibleName(text(f"inbox.{act}.title"))
        self.editor.setPlaceholderText(text(f"inbox.{act}.hint"))
        self.button = button(
            text(f"inbox.{act}.do"), self._do, role="primary", shortcut="Ctrl+Return"
        )
        self._keeping = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._keeping.timeout.connect(self._tell)
        self.editor.textChanged.connect(self._changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(text(f"inbox.{act}.title"), "title"))
        for widget in (self.said, self.editor, self.button):
            column.addWidget(widget)
        column.addStretch(1)

    @property
    def words(self) -> str:
        """Give what is written."""
        return self.editor.toPlainText().strip()

    def show_words(self, words: str, *, said: str = "") -> None:
        """Show what was written before, under what was said."""
        self.flush()
        was_blocked = self.editor.blockSignals(True)
        self.editor.setPlainText(words)
        self.editor.blockSignals(was_blocked)
        self.said.setText(said)
        self.said.setVisible(bool(said))
        self._offer()

    def flush(self) -> None:
        """Have at once kept what was typed last."""
        if self._keeping.isActive():
            self._keeping.stop()
            self._tell()

    def forget(self) -> None:
        """What was typed has gone where it belongs: keep nothing of it."""
        self._keeping.stop()

    def _tell(self) -> None:
        self.typed.emit(self._act, self.words)

    def _changed(self) -> None:
        self._keeping.start()
        self._offer()

    def _offer(self) -> None:
        self.button.setEnabled(bool(self.words))

    def _do(self) -> None:
        self.flush()
        self.done.emit(self.words)
