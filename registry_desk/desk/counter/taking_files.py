"""A screen that takes in files: chosen in a dialog, or dropped on it from outside."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from registry_desk.i18n import text


class TakingFiles(QWidget):
    """Tells of the files that somebody brings."""

    files_brought = Signal(list)
    """Paths of files."""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)

    def choose_files(self) -> None:
        """Ask for files to take in."""
        chosen, _filter = QFileDialog.getOpenFileNames(self, text("counter.files"))
        self.files_brought.emit([Path(name) for name in chosen])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, and nothing else, from outside."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in the files that were dropped."""
        urls = event.mimeData().urls()
        self.files_brought.emit([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])
        event.acceptProposedAction()
