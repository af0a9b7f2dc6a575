"""What a search finds, as a table file or a print: asked where, written whole, stopped at will."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.long_work import LongWork
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.plain import button
from registry_desk.errors import Cancelled, RegistryDeskError
from registry_desk.i18n import plural, text
from registry_desk.journey.export_files import export

_FORMS = ("xlsx", "csv", "pdf")


class Exporting(QObject):
    """The three buttons of the register and what they do."""

    progressed = Signal(str)
    """The words for how far it is."""
    ended = Signal()

    def __init__(self, screen: QWidget, parts: DeskParts, lanes: Lanes, *, banner: Banner) -> None:
        super().__init__(screen)
        self._screen, self._parts, self._lanes, self._banner = screen, parts, lanes, banner
        self._work = LongWork(self)
        self._work.told.connect(self._tell)
        self.words: Callable[[], str] = lambda: ""
        """Gives the words that are searched for."""
        self.export_button = button(
            text("register.export"), self._ask_where, shortcut="Ctrl+E", sign="download"
        )
        self.print_button = button(
            text("register.print"), self._print, shortcut="Ctrl+P", sign="printer"
        )
        self.stop_button = button(text("register.stop"), self._work.stop, shortcut="Shift+Esc")
        self.stop_button.hide()

    def _ask_where(self) -> None:
        forms = {f"{text(f'register.form.{form}')} (*.{form})": form for form in _FORMS}
        name, chosen = QFileDialog.getSaveFileName(
            self._screen,
            text("register.export"),
            f"{text('register.file_name')}.xlsx",
            ";;".join(forms),
        )
        if name:
            target = Path(name)
            has_form = target.suffix.lower().lstrip(".") in _FORMS
            self.write(target if has_form else Path(f"{name}.{forms.get(chosen, 'xlsx')}"))

    def _print(self) -> None:
        """Make the print of what the search finds and open it, for the printer."""
        folder = Path(tempfile.mkdtemp(prefix="registry-desk-"))
        self.write(folder / f"{text('register.file_name')}.pdf", opens=True)

    def write(self, target: Path, *, opens: bool = False) -> None:
        """Write what the search finds, all of it, into a table file or a print.

        Args:
            target: its ending says the form: ``.csv``, ``.xlsx`` or ``.pdf``.
            opens: show it at once.
        """
        words = self.words()
        self._work.begin()
        self._show_writing(True)

        def written(count: int) -> None:
            self._end()
            if opens:
                _open(target)
                return
            self._banner.say(
                plural("register.exported", count, file=target.name),
                str(target.parent),
                action=text("register.open_file"),
                act=lambda: _open(target),
            )

        self._lanes.run(
            "free",
            lambda: export(
                self._parts.counter.register,
                self._parts.counter.office,
                words,
                target,
                progress=self._work.note,
                cancelled=lambda: self._lanes.is_closing or self._work.is_stopping,
            ),
            done=written,
            failed=self._not_written,
        )

    def _tell(self, done: int, total: int, left: str) -> None:
        said = text("register.writing", done=done, total=total)
        self.progressed.emit(" · ".join(part for part in (said, left) if part))

    def _not_written(self, error: RegistryDeskError) -> None:
        self._end()
        if not isinstance(error, Cancelled):
            self._banner.show_error(error)

    def _end(self) -> None:
        self._work.end()
        self._show_writing(False)
        self.ended.emit()

    def _show_writing(self, is_writing: bool) -> None:
        for shown in (self.export_button, self.print_button):
            shown.setEnabled(not is_writing)
        self.stop_button.setVisible(is_writing)


def _open(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
