"""A paper to the hand: printed where a printer is set, else opened as a PDF."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from registry_desk.desk.background import Lanes
from registry_desk.desk.late import Late
from registry_desk.desk.widgets.banner import Banner
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text

printing = Late("registry_desk.desk.printing")


def hand(file: Path, printer: str, lanes: Lanes, banner: Banner) -> None:
    """Bring a paper to the hand.

    Args:
        file: the PDF.
        printer: its name; empty: none is set.
        lanes: where it is printed.
        banner: says that it was sent, or why it was not, with the PDF one press off.
    """
    if not printer:
        open_paper(file)
        return

    def failed(error: RegistryDeskError) -> None:
        banner.show_error(error, action=text("counter.open_pdf"), act=lambda: open_paper(file))

    lanes.run(
        "free",
        lambda: printing.print_paper(file, printer),
        done=lambda _none: banner.say(text("counter.printed", printer=printer)),
        failed=failed,
    )


def open_paper(file: Path) -> None:
    """Show a PDF in the program that the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
