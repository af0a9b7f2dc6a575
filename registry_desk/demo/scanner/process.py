"""The simulated scanner as a child process, and the SANE configuration that leads to it."""

import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Any

from registry_desk.children import end_with_parent, interrupts_held
from registry_desk.demo.scanner.machine import Fault, Machine, Sheet

NAME = "Simulated scanner"
_START_S = 20.0


class SimulatedScanner:
    """The desk's hands at the simulated scanner: load it, break it, clear it."""

    def __init__(self, pipe: Connection, address: str, config_dir: Path) -> None:
        self._pipe = pipe
        self.address = address
        """Address of its eSCL service."""
        self.config_dir = config_dir
        """For ``SANE_CONFIG_DIR``: this scanner, and SANE's own ``pnm`` and ``test`` devices."""
        self.device = f"airscan:e0:{NAME}"
        """Its name in SANE."""

    @property
    def environment(self) -> dict[str, str]:
        """Give what must be in the environment for SANE to find it and nothing else."""
        return {"SANE_CONFIG_DIR": str(self.config_dir)}

    def load(self, pages: Sequence[Path], *, is_two_sided: bool = False) -> None:
        """Put a stack into the feeder.

        Args:
            pages: one image for each sheet; with ``is_two_sided`` front, back, front, back, …
            is_two_sided: whether the images alternate.
        """
        step = 2 if is_two_sided else 1
        sheets = [
            Sheet(pages[i], pages[i + 1] if is_two_sided and i + 1 < len(pages) else None)
            for i in range(0, len(pages), step)
        ]
        self._do("load", sheets)

    def lay_on_glass(self, page: Path | None) -> None:
        """Put a sheet on the glass."""
        self._do("lay_on_glass", page)

    def break_at(self, fault: Fault, *, after_pages: int = 0) -> None:
        """Have a trouble come after so many more pages (images, not sheets)."""
        self._do("break_at", fault, after_pages=after_pages)

    def clear(self, *, sheet: int | None = None) -> None:
        """Take the trouble away and put the sheets back into the feeder from ``sheet`` on."""
        self._do("clear", sheet=sheet)

    def set_pace(self, seconds_per_page: float) -> None:
        """Let every page take its time, as rollers do."""
        self._do("set_pace", seconds_per_page)

    def sheets_left(self) -> int:
        """Count the sheets still in the feeder."""
        left: int = self._do("sheets_left")
        return left

    def _do(self, act: str, *values: Any, **named: Any) -> Any:
        self._pipe.send((act, values, named))
        return self._pipe.recv()


@contextmanager
def simulated_scanner(
    folder: Path, *, capabilities: Path | None = None
) -> Iterator[SimulatedScanner]:
    """Run a simulated scanner as a child process that ends with this one.

    Args:
        folder: where its SANE configuration is written.
        capabilities: a recorded ScannerCapabilities file of a real device that it answers with
            instead of its own.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(
        target=_serve, args=(theirs, capabilities), name="simulated-scanner", daemon=True
    )
    with interrupts_held():
        process.start()
    theirs.close()
    try:
        if not ours.poll(_START_S):
            raise TimeoutError("simulated scanner")
        address: str = ours.recv()
        yield SimulatedScanner(ours, address, write_configuration(folder / "sane.d", address))
    finally:
        ours.close()
        process.kill()
        process.join()


def write_configuration(folder: Path, address: str) -> Path:
    """Write a SANE configuration that leads to this scanner and SANE's own simulated devices."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dll.conf").write_text("airscan\npnm\ntest\n", encoding="utf-8")
    (folder / "airscan.conf").write_text(
        f'[devices]\n"{NAME}" = {address}, eSCL\n\n[options]\ndiscovery = disable\n',
        encoding="utf-8",
    )
    (folder / "pnm.conf").write_text("", encoding="utf-8")
    (folder / "test.conf").write_text("number_of_devices 2\n", encoding="utf-8")
    return folder


def _serve(pipe: Connection, capabilities: Path | None) -> None:
    """Serve pages and take orders until the parent goes (the child's main function)."""
    from registry_desk.demo.scanner.service import Service

    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    machine = Machine()
    service = Service(machine, capabilities.read_bytes() if capabilities else None)
    Thread(target=service.serve_forever, name="escl", daemon=True).start()
    pipe.send(service.address)
    while True:
        try:
            act, values, named = pipe.recv()
        except (EOFError, OSError):
            os._exit(0)
        pipe.send(getattr(machine, act)(*values, **named))
