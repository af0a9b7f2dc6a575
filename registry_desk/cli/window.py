"""Open the window on this desk's own parts: its tray, its register, its scanner."""

from pathlib import Path


def open_window() -> int:
    """Show the window until it is closed.

    Raises:
        DisplayLibrariesMissing: Qt would abort on this system.
        LoginRefused: nobody has logged in here.
        RegisterAway: the register must answer once to tell its departments.
    """
    from registry_desk.cli.display import require_libraries

    require_libraries()
    from registry_desk import settings
    from registry_desk.cli.access import register_client
    from registry_desk.cli.separator_key import known_key
    from registry_desk.desk.app import show
    from registry_desk.desk.parts import DeskParts
    from registry_desk.journey.answer import TokenPlace
    from registry_desk.journey.devices import ScanSettings
    from registry_desk.journey.keeping import tidy
    from registry_desk.journey.office import office_of
    from registry_desk.journey.pile import ReadingRoom
    from registry_desk.journey.registration import Counter
    from registry_desk.journey.tray import Tray
    from registry_desk.reading import PageReaders, ReadingSettings

    chosen = settings.load()
    register = register_client(None, None)
    tray = Tray(chosen.tray_dir, free_bytes_kept=chosen.number("tray.free_mb") * 1_000_000)
    office, account = office_of(tray, register), register.me()
    tidy(tray, keep_days=chosen.number("tray.keep_days"))
    module, watched = chosen.string("token.module"), chosen.string("intake.folder")
    reading = ReadingSettings(chosen.string("reading.languages"))
    with PageReaders(chosen.number("reading.jobs")) as readers:
        return show(
            DeskParts(
                counter=Counter(tray, register, office, chosen.string("pdf.profile")),
                room=ReadingRoom(readers, reading, office.departments, known_key()),
                operator=account.username,
                operator_name=account.name,
                device=chosen.string("scanner.device"),
                scan=ScanSettings(
                    source=chosen.string("scanner.source"),
                    dpi=chosen.number("scanner.dpi"),
                    mode=chosen.string("scanner.mode"),
                ),
                paper_wait_s=chosen.number("scanner.wait_s"),
                register_code=chosen.string("register.code"),
                scheme=chosen.string("window.scheme"),
                role=account.role,
                department=account.department,
                token=TokenPlace(
                    module=Path(module),
                    serial=chosen.string("token.serial"),
                    level="B-T" if chosen.string("signing.tsa_url") else "B-B",
                    tsa_url=chosen.string("signing.tsa_url") or None,
                )
                if module
                else None,
                watched_folder=Path(watched) if watched else None,
            )
        )
