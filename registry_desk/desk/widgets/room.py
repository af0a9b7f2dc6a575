"""Where columns stand, and the room that one keeps while it shows nothing: nothing jumps."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

_SHARES = (1, 3, 2)


def room_for(column: QWidget) -> QWidget:
    """Give a place that stays as wide as a column, also while the column is hidden."""
    room = QWidget()
    room.setMinimumWidth(column.minimumWidth())
    inside = QVBoxLayout(room)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.addWidget(column)
    return room


def three_columns(what: QWidget, thing: QWidget, deeds: QWidget) -> QSplitter:
    """Give the shape that screens share: what there is, the thing itself, what is done with it."""
    columns = QSplitter(Qt.Orientation.Horizontal)
    for place, (widget, share) in enumerate(
        zip((what, thing, room_for(deeds)), _SHARES, strict=True)
    ):
        columns.addWidget(widget)
        columns.setStretchFactor(place, share)
    columns.setSizes([340, 600, 390])
    columns.setChildrenCollapsible(False)
    return columns
