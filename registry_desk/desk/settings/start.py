"""The first start: language, register, scanner, token; each can be left for later."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from registry_desk.desk.background import Lanes
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.plain import button, label, restyle, scrolled
from registry_desk.desk.window_commands import WindowCommands
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import LANGUAGES, current, text
from registry_desk.secrets import KeyringMissing

_LINE_PX = 360
_PAGE_PX = 220


class StartScreen(QWidget):
    """Sets a desk up; nothing here is needed before paper can be scanned."""

    changed = Signal()
    remake_wanted = Signal()

    def __init__(self, parts: DeskParts, lanes: Lanes) -> None:
        super().__init__()
        if parts.home is None:
            raise ValueError("a desk without settings of its own is not set up")
        self._parts, self._lanes, self._home = parts, lanes, parts.home
        self.commands: WindowCommands | None = None
        """Of the window; given when the screen stands there."""
        self.banner = Banner()
        self.language = QComboBox()
        for language in LANGUAGES:
            self.language.addItem(text(f"speak.{language}"), language)
        self.language.setCurrentIndex(LANGUAGES.index(current()))
        self.language.activated.connect(self._change_language)
        self.address, self.username, self.password = QLineEdit(), QLineEdit(), QLineEdit()
        self.address.setText(self._home.settings.string("server.url"))
        self.address.setPlaceholderText("http://registru.primaria.local:8000")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.log_in_button = button(text("start.log_in"), self._log_in, role="primary")
        self.scan_button = button(text("start.try_scanner"), self._try_scanner, sign="scan-line")
        self.token_button = button(text("start.try_token"), self._try_token, sign="pen-line")
        self.work_button = button(text("start.work"), self._work, shortcut="Ctrl+Return")
        self.said = {name: _answer() for name in ("login", "scanner", "token")}
        self.page = QLabel()
        self.page.setAccessibleName(text("start.page"))
        for line in (self.address, self.username, self.password):
            line.setFixedWidth(_LINE_PX)
            line.returnPressed.connect(self._log_in)
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(48, 32, 48, 32)
        column.setSpacing(16)
        column.addWidget(label(text("start.title"), "entry"))
        told = label(text("start.said"), "muted")
        told.setWordWrap(True)
        column.addWidget(told)
        column.addWidget(_card(text("start.language"), self.language))
        column.addWidget(_card(text("start.register"), self._login_form(), self.said["login"]))
        trial = QWidget()
        row = QHBoxLayout(trial)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.scan_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.page)
        row.addStretch(1)
        column.addWidget(_card(text("start.scanner"), trial, self.said["scanner"]))
        column.addWidget(_card(text("start.token"), self.token_button, self.said["token"]))
        column.addWidget(self.work_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        inside.setMaximumWidth(860)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inside))
        self.banner.lie_over(self)

    def _login_form(self) -> QWidget:
        shown = QWidget()
        form = QFormLayout(shown)
        form.setContentsMargins(0, 0, 0, 0)
        for name, line in (
            ("address", self.address), ("username", self.username), ("password", self.password)
        ):  # fmt: skip
            words = label(text(f"start.{name}"), "muted")
            words.setBuddy(line)
            line.setAccessibleName(text(f"start.{name}"))
            form.addRow(words, line)
        form.addRow("", self.log_in_button)
        return shown

    def refresh(self) -> None:
        """Put the focus on what is missing first."""
        (self.username if self.address.text() else self.address).setFocus()

    def leave(self) -> None:
        """Keep no password standing in a line."""
        self.password.clear()

    def _change_language(self, place: int) -> None:
        if self.commands is not None:
            self.commands.change_language(LANGUAGES[place])

    def _work(self) -> None:
        self._parts.memory.keep("start.skipped", True)
        self.remake_wanted.emit()

    # ------------------------------------------------------------------ trying each part

    def _log_in(self) -> None:
        wanted = (self.address.text(), self.username.text(), self.password.text())
        if not all(part.strip() for part in wanted):
            _say(self.said["login"], "warn", text("start.incomplete"))
            return
        self._wait(self.log_in_button, "login")

        def logged_in(name: str) -> None:
            self._tell("login", "ok", text("start.logged_in", name=name))
            self.remake_wanted.emit()

        def failed(error: RegistryDeskError) -> None:
            self._failed("login", error)
            if isinstance(error, KeyringMissing):
                self.said["login"].setText(f"▲ {text('start.no_keyring')}")
                self._ask_again()

        self._lanes.run("free", lambda: self._home.log_in(*wanted), done=logged_in, failed=failed)

    def _ask_again(self) -> None:
        """Go on with a login that only lasts until the program ends, when that was read."""
        self.banner.say(
            text("start.no_keyring"),
            text("start.no_keyring.next"),
            action=text("start.work"),
            act=self.remake_wanted.emit,
        )

    def _try_scanner(self) -> None:
        self._wait(self.scan_button, "scanner")

        def shown(page: QImage) -> None:
            self.page.setPixmap(QPixmap.fromImage(page))
            self._tell("scanner", "ok", text("start.scanner_works"))

        self._run("scanner", self._one_page, shown)

    def _one_page(self) -> QImage:
        """Scan one real page; it is only looked at and kept nowhere."""
        from registry_desk.journey.devices import scan_one_page

        with TemporaryDirectory() as folder:
            file = scan_one_page(self._parts.device, self._parts.scan, Path(folder))
            page = QImage(str(file))
        return page.scaledToWidth(_PAGE_PX, Qt.TransformationMode.SmoothTransformation)

    def _try_token(self) -> None:
        self._wait(self.token_button, "token")

        def find() -> list[str]:
            from registry_desk.journey.checks import tokens_here

            return tokens_here(self._parts.token)

        def found(labels: list[str]) -> None:
            self._tell("token", "ok", text("start.token_works", labels=", ".join(labels)))

        self._run("token", find, found)

    def _run(self, part: str, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._lanes.run(part, work, done=done, failed=lambda error: self._failed(part, error))

    def _wait(self, pressed: QWidget, part: str) -> None:
        pressed.setEnabled(False)
        _say(self.said[part], "muted", text("start.wait"))

    def _failed(self, part: str, error: RegistryDeskError) -> None:
        self._tell(part, "danger", f"▲ {error.message} {error.next_step}")

    def _tell(self, part: str, tone: str, words: str) -> None:
        pressed = {
            "login": self.log_in_button, "scanner": self.scan_button, "token": self.token_button
        }  # fmt: skip
        pressed[part].setEnabled(True)
        _say(self.said[part], tone, words)


def _say(answer: QLabel, tone: str, words: str) -> None:
    answer.setText(words)
    answer.setProperty("tone", tone)
    restyle(answer)


def _answer() -> QLabel:
    shown = label("")
    shown.setWordWrap(True)
    return shown


def _card(title: str, *inside: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("role", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(8)
    column.addWidget(label(title, "title"))
    for widget in inside:
        column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
    return card
