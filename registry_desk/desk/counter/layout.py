"""Where things stand on the counter."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from registry_desk.desk.background import Lanes
from registry_desk.desk.counter.arranger import Arranger
from registry_desk.desk.counter.finding import FindLine
from registry_desk.desk.counter.pile_list import PileList
from registry_desk.desk.counter.pile_menu import PileMenu
from registry_desk.desk.counter.profile_bar import ProfileBar
from registry_desk.desk.memory import Memory
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.beside import Beside
from registry_desk.desk.widgets.entry_column import EntryColumn
from registry_desk.desk.widgets.page_bar import PageBar
from registry_desk.desk.widgets.page_view import PageView
from registry_desk.desk.widgets.plain import button, frame, label
from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.desk.counter.screen import CounterScreen


_REMEMBERED = "counter.columns"
_STRIP_BELOW_PX = 1280
_STRIP_PX, _LEAST_STRIP_PX, _STRIP_SHARE = 220, 112, 0.34
"""As high as its pages are; in a low window less: the paper is what is looked at."""
_NO_LIMIT = 16_777_215


@dataclass(frozen=True, slots=True)
class CounterWidgets:
    """What stands on the counter."""

    scan_button: QPushButton
    stop_button: QPushButton
    files_button: QPushButton
    profiles: ProfileBar
    count: QLabel
    left: QLabel
    """How far reading is, and how long it still takes."""
    progress: QProgressBar
    pile_list: PileList
    menu: PileMenu
    view: PageView
    page_bar: PageBar
    entry: EntryColumn
    banner: Banner
    find: FindLine
    beside: Beside


def build(
    screen: "CounterScreen", parts: DeskParts, arranger: Arranger, lanes: Lanes
) -> CounterWidgets:
    """Put everything in its place on the screen."""
    stop = button(text("counter.stop"), screen.stop, shortcut="Esc", sign="circle-stop")
    stop.hide()
    progress = QProgressBar()
    progress.setTextVisible(False)
    progress.setMaximum(1)
    pile_list, view, banner = PileList(lanes), PageView(), Banner()
    made = CounterWidgets(
        scan_button=button(
            text("counter.scan"), screen.scan, role="primary", shortcut="F5", sign="scan-line"
        ),
        stop_button=stop,
        files_button=button(
            text("counter.files"), screen.choose_files, shortcut="Ctrl+O", sign="folder-open"
        ),
        profiles=ProfileBar(parts),
        count=label("", "muted"),
        left=label("", "muted"),
        progress=progress,
        pile_list=pile_list,
        menu=PileMenu(pile_list, arranger, screen),
        view=view,
        page_bar=PageBar(view),
        entry=EntryColumn(parts.counter.office.departments),
        banner=banner,
        find=FindLine(screen),
        beside=Beside(parts, lanes, banner),
    )
    outer = _column(screen)
    outer.addWidget(_action_bar(made))
    outer.addWidget(progress)
    outer.addWidget(Columns(made, parts.memory), 1)
    return made


class Columns(QSplitter):
    """Pages, paper, entry side by side; where that is too narrow the pages lie as a strip."""

    def __init__(self, made: CounterWidgets, memory: Memory) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._made, self._memory = made, memory
        self._is_strip = False
        self._pages = _pages(made)
        self._middle = _middle(made)
        for column in (self._pages, self._middle, made.entry):
            self.addWidget(column)
        for place, share in enumerate((1, 4, 2)):
            self.setStretchFactor(place, share)
        self.setSizes(memory.recall(_REMEMBERED, [190, 730, 360]))
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._remember)

    def _remember(self) -> None:
        if not self._is_strip:
            self._memory.note(_REMEMBERED, self.sizes())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn the column of pages into a strip below the paper, or back."""
        super().resizeEvent(event)
        is_strip = event.size().width() < _STRIP_BELOW_PX
        if is_strip != self._is_strip:
            self._turn(is_strip=is_strip)
        if is_strip:
            share = round(event.size().height() * _STRIP_SHARE)
            self._pages.setFixedHeight(min(_STRIP_PX, max(_LEAST_STRIP_PX, share)))

    def _turn(self, *, is_strip: bool) -> None:
        self._is_strip = is_strip
        column = self._middle.layout()
        if is_strip and isinstance(column, QVBoxLayout):
            column.addWidget(self._pages)
        else:
            self.insertWidget(0, self._pages)
            self.setSizes(self._memory.recall(_REMEMBERED, [190, 730, 360]))
        self._made.pile_list.be_strip(is_strip=is_strip)
        self._pages.setMinimumHeight(0)
        self._pages.setMaximumHeight(_NO_LIMIT)


def _action_bar(made: CounterWidgets) -> QWidget:
    bar = frame("bar")
    row = QHBoxLayout(bar)
    row.setContentsMargins(12, 8, 12, 8)
    row.setSpacing(12)
    for widget in (made.scan_button, made.stop_button, made.files_button, made.profiles):
        row.addWidget(widget)
    row.addStretch(1)
    row.addWidget(made.left)
    row.addWidget(made.count)
    return bar


def _pages(made: CounterWidgets) -> QWidget:
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
    papers = QSplitter(Qt.Orientation.Horizontal)
    papers.addWidget(made.view)
    papers.addWidget(made.beside)
    papers.setChildrenCollapsible(False)
    column.addWidget(papers, 1)
    column.addWidget(made.page_bar)
    made.page_bar.add(made.find)
    made.banner.lie_over(made.view)
    return middle


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
