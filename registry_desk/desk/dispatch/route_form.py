"""How something goes out and where to; changed in place until it leaves."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from registry_desk.desk.widgets.plain import label
from registry_desk.i18n import text
from registry_desk.wire import Route, Sending
from registry_desk.wire.words import ask

HOWS = ("post", "email", "hand")
_KINDS = ("registered_proof", "registered", "plain")


class RouteForm(QWidget):
    """Way, kind, addressee and address of one sending."""

    how_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.how = _choice("reply_editor.how", [(f"dispatch.{how}", how) for how in HOWS])
        self.kind = _choice("dispatch.kind", [(f"post_kind.{kind}", kind) for kind in _KINDS])
        self.addressee, self.address = QLineEdit(), QLineEdit()
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(8)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for code, widget in (
            ("reply_editor.how", self.how),
            ("dispatch.kind", self.kind),
            ("dispatch.addressee", self.addressee),
            ("dispatch.address", self.address),
        ):
            widget.setAccessibleName(text(code))
            self._form.addRow(label(text(code), "muted"), widget)
        self.how.currentIndexChanged.connect(lambda _place: self._how_changed())

    def show_route(self, sending: Sending, *, is_open: bool) -> None:
        """Show how something goes; what has left is only shown."""
        was_blocked = self.how.blockSignals(True)
        self.how.setCurrentIndex(self.how.findData(sending.how))
        self.how.blockSignals(was_blocked)
        self.kind.setCurrentIndex(self.kind.findData(sending.kind))
        self.addressee.setText(sending.addressee)
        self.address.setText(sending.address)
        for choice in (self.how, self.kind):
            choice.setEnabled(is_open)
        for line in (self.addressee, self.address):
            line.setReadOnly(not is_open)
            line.setCursorPosition(0)
        self._form.setRowVisible(self.kind, sending.how == "post")

    @property
    def way(self) -> str:
        """Give how it is to go."""
        return str(self.how.currentData())

    def route(self) -> Route:
        """Give what stands in the form.

        Raises:
            FieldInvalid: a line is longer than the register takes.
        """
        return ask(
            Route,
            how=self.how.currentData(),
            kind=self.kind.currentData(),
            addressee=self.addressee.text(),
            address=self.address.text(),
        )

    def is_other_than(self, sending: Sending) -> bool:
        """Tell whether something was changed."""
        now = (self.how.currentData(), self.addressee.text().strip(), self.address.text().strip())
        kind = self.kind.currentData() if now[0] == "post" else sending.kind
        before = (sending.how, sending.addressee, sending.address)
        return (*now, kind) != (*before, sending.kind)

    def _how_changed(self) -> None:
        self._form.setRowVisible(self.kind, self.how.currentData() == "post")
        self.how_changed.emit()


def _choice(code: str, rows: list[tuple[str, str]]) -> QComboBox:
    shown = QComboBox()
    shown.setAccessibleName(text(code))
    shown.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for words, value in rows:
        shown.addItem(text(words), value)
    return shown
