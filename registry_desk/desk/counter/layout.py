"""Where things stand on the counter."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from registry_desk.desk.counter.arranger import Arranger
from registry_desk.desk.counter.entry_column import EntryColumn
from registry_desk.desk.counter.pile_list import PileList
from registry_desk.desk.counter.pile_menu import PileMenu
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.page_bar import PageBar
from registry_desk.desk.widgets.page_view import PageView
from registry_desk.desk.widgets.plain import button, frame, label
from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.desk.counter.screen import CounterScreen


@dataclass(frozen=True, slots=True)
class CounterWidgets:
    """What stands on the counter."""

    scan_button: QPushButton
    stop_button: QPushButton
    files_button: QPushButton
    count: QLabel
    progress: QProgressBar
    pile_list: PileList
    menu: PileMenu
    view: PageView
    page_bar: PageBar
    entry: EntryColumn
    banner: Banner


def build(screen: "CounterScreen", parts: DeskParts, arranger: Arranger) -> CounterWidgets:
    """Put everything in its place on the screen."""
    stop = button(text("counter.stop"), screen.stop, shortcut="Esc")
    stop.hide()
    progress = QProgressBar()
    progress.setTextVisible(False)
    progress.setMaximum(1)
    pile_list, view = PileList(), PageView()
    made = CounterWidgets(
        scan_button=button(text("counter.scan"), screen.scan, role="primary", shortcut="F5"),
        stop_button=stop,
        files_button=button(text("counter.files"), screen.choose_files, shortcut="Ctrl+O"),
        count=label("", "muted"),
        progress=progress,
        pile_list=pile_list,
        menu=PileMenu(pile_list, arranger, screen),
        view=view,
        page_bar=PageBar(view),
        entry=EntryColumn(parts.counter.office.departments),
        banner=Banner(),
    )
    outer = _column(screen)
    outer.addWidget(_action_bar(made, _profile_words(parts)))
    outer.addWidget(progress)
    columns = QSplitter(Qt.Orientation.Horizontal)
    for column in (_left(made), _middle(made), made.entry):
        columns.addWidget(column)
    for place, share in enumerate((1, 4, 2)):
        columns.setStretchFactor(place, share)
    columns.setSizes([190, 730, 360])
    columns.setChildrenCollapsible(False)
    outer.addWidget(columns, 1)
    return made


def _action_bar(made: CounterWidgets, profile: str) -> QWidget:
    bar = frame("bar")
    row = QHBoxLayout(bar)
    row.setContentsMargins(12, 8, 12, 8)
    row.setSpacing(12)
    for widget in (made.scan_button, made.stop_button, made.files_button, label(profile, "muted")):
        row.addWidget(widget)
    row.addStretch(1)
    row.addWidget(made.count)
    return bar


def _left(made: CounterWidgets) -> QWidget:
    left = QWidget()
    column = _column(left)
    column.addWidget(made.pile_list, 1)
    below = frame("foot")
    row = QHBoxLayout(below)
    row.setContentsMargins(8, 4, 8, 4)
    row.addWidget(made.menu, 1)
    column.addWidget(below)
    return left


def _middle(made: CounterWidgets) -> QWidget:
    middle = QWidget()
    column = _column(middle)
    column.addWidget(made.view, 1)
    column.addWidget(made.page_bar)
    made.banner.lie_over(made.view)
    return middle


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _profile_words(parts: DeskParts) -> str:
    scan = parts.scan
    source, mode = text(f"source.{scan.source}"), text(f"mode.{scan.mode}")
    return text("counter.profile", source=source, dpi=scan.dpi, mode=mode)
