"""Each signature of a file: the verdict in words, what is known, and both views of what changed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from registry_desk.desk.background import Lanes
from registry_desk.desk.widgets.both_views import BothViews
from registry_desk.desk.widgets.plain import button, label, restyle, scrolled
from registry_desk.desk.widgets.signature_line import SIGNS
from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.journey.signatures import LookedSignatures, ShownSignature


class SignatureDialog(QDialog):
    """Stands beside the work: nothing waits for it."""

    def __init__(self, found: "LookedSignatures", lanes: Lanes, over: QWidget) -> None:
        super().__init__(over)
        self._found = found
        self.setWindowTitle(text("signatures.title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = QListWidget()
        self.list.setAccessibleName(text("signatures.title"))
        self.list.setWordWrap(True)
        self.verdict, self.reasons = label("", "title"), label("")
        for words in (self.verdict, self.reasons):
            words.setWordWrap(True)
        self.facts = QFormLayout()
        self.facts.setVerticalSpacing(6)
        self.facts.setHorizontalSpacing(12)
        self.views = BothViews(lanes)
        for one in found.signatures:
            shape, _tone = SIGNS[one.verdict]
            self.list.addItem(QListWidgetItem(f"{shape} {one.signer}\n{one.field}"))
        self._lay_out()
        self.list.currentRowChanged.connect(lambda row: self._show(found.signatures[row]))
        self.list.setCurrentRow(self._most_telling())

    def _most_telling(self) -> int:
        """Give the first signature that has something to compare, else the first."""
        changed = [row for row, one in enumerate(self._found.signatures) if one.views]
        return changed[0] if changed else 0

    def _lay_out(self) -> None:
        beside = QWidget()
        column = QVBoxLayout(beside)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        for widget in (self.verdict, self.reasons):
            column.addWidget(widget)
        column.addLayout(self.facts)
        column.addStretch(1)
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(self.list)
        left.addWidget(scrolled(beside))
        left.setSizes([160, 440])
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(left)
        across.addWidget(self.views)
        across.setStretchFactor(1, 1)
        across.setSizes([360, 840])
        for part in (left, across):
            part.setChildrenCollapsible(False)
        foot = QHBoxLayout()
        foot.addStretch(1)
        close = button(text("signatures.close"), self.accept, role="primary")
        close.setDefault(True)
        foot.addWidget(close)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 12, 12, 12)
        outer.addWidget(across, 1)
        outer.addLayout(foot)
        has_views = any(one.views for one in self._found.signatures)
        self.views.setVisible(has_views)
        self.resize(1200 if has_views else 460, 640)

    def _show(self, one: "ShownSignature") -> None:
        shape, tone = SIGNS[one.verdict]
        self.verdict.setText(f"{shape} {text(f'verdict.{one.verdict}').capitalize()}")
        self.verdict.setProperty("tone", tone)
        restyle(self.verdict)
        self.reasons.setText("\n".join((*one.reasons, *self._found.reasons)))
        while self.facts.rowCount():
            self.facts.removeRow(0)
        for name, value in one.facts:
            self.facts.addRow(label(name, "muted"), _value(value))
        self.views.show_pairs(one)


def _value(words: str) -> QLabel:
    shown = label(words)
    shown.setWordWrap(True)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return shown
