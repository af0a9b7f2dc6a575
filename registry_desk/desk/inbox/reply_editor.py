"""A reply written in a plain editor: paragraphs, how it leaves, prepared, looked at, signed."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from registry_desk.desk.widgets.plain import button, label
from registry_desk.i18n import text
from registry_desk.journey.records import ReplyRecord, ReplyState

_HOWS = ("post", "email", "hand")
_KEEP_AFTER_MS = 800
_WRITABLE = (ReplyState.WRITTEN, ReplyState.COMPOSED)


class ReplyEditor(QWidget):
    """Two steps, one filled button: prepare the page, then sign and send it."""

    prepare_wanted = Signal()
    send_wanted = Signal()
    draft_changed = Signal()
    """Some moments after the last key."""

    def __init__(self) -> None:
        super().__init__()
        self.editor = QPlainTextEdit()
        self.editor.setTabChangesFocus(True)
        self.editor.setPlaceholderText(text("reply_editor.hint"))
        self.editor.setAccessibleName(text("reply_editor.text"))
        self.editor.setMinimumHeight(120)
        self.how = QComboBox()
        self.how.setAccessibleName(text("reply_editor.how"))
        for how in _HOWS:
            self.how.addItem(text(f"dispatch.{how}"), how)
        self.prepare_button = button(
            text("reply_editor.prepare"), self.prepare_wanted.emit, shortcut="Ctrl+Return"
        )
        self.send_button = button(
            text("reply_editor.send"), self.send_wanted.emit, role="primary", shortcut="F8"
        )
        self._keeping = QTimer(self, interval=_KEEP_AFTER_MS, singleShot=True)
        self._keeping.timeout.connect(self.draft_changed)
        self._is_showing = False
        self.editor.textChanged.connect(self._changed)
        self.how.currentIndexChanged.connect(lambda _place: self._changed())
        self._lay_out()

    def _lay_out(self) -> None:
        how = QHBoxLayout()
        how.addWidget(label(text("reply_editor.how"), "muted"))
        how.addWidget(self.how, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(text("reply_editor.title"), "title"))
        column.addWidget(self.editor, 1)
        column.addLayout(how)
        column.addWidget(self.prepare_button)
        column.addWidget(self.send_button)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Give the text as paragraphs, one for each line that is not empty."""
        lines = (line.strip() for line in self.editor.toPlainText().splitlines())
        return tuple(line for line in lines if line)

    def show_reply(self, reply: ReplyRecord | None, opening: str) -> None:
        """Show a reply begun at this desk, or the beginning of a new one.

        Args:
            reply: as it stands in the tray; None for a new one.
            opening: the first sentence of a new one.
        """
        self._is_showing = True
        self.editor.setPlainText("\n\n".join(reply.paragraphs) if reply else f"{opening}\n\n")
        self.editor.moveCursor(self.editor.textCursor().MoveOperation.End)
        if reply:
            self.how.setCurrentIndex(_HOWS.index(reply.dispatch_how))
        self._is_showing = False
        self._offer(reply.state if reply else ReplyState.WRITTEN)

    def prepared(self) -> None:
        """The page was made and is shown: it may be signed."""
        self._offer(ReplyState.COMPOSED)
        self.send_button.setFocus()

    def set_sending(self, is_sending: bool) -> None:
        """Take no second press while the reply is on its way."""
        self.editor.setReadOnly(is_sending)
        self.prepare_button.setEnabled(not is_sending)
        self.send_button.setEnabled(not is_sending)

    def flush(self) -> None:
        """Keep at once what was typed last."""
        if self._keeping.isActive():
            self._keeping.stop()
            self.draft_changed.emit()

    def _offer(self, state: ReplyState) -> None:
        is_writable = state in _WRITABLE
        self.editor.setReadOnly(not is_writable)
        self.how.setEnabled(is_writable)
        self.prepare_button.setEnabled(is_writable and bool(self.paragraphs))
        self.send_button.setEnabled(state is not ReplyState.WRITTEN)
        self.send_button.setToolTip(
            "" if self.send_button.isEnabled() else text("reply_editor.why")
        )

    def _changed(self) -> None:
        if not self._is_showing:
            self._offer(ReplyState.WRITTEN)
            self._keeping.start()
