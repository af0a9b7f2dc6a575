"""A page as it was signed and as it is now, side by side, with what differs lit on both."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.widgets.page_levels import PageLevels, page_levels
from registry_desk.desk.widgets.page_view import PageView
from registry_desk.desk.widgets.plain import button, label
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.journey.signatures import ShownSignature, ViewPair

_DPI = 100


class _View(QWidget):
    """One of the views under its name; a sentence where the page is not in it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.view = PageView()
        self.view.setAccessibleName(text(name))
        self.none = label(text("report.view.none"), "muted")
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.none.setWordWrap(True)
        self.title = label(text(name), "title")
        inside = QWidget()
        self.stack = QStackedLayout(inside)
        self.stack.addWidget(self.none)
        self.stack.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.title)
        column.addWidget(inside, 1)

    def show_levels(self, levels: PageLevels) -> None:
        self.stack.setCurrentIndex(0 if levels.is_empty else 1)
        self.view.show_page(levels, dpi=_DPI)


class BothViews(QWidget):
    """The pages that changed after one signature, one pair at a time."""

    def __init__(self, lanes: Lanes) -> None:
        super().__init__()
        self._lanes = lanes
        self._one: ShownSignature | None = None
        self._place = 0
        self.signed, self.present = _View("report.view.signed"), _View("report.view.present")
        self.page, self.more = label(""), label("", "muted")
        self.more.setWordWrap(True)
        self.back = button(text("page.back"), lambda: self._turn(-1), shortcut="Ctrl+PgUp")
        self.on = button(text("page.on"), lambda: self._turn(1), shortcut="Ctrl+PgDown")
        pair = QHBoxLayout()
        pair.addWidget(self.signed, 1)
        pair.addWidget(self.present, 1)
        turning = QHBoxLayout()
        turning.addStretch(1)
        for widget in (self.back, self.page, self.on):
            turning.addWidget(widget)
        turning.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 0, 0)
        column.addLayout(pair, 1)
        column.addLayout(turning)
        column.addWidget(self.more)

    def show_pairs(self, one: "ShownSignature") -> None:
        """Show what changed after a signature; nothing where nothing did."""
        self._one, self._place = one, 0
        drawn = {pair.page for pair in one.views}
        missing = ", ".join(str(page) for page in one.changed_pages if page not in drawn)
        self.more.setText(text("report.more_pages", pages=missing) if missing else "")
        self.setVisible(bool(one.views))
        if one.views:
            self._show()

    def _turn(self, step: int) -> None:
        if self._one is not None and 0 <= self._place + step < len(self._one.views):
            self._place += step
            self._show()

    def _show(self) -> None:
        one, place = self._one, self._place
        if one is None:
            return
        pair = one.views[place]
        self.page.setText(text("report.page", page=pair.page))
        self.back.setEnabled(place > 0)
        self.on.setEnabled(place + 1 < len(one.views))

        def show(levels: tuple[PageLevels, PageLevels]) -> None:
            if (one, place) == (self._one, self._place):
                self.signed.show_levels(levels[0])
                self.present.show_levels(levels[1])

        self._lanes.run("look", partial(_read, pair), done=show, failed=self._failed)

    def _failed(self, error: RegistryDeskError) -> None:
        self.more.setText(error.message)


def _read(pair: "ViewPair") -> tuple[PageLevels, PageLevels]:
    return _levels(pair.signed), _levels(pair.present)


def _levels(file: Path | None) -> PageLevels:
    return page_levels(QImage(str(file)) if file else QImage())
