"""Papers of the counter straight to a printer, whatever its driver, off the main thread."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from registry_desk.errors import DeviceError
from registry_desk.journey.papers import PRINTED_DPI, pictures_for_printer

_MM_PER_INCH = 25.4


class PrinterMissing(DeviceError):
    """The printer set for a paper is not known to the system, or takes nothing now."""

    code = "printer_missing"


def print_pictures(name: str, pictures: Sequence[Path], *, dpi: int) -> None:
    """Print pages in their own size.

    Args:
        name: of the printer, as the system calls it.
        pictures: of the pages, in order.
        dpi: the resolution of the pictures.

    Raises:
        PrinterMissing: there is none of that name, or it takes nothing now.
    """
    printer = printer_named(name)
    painter = QPainter()
    for picture in pictures:
        image = QImage(str(picture))
        size = QSizeF(image.width(), image.height()) * _MM_PER_INCH / dpi
        layout = QPageLayout(
            QPageSize(size, QPageSize.Unit.Millimeter),
            QPageLayout.Orientation.Portrait,
            QMarginsF(),
        )
        printer.setPageLayout(layout)
        is_ready = printer.newPage() if painter.isActive() else painter.begin(printer)
        if not is_ready:
            raise PrinterMissing(printer=name)
        painter.drawImage(painter.viewport(), image)
    painter.end()


def print_paper(file: Path, printer: str) -> None:
    """Print a PDF.

    Raises:
        PrinterMissing: the printer is not known to the system, or takes nothing now.
    """
    print_pictures(printer, pictures_for_printer(file), dpi=PRINTED_DPI)


def printer_named(name: str) -> QPrinter:
    """Give a printer as it is set up in the system.

    Raises:
        PrinterMissing: there is none of that name.
    """
    found = QPrinterInfo.printerInfo(name)
    if found.isNull():
        raise PrinterMissing(printer=name)
    printer = QPrinter(found, QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    return printer
