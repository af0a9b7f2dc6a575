"""The last change of place of a letter, taken back with Ctrl+Z; the register keeps both."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from registry_desk.desk.inbox.act_form import Filled
from registry_desk.desk.inbox.opened import Opened
from registry_desk.desk.late import Late
from registry_desk.desk.one_by_one import OneByOne
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.plain import key
from registry_desk.i18n import text

deeds = Late("registry_desk.desk.inbox.deeds")


class TakingBack(QObject):
    """Says what was done and, where it can be, offers to take it back."""

    taken_back = Signal()

    def __init__(
        self, parts: DeskParts, changes: OneByOne, banner: Banner, *, over: QWidget
    ) -> None:
        super().__init__(over)
        self._parts, self._changes, self._banner = parts, changes, banner
        self._last: tuple[Opened, Filled] | None = None
        key(over, "Ctrl+Z", text("inbox.undo"), self.take_back, when=lambda: self._last is not None)

    def say(self, said: str, opened: Opened, filled: Filled) -> None:
        """Say what was done.

        Args:
            said: the words.
            opened: the work as it stood before.
            filled: what was done with it.
        """
        if not deeds.can_take_back(opened, filled):
            self._last = None
            self._banner.say(said)
            return
        self._last = opened, filled
        self._banner.say(said, action=text("inbox.undo"), act=self.take_back)

    def take_back(self) -> None:
        """Give the letter back to where it lay; once."""
        if self._last is None:
            return
        opened, filled = self._last

        def done(_nothing: object) -> None:
            self._last = None
            self._banner.say(text("inbox.undone", number=opened.entry.number))
            self.taken_back.emit()

        self._changes.do(lambda: deeds.take_back(self._parts, opened, filled), done)
