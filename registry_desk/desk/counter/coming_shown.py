"""What the clerk sees of paper on its way in: progress, questions, and why it stopped."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from registry_desk.desk.background import Lanes
from registry_desk.desk.bringing import say_not_in
from registry_desk.desk.counter.coming_in import ComingIn
from registry_desk.desk.counter.layout import CounterWidgets
from registry_desk.desk.counter.questions import Question
from registry_desk.desk.widgets.page_levels import reduced_levels
from registry_desk.desk.widgets.time_left import TimeLeft
from registry_desk.errors import Cancelled, DeviceError, RegistryDeskError
from registry_desk.i18n import plural, text

if TYPE_CHECKING:
    from registry_desk.journey.bringing import Brought


class ComingShown(QObject):
    """Keeps bar, buttons and banner true while a pile comes in."""

    scanner_told = Signal(str, str)
    """State and reason of the scanner's sign."""

    def __init__(self, lanes: Lanes, coming_in: ComingIn, made: CounterWidgets) -> None:
        super().__init__(made.banner)
        self._lanes, self._made, self._banner = lanes, made, made.banner
        self._time_left = TimeLeft()
        self._is_coming = False
        coming_in.bringing.told.connect(self._tell_bringing)
        coming_in.bringing.ended.connect(self._end_bringing)
        coming_in.bringing.failed.connect(lambda _error: self._end_bringing())
        coming_in.progressed.connect(self._progressed)
        coming_in.damaged.connect(self._banner.show_error)
        coming_in.not_in.connect(lambda troubles: say_not_in(self._banner, troubles))
        coming_in.asked.connect(self._ask)
        coming_in.mails_came.connect(self._say_mails)
        coming_in.waiting.connect(self._say_waiting)

    def begin(self, *, is_scanning: bool) -> None:
        """Show that a pile is coming in."""
        self._banner.hide()
        self._set_coming(True)
        if is_scanning:
            self.scanner_told.emit("busy", text("counter.scanning"))

    def end(self) -> None:
        """Show that the pile is in."""
        self._set_coming(False)
        self.scanner_told.emit("ok", text("counter.scanner_ready"))

    def stop(self, error: RegistryDeskError, go_on: Callable[[], object]) -> None:
        """Show why the pile stopped, and how it goes on; a person who stopped it is told nothing.

        Args:
            error: what stopped it.
            go_on: scans on.
        """
        if isinstance(error, Cancelled):
            self.end()
            return
        self._set_coming(False)
        self.scanner_told.emit("away" if isinstance(error, DeviceError) else "waits", error.message)
        self._banner.show_error(error, action=text("counter.continue"), act=go_on)

    def _tell_bringing(self, words: str, percent: int) -> None:
        """Show how far copying is, where nothing else comes in."""
        if not self._is_coming:
            self._made.left.setText(words)
            self._made.progress.setMaximum(100)
            self._made.progress.setValue(percent)
            self._made.stop_button.show()

    def _end_bringing(self, brought: "Brought | None" = None) -> None:
        if not self._is_coming:
            self._made.left.clear()
            self._made.progress.reset()
            self._made.progress.setMaximum(1)
            self._made.stop_button.hide()
        if brought is not None and brought.is_stopped:
            self._banner.say(text("bringing.stopped"), text("bringing.stopped.next"))

    def _progressed(self, done: int, total: int) -> None:
        self._made.progress.setMaximum(max(total, 1))
        self._made.progress.setValue(done)
        so_far = text("counter.so_far", done=done, total=total)
        left = self._time_left.words(done, total)
        self._made.left.setText(" · ".join(part for part in (so_far, left) if part))

    def _say_waiting(self, count: int) -> None:
        self._banner.say(plural("counter.files_wait", count), text("counter.files_wait_next"))

    def _say_mails(self, count: int) -> None:
        self._banner.say(plural("mail.brought", count), text("mail.on_their_screen"))

    def _ask(self, question: Question) -> None:
        """Show what the scanner asks, with a picture of the page it speaks of."""
        words = text(question.code, **question.params)
        self._banner.say(words, action=text("counter.continue"), act=question.go_on)
        picture = question.picture
        if picture is not None:
            self._lanes.run(
                "look",
                lambda: reduced_levels(picture),
                done=self._made.view.show_page,
                failed=self._banner.show_error,
            )

    def _set_coming(self, is_coming: bool) -> None:
        self._is_coming = is_coming
        self._time_left.begin()
        self._made.left.clear()
        self._made.scan_button.setEnabled(not is_coming)
        self._made.scan_button.setToolTip(text("counter.scanning") if is_coming else "")
        self._made.stop_button.setVisible(is_coming)
        self._made.progress.setMaximum(0 if is_coming else 1)
