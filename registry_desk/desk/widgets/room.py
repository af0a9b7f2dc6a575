"""Room that a column keeps while it shows nothing, so that nothing beside it jumps."""

from PySide6.QtWidgets import QVBoxLayout, QWidget


def room_for(column: QWidget) -> QWidget:
    """Give a place that stays as wide as a column, also while the column is hidden."""
    room = QWidget()
    room.setMinimumWidth(column.minimumWidth())
    inside = QVBoxLayout(room)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.addWidget(column)
    return room
