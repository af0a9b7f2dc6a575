"""Open the window on this desk's own parts: its tray, its register, its scanner.

The window stands before the register has answered: office and person are those it told last.
"""

import gc
import os
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from registry_desk.client import RegisterClient
    from registry_desk.desk.parts import DeskParts
    from registry_desk.journey.office import Known
    from registry_desk.journey.tray import Tray
    from registry_desk.reading import PageReaders
    from registry_desk.settings import Settings

_FIRST_ROOMS = (
    "registry_desk.reading", "registry_desk.settings", "registry_desk.journey.counter",
    "registry_desk.journey.devices", "registry_desk.journey.keeping",
    "registry_desk.journey.office", "registry_desk.journey.reading_room",
    "registry_desk.journey.signer", "registry_desk.journey.tray",
)  # fmt: skip


def open_window() -> int:
    """Show the window until it is closed.

    Raises:
        DisplayLibrariesMissing: Qt would abort on this system.
        SettingsDamaged: the settings file is no settings file.
        TrayFull, TrayDamaged, TrayNewer: the tray cannot be opened.
    """
    from registry_desk.cli.display import require_libraries

    require_libraries()
    load_rooms()
    from registry_desk import i18n, settings
    from registry_desk.desk.app import show
    from registry_desk.journey.keeping import tidy
    from registry_desk.journey.tray import Tray
    from registry_desk.reading import PageReaders

    chosen = settings.load()
    if chosen.is_stored("language"):
        i18n.use(chosen.string("language"))
    tray = Tray(chosen.tray_dir, free_bytes_kept=chosen.number("tray.free_mb") * 1_000_000)
    tidy(tray, keep_days=chosen.number("tray.keep_days"))
    with PageReaders(chosen.number("reading.jobs"), gives_way=True) as readers:
        return show(_OwnDesk(chosen, tray, readers).parts())


def load_rooms() -> None:
    """Load what the first frame needs and knows no Qt, before Qt.

    Qt's binding reads the source of every module that is loaded after it. Looking for garbage
    among modules and classes, all of which stay, costs a tenth of the start: the window begins
    with it once it is shown. Plugins of pydantic are looked for in every package installed.
    """
    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for room in _FIRST_ROOMS:
        import_module(room)


class _OwnDesk:
    """Makes the desk's parts, and makes them anew when settings or login changed."""

    def __init__(self, chosen: "Settings", tray: "Tray", readers: "PageReaders") -> None:
        from registry_desk.cli.mail_account import MailPasswords
        from registry_desk.desk.memory import Memory
        from registry_desk.settings import Profiles, places

        self._chosen, self._tray, self._readers = chosen, tray, readers
        self._memory = Memory(places.memory_file())
        self._profiles = Profiles(places.profiles_file())
        self._mail_passwords = MailPasswords()
        self._credential = ""
        """Of a login that no keyring could keep; gone with the process."""

    def parts(self) -> "DeskParts":
        """Give the desk as the settings and the login are now."""
        from registry_desk.cli.chosen_reading import chosen_reading
        from registry_desk.cli.key_place import key_place
        from registry_desk.cli.separator_key import known_key
        from registry_desk.cli.trusted import trust_from
        from registry_desk.desk.parts import DeskParts, Home
        from registry_desk.journey.counter import Counter
        from registry_desk.journey.devices import ScanSettings
        from registry_desk.journey.office import last_known
        from registry_desk.journey.reading_room import ReadingRoom

        chosen = self._chosen
        register = self._register()
        known = last_known(self._tray, register.url) or _nobody()
        watched, templates = chosen.string("intake.folder"), chosen.string("reply.templates")
        reading = chosen_reading(chosen)
        return DeskParts(
            counter=Counter(
                self._tray,
                register,
                known.office,
                chosen.string("pdf.profile"),
                trust_from(chosen),
            ),
            room=ReadingRoom(self._readers, reading, known.office.departments, cache(known_key)),
            operator=known.account.username,
            operator_name=known.account.name,
            device=chosen.string("scanner.device"),
            scan=ScanSettings(
                source=chosen.string("scanner.source"),
                dpi=chosen.number("scanner.dpi"),
                mode=chosen.string("scanner.mode"),
            ),
            paper_wait_s=chosen.number("scanner.wait_s"),
            register_code=chosen.string("register.code"),
            scheme=chosen.string("window.scheme"),
            role=known.account.role,
            department=known.account.department,
            token=key_place(chosen),
            watched_folder=Path(watched) if watched else None,
            mailbox=self._mail_passwords.account(chosen),
            templates=Path(templates) if templates else None,
            receipt_paper=chosen.string("receipt.paper"),
            receipt_printer=chosen.string("receipt.printer"),
            label_printer=chosen.string("receipt.label_printer"),
            memory=self._memory,
            home=Home(
                settings=chosen,
                profiles=self._profiles,
                remake=self.parts,
                log_in=self._log_in,
                is_new=not chosen.string("server.url") and not self._memory.recall("start.skipped"),
            ),
        )

    def _register(self) -> "RegisterClient":
        """Give the register; without address or login it answers nothing, and the tray waits."""
        from registry_desk.cli.late_register import register_at

        url = self._chosen.string("server.url")
        if self._credential:
            return register_at(url, self._credential)
        # A keyring may ask for its own password first: the window does not wait for that.
        return register_at(url, lambda: _kept_credential(self._chosen, url))

    def _log_in(self, address: str, username: str, password: str) -> str:
        from registry_desk import secrets
        from registry_desk.cli.access import keyring_name
        from registry_desk.client import log_in

        url = address.strip().rstrip("/")
        credential = log_in(url, username.strip(), password)
        self._credential = credential.token
        self._chosen.change("server.url", url)
        secrets.remember(keyring_name(url), credential.token)
        return credential.account.name


def _kept_credential(chosen: "Settings", url: str) -> str:
    """Give the kept credential; empty where none is kept or the keyring does not open.

    A keyring that is closed stops nobody from scanning: the window says that nobody is logged in.
    """
    from registry_desk import secrets
    from registry_desk.cli.access import keyring_name

    file = chosen.string("server.credential_file")
    try:
        return secrets.from_file(Path(file)) if file else secrets.recall(keyring_name(url)) or ""
    except (secrets.KeyringMissing, secrets.SecretFileExposed, FileNotFoundError):
        return ""


def _nobody() -> "Known":
    """Give the office of a desk that no register has told anything yet."""
    from registry_desk.i18n import text
    from registry_desk.journey.office import Known
    from registry_desk.model.office import Account, Office

    name = text("start.nobody")
    return Known(Office(institution=""), Account(username="nobody", name=name, role="clerk"))
