"""The diagnostics' screen: each part, how it is, what to do; copied as text for the telephone."""

import platform
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

import registry_desk
from registry_desk.desk.background import Lanes
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.plain import button, frame, label
from registry_desk.desk.widgets.table import Table
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text
from registry_desk.journey.checks import Desk, Finding, Verdict, look_at

_SIGNS = {Verdict.WORKS: "✓", Verdict.ABSENT: "–", Verdict.TROUBLE: "✗"}
_COLOURS = {Verdict.WORKS: "ok", Verdict.ABSENT: "muted", Verdict.TROUBLE: "danger"}
_COLUMNS = ("part", "verdict", "detail")


class DiagnosticsScreen(QWidget):
    """Looks at every outside part of the desk."""

    changed = Signal()

    def __init__(self, parts: DeskParts, lanes: Lanes) -> None:
        super().__init__()
        self._parts, self._lanes = parts, lanes
        self._findings: list[Finding] = []
        self.banner = Banner()
        self.again_button = button(
            text("diagnostics.again"),
            self.refresh,
            role="primary",
            shortcut="F5",
            sign="refresh-cw",
        )
        self.copy_button = button(
            text("diagnostics.copy"), self.copy, shortcut="Ctrl+C", sign="copy"
        )
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.table = Table(
            [text(f"diagnostics.{name}") for name in _COLUMNS],
            name=text("screen.diagnostics"),
            stretch=(2,),
            memory=parts.memory.slot("diagnostics.columns"),
        )
        self.next_step: QLabel = label("")
        self.next_step.setWordWrap(True)
        self.next_step.setContentsMargins(16, 12, 16, 12)
        self.next_step.hide()
        self.table.row_changed.connect(self._tell)
        self._lay_out()

    def _lay_out(self) -> None:
        bar = frame("bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(self.again_button)
        row.addWidget(self.copy_button)
        row.addWidget(label(text("diagnostics.why"), "muted"))
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.progress)
        column.addWidget(self.table, 1)
        column.addWidget(self.next_step)
        self.banner.lie_over(self.table)

    def refresh(self) -> None:
        """Look at everything again; takes as long as the slowest part."""
        if not self.again_button.isEnabled():
            return
        self._set_looking(True)
        desk = self._parts.checked or Desk(
            tray_folder=self._parts.counter.tray.folder,
            languages=self._parts.room.settings.languages,
            second_engine=self._parts.room.settings.second_engine,
            register=self._parts.counter.register,
            key=self._parts.token,
            **_mailbox(self._parts),
        )
        self._lanes.run("free", lambda: look_at(desk), done=self._show, failed=self._failed)

    def copy(self) -> None:
        """Copy what was found as text."""
        QGuiApplication.clipboard().setText(self.as_text())
        self.banner.say(text("diagnostics.copied"))

    def as_text(self) -> str:
        """Give what was found for the administrator: no letter, no name, no path of a person's."""
        lines = [_system(), *(_words(found) for found in self._findings)]
        return _without_home("\n".join(lines))

    def _show(self, findings: list[Finding]) -> None:
        self._set_looking(False)
        self._findings = findings
        rows = [
            (
                text(found.part),
                f"{_SIGNS[found.verdict]} {text(f'check.{found.verdict}')}",
                found.detail or (found.error.message if found.error else ""),
            )
            for found in findings
        ]
        worst = next((n for n, f in enumerate(findings) if f.verdict is Verdict.TROUBLE), 0)
        self.table.show_rows(rows, chosen=worst)
        for row, found in enumerate(findings):
            self.table.colour(row, 1, _COLOURS[found.verdict])
        self._tell(worst)

    def _tell(self, row: int) -> None:
        error = self._findings[row].error if 0 <= row < len(self._findings) else None
        self.next_step.setText(f"{error.message}\n{error.next_step}" if error else "")
        self.next_step.setVisible(error is not None)

    def _failed(self, error: RegistryDeskError) -> None:
        self._set_looking(False)
        self.banner.show_error(error)

    def _set_looking(self, is_looking: bool) -> None:
        self.again_button.setEnabled(not is_looking)
        self.copy_button.setEnabled(not is_looking)
        self.progress.setMaximum(0 if is_looking else 1)


def _mailbox(parts: DeskParts) -> dict[str, Any]:
    account = parts.mailbox
    return {"mailbox": account.place, "mailbox_password": account.password} if account else {}


def _system() -> str:
    """Tell program and system, which an administrator asks for first."""
    parts = (
        f"Registry Desk {registry_desk.__version__}",
        f"{platform.system()} {platform.release()}",
        f"Python {platform.python_version()}",
        f"Qt {qVersion()}",
    )
    return " · ".join(parts)


def _without_home(words: str) -> str:
    """Leave out whose home folder it is: it is often called after a person."""
    return words.replace(str(Path.home()), "~")


def _words(found: Finding) -> str:
    head = f"{_SIGNS[found.verdict]} {text(found.part)}: {text(f'check.{found.verdict}')}"
    lines = [f"{head} · {found.detail}" if found.detail else head]
    if found.error:
        lines += [f"    {found.error.message}", f"    {found.error.next_step}"]
    return "\n".join(lines)
