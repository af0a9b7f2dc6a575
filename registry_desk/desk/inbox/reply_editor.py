"""A reply written in a plain editor: prepared and looked at, approved, signed, handed over."""

from pathlib import PurePath

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from registry_desk.desk.inbox.opened import Draft
from registry_desk.desk.widgets.plain import button, label
from registry_desk.i18n import text
from registry_desk.journey.records import Handing, ReplyRecord, ReplyState

_HOWS = ("post", "email", "hand")
_KEEP_AFTER_MS = 800
_WRITABLE = (ReplyState.WRITTEN, ReplyState.COMPOSED)
_MAY_SIGN = ("none", "approved")


class ReplyEditor(QWidget):
    """One filled button at a time: prepare the page, then sign it and hand it over."""

    prepare_wanted = Signal()
    send_wanted = Signal()
    up_wanted = Signal()
    draft_changed = Signal()
    """Some moments after the last key."""

    def __init__(self) -> None:
        super().__init__()
        self.editor = QPlainTextEdit()
        self.editor.setTabChangesFocus(True)
        self.editor.setPlaceholderText(text("reply_editor.hint"))
        self.editor.setAccessibleName(text("reply_editor.text"))
        self.editor.setMinimumHeight(96)
        self.template = QComboBox()
        self.template.setAccessibleName(text("reply_editor.template"))
        self.template.setToolTip(text("reply_editor.template"))
        self.template.addItem(text("reply_editor.plain"), "")
        self.template.hide()
        self.how = QComboBox()
        self.how.setAccessibleName(text("reply_editor.how"))
        for how in _HOWS:
            self.how.addItem(text(f"dispatch.{how}"), how)
        self.address = QLineEdit()
        self.address.setAccessibleName(text("dispatch.address"))
        self.last = QCheckBox(text("reply_editor.last"))
        self.last.setToolTip(text("reply_editor.last.why"))
        self.last.setChecked(True)
        self.route = label("", "muted")
        self.route.setWordWrap(True)
        self.prepare_button = button(
            text("reply_editor.prepare"), self.prepare_wanted.emit, shortcut="Ctrl+Return"
        )
        self.up_button = button(text("reply_editor.up"), self.up_wanted.emit, shortcut="F2")
        self.send_button = button(
            text("reply_editor.send"), self.send_wanted.emit, role="primary", shortcut="F8"
        )
        self._keeping = QTimer(self, interval=_KEEP_AFTER_MS, singleShot=True)
        self._keeping.timeout.connect(self.draft_changed)
        self._is_showing = False
        self._approval, self._state = "none", ReplyState.WRITTEN
        self._addresses: dict[str, str] = {}
        self.editor.textChanged.connect(self._changed)
        for choice in (self.how, self.template):
            choice.currentIndexChanged.connect(lambda _place: self._changed())
        self.address.textChanged.connect(lambda _words: self._offer(self._state))
        self._lay_out()

    def _lay_out(self) -> None:
        how = QHBoxLayout()
        how.addWidget(self.how, 1)
        how.addWidget(self.address, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(text("reply_editor.title"), "title"))
        column.addWidget(self.template)
        column.addWidget(self.editor, 1)
        column.addLayout(how)
        column.addWidget(self.last)
        column.addWidget(self.route)
        before = QHBoxLayout()
        before.addWidget(self.prepare_button, 1)
        before.addWidget(self.up_button, 1)
        column.addLayout(before)
        column.addWidget(self.send_button)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Give the text as paragraphs, one for each line that is not empty."""
        lines = (line.strip() for line in self.editor.toPlainText().splitlines())
        return tuple(line for line in lines if line)

    @property
    def draft(self) -> Draft:
        """Give the reply as it stands in the editor."""
        template = str(self.template.currentData() or "")
        return Draft(self.paragraphs, str(self.how.currentData()), template)

    @property
    def handing(self) -> Handing:
        """Give what the dispatch is told."""
        return Handing(address=self.address.text().strip(), is_last=self.last.isChecked())

    def show_reply(self, reply: ReplyRecord | None, opening: str, *, approval: str) -> None:
        """Show a reply begun at this desk, or the beginning of a new one.

        Args:
            reply: as it stands in the tray; None for a new one.
            opening: the first sentence of a new one.
            approval: where it stands on its way up.
        """
        self._is_showing, self._approval = True, approval
        self.editor.setPlainText("\n\n".join(reply.paragraphs) if reply else f"{opening}\n\n")
        self.editor.moveCursor(self.editor.textCursor().MoveOperation.End)
        if reply:
            self.how.setCurrentIndex(_HOWS.index(reply.dispatch_how))
        self._is_showing = False
        self._offer(reply.state if reply else ReplyState.WRITTEN)

    def show_templates(self, names: tuple[str, ...], chosen: str) -> None:
        """Show the institution's templates; one that was chosen and is gone stays, to be told."""
        self._is_showing = True
        while self.template.count() > 1:
            self.template.removeItem(1)
        for name in dict.fromkeys((*names, *filter(None, [chosen]))):
            self.template.addItem(PurePath(name).stem, name)
        self.template.setCurrentIndex(max(0, self.template.findData(chosen)))
        self.template.setVisible(self.template.count() > 1)
        self._is_showing = False

    def show_addresses(self, post: str, email: str) -> None:
        """Show where it would go, unless something else is written."""
        self._addresses = {"post": post, "email": email, "hand": ""}
        self.address.clear()
        self._offer(self._state)

    def prepared(self) -> None:
        """The page was made and is shown: it may be signed, or sent up."""
        self._offer(ReplyState.COMPOSED)
        (self.send_button if self.send_button.isEnabled() else self.up_button).setFocus()

    def set_sending(self, is_sending: bool) -> None:
        """Take no second press while the reply is on its way."""
        self.editor.setReadOnly(is_sending)
        for shown in (self.prepare_button, self.send_button, self.up_button):
            shown.setEnabled(not is_sending)

    @property
    def has_address(self) -> bool:
        """Tell whether the dispatch would know where to."""
        way = str(self.how.currentData())
        return way == "hand" or bool(self.address.text().strip() or self._addresses.get(way))

    @property
    def has_unkept(self) -> bool:
        """Tell whether something was typed that is not kept yet."""
        return self._keeping.isActive()

    def flush(self) -> None:
        """Keep at once what was typed last."""
        if self._keeping.isActive():
            self._keeping.stop()
            self.draft_changed.emit()

    def _tell_address(self) -> None:
        way = str(self.how.currentData())
        self.address.setVisible(way != "hand")
        known = self._addresses.get(way, "")
        self.address.setPlaceholderText(known or text("reply_editor.no_address"))

    def _offer(self, state: ReplyState) -> None:
        self._state = state
        is_writable = state in _WRITABLE
        is_prepared = state is not ReplyState.WRITTEN
        may_sign = self._approval in _MAY_SIGN or not is_writable
        self.editor.setReadOnly(not is_writable)
        self.how.setEnabled(is_writable)
        self.template.setEnabled(is_writable)
        self.prepare_button.setEnabled(is_writable and bool(self.paragraphs))
        self.up_button.setEnabled(is_prepared and is_writable)
        has_address = self.has_address
        self.send_button.setEnabled(is_prepared and may_sign and has_address)
        why = "reply_editor.why" if may_sign else "reply_editor.why_approval"
        if is_prepared and may_sign and not has_address:
            why = "reply_editor.why_address"
        self.send_button.setToolTip("" if self.send_button.isEnabled() else text(why))
        self.route.setText(text(f"approval.route.{self._approval}"))
        self.route.setVisible(self._approval != "none")
        self._tell_address()

    def _changed(self) -> None:
        if not self._is_showing:
            if self._approval not in ("none", "needed"):
                self._approval = "needed"  # other words than those that went up
            self._offer(ReplyState.WRITTEN)
            self._keeping.start()
