"""The whole small town hall, started and stopped together: register, scanner, token, tray."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from registry_desk.children import interrupts_held
from registry_desk.client import RegisterClient
from registry_desk.demo.keys import TownKeys, keys_in
from registry_desk.demo.letters import Letters
from registry_desk.demo.register import credential, running_register
from registry_desk.demo.scanner import SimulatedScanner, simulated_scanner
from registry_desk.demo.town import Person, Town, town_in
from registry_desk.i18n import text
from registry_desk.journey.capture import sheets_on_disk
from registry_desk.journey.counter import Counter
from registry_desk.journey.devices import ScanSettings
from registry_desk.journey.pile import ReadingRoom
from registry_desk.journey.records import Batch, BatchState, Origin
from registry_desk.journey.tray import Tray
from registry_desk.reading import PageReaders, ReadingSettings

_JOBS = 2


@dataclass(frozen=True, slots=True)
class Stage:
    """A town hall at work."""

    folder: Path
    town: Town
    keys: TownKeys
    address: str
    """Of the register."""
    counter: Counter
    room: ReadingRoom
    batch: Batch
    scanner: SimulatedScanner
    scan: ScanSettings

    def client_of(self, person: Person) -> RegisterClient:
        """Log a person in at the register."""
        return RegisterClient(self.address, credential(self.address, person))


@contextmanager
def stage(folder: Path, letters: Letters) -> Iterator[Stage]:
    """Start everything on a folder; what a killed run left there goes on.

    Raises:
        UnavailableError: a part did not start.
    """
    tray = Tray(folder / "tray")
    scan = ScanSettings(source="duplex" if letters.is_duplex else "feeder")
    batch = _batch(tray, scan, letters)
    pages = pages_to_feed(tray, batch, letters)
    town = town_in(folder)
    with ExitStack() as parts:
        readers = parts.enter_context(PageReaders(_JOBS, gives_way=True))
        with ThreadPoolExecutor(1) as starting:
            with interrupts_held():  # else the pool may forget a thread that it just began
                starting_scanner = starting.submit(
                    parts.enter_context, simulated_scanner(folder / "scanner")
                )
            keys = _keys(folder, town)
            address = parts.enter_context(
                running_register(folder / "register", town, keys.seal_files)
            )
            scanner = starting_scanner.result()
        scanner.load(pages, is_two_sided=letters.is_duplex)
        os.environ.update(scanner.environment)
        register = RegisterClient(address, credential(address, town.one("clerk")))
        office = register.office()
        parts.callback(tray.close)
        yield Stage(
            folder=folder,
            town=town,
            keys=keys,
            address=address,
            counter=Counter(tray, register, office, trust=(keys.pki.root_pem,)),
            room=ReadingRoom(readers, ReadingSettings(), office.departments),
            batch=batch,
            scanner=scanner,
            scan=scan,
        )


def pages_to_feed(tray: Tray, batch: Batch, letters: Letters) -> tuple[Path, ...]:
    """Give what a killed run left to be fed; a pile that it fed to the last sheet is complete."""
    done = sheets_on_disk(tray, batch, is_duplex=letters.is_duplex)
    pages = letters.sheets_from(done)
    if not pages and tray.batch(batch.id).state is BatchState.CAPTURING:
        tray.finish_capture(batch.id)
    return pages


def _keys(folder: Path, town: Town) -> TownKeys:
    signers = [p.name for p in town.people if p.role in ("official", "supervisor")]
    return keys_in(folder / "keys", town.institution, signers)


def _batch(tray: Tray, scan: ScanSettings, letters: Letters) -> Batch:
    """Give the batch of these letters: a kept folder may hold others too."""
    settings = f"{scan.source}, {scan.dpi} dpi, {scan.mode}"
    origin = Origin(text("demo.scanner_name"), settings, "demo")
    return tray.open_batch(origin, letters.batch_id)
