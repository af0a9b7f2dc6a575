"""A file of the register, page by page: fetched, pictured and judged off the main thread."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.widgets.page_bar import PageBar
from registry_desk.desk.widgets.page_levels import PageLevels, page_levels
from registry_desk.desk.widgets.page_view import PageView
from registry_desk.desk.widgets.plain import label
from registry_desk.desk.widgets.signature_dialog import SignatureDialog
from registry_desk.desk.widgets.signature_line import SignatureLine
from registry_desk.errors import RegistryDeskError

if TYPE_CHECKING:
    from registry_desk.journey.looking import Looked, Looker
    from registry_desk.journey.signatures import LookedSignatures

_SCREEN_DPI = 150


class Paper(QWidget):
    """Shows one file, or a sentence where there is none."""

    def __init__(
        self,
        looker: "Looker",
        lanes: Lanes,
        failed: Callable[[RegistryDeskError], None],
        *,
        has_keys: bool = True,
    ) -> None:
        """Show nothing yet.

        Args:
            looker: opens files.
            lanes: of the window.
            failed: takes what went wrong.
            has_keys: False where another page on the screen has the keys for turning.
        """
        super().__init__()
        self._looker, self._lanes, self._failed = looker, lanes, failed
        self._asked = 0
        self._looked: Looked | None = None
        self.view = PageView()
        self.bar = PageBar(self.view, has_keys=has_keys)
        self.bar.turned_to.connect(self._show_page)
        self.signatures = SignatureLine()
        self.signatures.opened.connect(self._open_signatures)
        self._found: LookedSignatures | None = None
        self.signature_dialog: SignatureDialog | None = None
        self.words = label("", "muted")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setWordWrap(True)
        self.words.setContentsMargins(24, 24, 24, 24)
        self._lay_out()

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.signatures)
        column.addWidget(self.bar)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.words)
        self._stack.addWidget(page)

    @property
    def page_count(self) -> int:
        """Give how many pages the file shown has; 0 where none is shown."""
        return self._looked.page_count if self._looked else 0

    @property
    def is_whole(self) -> bool:
        """Tell whether a page stands there with what its file's signatures are worth."""
        return self._stack.currentIndex() == 1 and not self.signatures.is_waiting

    def say(self, words: str) -> None:
        """Show a sentence instead of a page."""
        self._asked += 1
        self._looked = None
        self.words.setText(words)
        self._stack.setCurrentIndex(0)

    def show_file(self, find: "Callable[[], Looked | None]", *, nothing: str, wait: str) -> None:
        """Find a file in the background and show its first page.

        Args:
            find: blocks; runs in the lane of what the person waits to see.
            nothing: the words for a file that is not there.
            wait: the words until it is.
        """
        self.say(wait)
        asked = self._asked

        def found(looked: "Looked | None") -> None:
            if asked != self._asked:
                return
            if looked is None:
                self.say(nothing)
                return
            self._looked = looked
            self._show_page(1)
            self._judge(looked)

        def failed(error: RegistryDeskError) -> None:
            if asked == self._asked:
                self.say(f"{error.message}\n{error.next_step}")
                self._failed(error)

        self._lanes.run("look", find, done=found, failed=failed)

    def _judge(self, looked: "Looked") -> None:
        """Look at the file's signatures beside; other work never waits for their issuers."""
        asked, self._found = self._asked, None
        self.signatures.wait()

        def judge() -> "LookedSignatures | None":
            return self._looker.signatures(looked) if asked == self._asked else None

        def found(signatures: "LookedSignatures | None") -> None:
            if signatures is not None and asked == self._asked:
                self._found = signatures
                self.signatures.show_found(signatures)

        def failed(error: RegistryDeskError) -> None:
            if asked == self._asked:
                self.signatures.show_trouble(error)

        self._lanes.run("signatures", judge, done=found, failed=failed)

    def _open_signatures(self) -> None:
        if self._found is not None:
            self.signature_dialog = SignatureDialog(self._found, self._lanes, self.window())
            self.signature_dialog.open()

    def _show_page(self, number: int) -> None:
        looked, asked = self._looked, self._asked
        if looked is None:
            return

        def show(levels: PageLevels) -> None:
            if asked == self._asked:
                self._stack.setCurrentIndex(1)
                self.bar.tell(number, looked.page_count)
                self.view.show_page(levels, dpi=_SCREEN_DPI)

        self._lanes.run(
            "look",
            lambda: page_levels(QImage(str(self._looker.page(looked, number)))),
            done=show,
            failed=self._failed,
        )
