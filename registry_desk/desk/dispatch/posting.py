"""Lists for the post: made once whatever gets lost, opened again, taken back right after."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from registry_desk.desk.background import Lanes
from registry_desk.desk.long_work import LongWork
from registry_desk.desk.one_by_one import OneByOne
from registry_desk.desk.widgets.banner import Banner
from registry_desk.errors import RegistryDeskError, UnavailableError
from registry_desk.i18n import plural, text
from registry_desk.journey import outgoing
from registry_desk.journey.counter import Counter
from registry_desk.journey.outgoing import Listed
from registry_desk.wire import Sending

_BACK_WITHIN_S = 15 * 60
"""Later the letters may be with the post, and a key pressed by mistake must not call them back."""


class Saying(Protocol):
    """Says on the screen what was done, and shows the pile as it stands now."""

    def __call__(
        self,
        said: str,
        hint: str = "",
        *,
        action: str = "",
        act: Callable[[], None] | None = None,
        back: Callable[[], None] | None = None,
    ) -> None:
        """Say it; ``back`` takes it back with Ctrl+Z."""


@dataclass(frozen=True, slots=True)
class _Made:
    listed: Listed
    letters: Sequence[Sending]
    """As they were before they left."""
    at: float
    """When, on this desk's monotonic clock, in seconds."""


class Posting:
    """What is done with whole lists."""

    def __init__(
        self, counter: Counter, lanes: Lanes, changes: OneByOne, banner: Banner, say: Saying
    ) -> None:
        """Make no list yet.

        Args:
            counter: whose register is asked, and whose tray keeps the lists' files.
            lanes: of the window.
            changes: of the screen.
            banner: tells how far a long list is.
            say: tells what was done.
        """
        self._tray, self._register = counter.tray, counter.register
        self._lanes, self._changes, self._say = lanes, changes, say
        self._banner = banner
        self._taking_back = LongWork(banner)
        self._taking_back.told.connect(self._tell)
        self._unanswered: Sequence[Sending] = ()
        """Letters of a list that was asked for and not answered: it may have been made."""

    @property
    def is_unanswered(self) -> bool:
        """Tell whether it is not known whether the last list was made."""
        return bool(self._unanswered)

    def make(self) -> None:
        """List every letter that waits for the post, as the register has them now."""
        self._changes.do(self._make, self._made)

    def _make(self) -> _Made | None:
        """Ask for a list; one whose answer was lost is asked for again before any other."""
        letters: Sequence[Sending] = outgoing.waiting_for_post(self._register)
        asked = self._unanswered
        if asked and not {one.id for one in asked} & {one.id for one in letters}:
            letters = asked  # none of them waits any more: the list was made, only not told
        if not letters:
            return None
        self._unanswered = letters
        try:
            listed = outgoing.list_for_post(self._tray, self._register, letters)
        except RegistryDeskError as error:
            if not isinstance(error, UnavailableError):
                self._unanswered = ()
            raise
        self._unanswered = ()
        return _Made(listed, letters, time.monotonic())

    def _made(self, made: _Made | None) -> None:
        if made is None:
            self._say(text("dispatch.nothing"))
            return
        listed = made.listed
        self._say(
            plural("dispatch.done.list", listed.made.item_count, number=listed.made.number),
            text("dispatch.list_back.hint"),
            action=text("dispatch.print_list"),
            act=lambda: show_file(listed.file),
            back=lambda: self._take_back(made),
        )

    def _take_back(self, made: _Made) -> None:
        """Have the letters of a list wait again; the list keeps its number and says why."""
        reason, number = text("dispatch.list_back.reason"), made.listed.made.number
        if time.monotonic() - made.at > _BACK_WITHIN_S:
            self._say(text("dispatch.list_back.late", number=number), text("dispatch.list_back.f7"))
            return
        work = self._taking_back

        def take_back() -> int:
            try:
                return outgoing.take_list_back(
                    self._register,
                    made.letters,
                    reason=reason,
                    progress=work.note,
                    cancelled=lambda: work.is_stopping or self._lanes.is_closing,
                )
            finally:
                self._lanes.post(work.end)

        def taken(count: int) -> None:
            said = plural("dispatch.list_back", count, number=number)
            if work.is_stopping and count < len(made.letters):
                self._say(said, text("dispatch.list_back.rest"), back=lambda: self._take_back(made))
            else:
                self._say(said, text("dispatch.list_back.kept", reason=reason))

        if not self._changes.is_acting:
            work.begin()
            self._changes.do(take_back, taken)

    def _tell(self, done: int, total: int, left: str) -> None:
        said = text("dispatch.list_back.so_far", done=done, total=total)
        words = " · ".join(part for part in (said, left) if part)
        work = self._taking_back
        self._banner.say_so_far(words, is_first=work.is_told_first, stop=work.stop)

    def open(self, number: str) -> None:
        """Open the list of this number, for the printer."""
        self._changes.do(
            lambda: outgoing.find_list(self._tray, self._register, number),
            lambda listed: show_file(listed.file),
        )


def show_file(file: Path) -> None:
    """Open a file with the system's viewer."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
