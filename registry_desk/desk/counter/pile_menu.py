"""What can be done with the pile, in one menu that shows the keys, which work without it."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from registry_desk.desk.counter.arranger import Arranger
from registry_desk.desk.counter.pile_list import PileList
from registry_desk.desk.widgets.plain import offer_when
from registry_desk.i18n import text
from registry_desk.journey import arranging
from registry_desk.journey.placing import set_pages_aside

_KEYS = {
    "split": "F6", "join": "F7", "earlier": "Ctrl+Shift+Up", "later": "Ctrl+Shift+Down",
    "back": "F9", "page_aside": "Del", "document_aside": "Ctrl+D",
    "rescan": "Ctrl+R", "undo": "Ctrl+Z", "redo": "Ctrl+Shift+Z",
}  # fmt: skip
_ENDS_GROUP = ("join", "later", "back", "rescan")


class PileMenu(QToolButton):
    """The menu below the pile."""

    rescan_wanted = Signal()

    def __init__(self, pile: PileList, arranger: Arranger, screen: QWidget) -> None:
        super().__init__()
        self._pile, self._arranger = pile, arranger
        self.setText(text("pile.arrange"))
        self.setAccessibleName(text("pile.arrange"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self.actions_by_name: dict[str, QAction] = {}
        for name, act in self._acts().items():
            action = QAction(text(f"pile.{name}"), screen)
            action.setShortcut(_KEYS[name])
            action.triggered.connect(lambda _checked=False, act=act: act())
            screen.addAction(action)
            menu.addAction(action)
            if name in _ENDS_GROUP:
                menu.addSeparator()
            self.actions_by_name[name] = action
        offer_when(self.actions_by_name["undo"], lambda: self._arranger.can_undo)
        offer_when(self.actions_by_name["redo"], lambda: self._arranger.can_redo)
        self.setMenu(menu)

    def _acts(self) -> dict[str, Callable[[], None]]:
        def on_page(
            make: Callable[[arranging.Arrangement, int], arranging.Arrangement],
            *,
            is_boundary: bool = False,
        ) -> Callable[[], None]:
            def act() -> None:
                page = self._pile.page
                if page is not None:
                    self._arranger.change(
                        lambda now: make(now, page), decides=page if is_boundary else None
                    )

            return act

        return {
            "split": on_page(arranging.split_before, is_boundary=True),
            "join": on_page(arranging.join_with_previous, is_boundary=True),
            "earlier": on_page(lambda now, page: arranging.move_page(now, page, -1)),
            "later": on_page(lambda now, page: arranging.move_page(now, page, 1)),
            "back": self._show_backs,
            "page_aside": self._turn_pages_aside,
            "document_aside": on_page(arranging.turn_document_aside),
            "rescan": self.rescan_wanted.emit,
            "undo": self._arranger.undo,
            "redo": self._arranger.redo,
        }

    def _turn_pages_aside(self) -> None:
        """Set the pages chosen aside, all in one change; a page that is aside comes back."""
        pages, page = self._pile.chosen_pages(), self._pile.page
        if len(pages) > 1:
            self._arranger.change(lambda now: set_pages_aside(now, pages))
        elif page is not None:
            self._arranger.change(lambda now: arranging.turn_page_aside(now, page))

    def _show_backs(self) -> None:
        pages = self._pile.chosen_pages()
        self._arranger.change(lambda now: arranging.show_backs(now, pages))
