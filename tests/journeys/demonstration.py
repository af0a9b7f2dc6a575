"""Run ``registry-desk demo`` as a person does: a process of its own, seen from outside."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

COMMAND = [sys.executable, "-m", "registry_desk", "--lang", "ro", "demo", "--headless", "--json"]
RUN_LIMIT_S = 240
CHILDREN_LIMIT_S = 2.0


BEGUN = []
"""The demonstrations a test has started, for the furniture that ends what a failed test left."""


class Running:
    """A demonstration that runs; its words go to files, so that no pipe holds it back."""

    def __init__(self, arguments, environment):
        BEGUN.append(self)
        self._logs = tempfile.TemporaryDirectory(prefix="demo-log-")
        self._said, self._told = (Path(self._logs.name) / name for name in ("said", "told"))
        with self._said.open("wb") as said, self._told.open("wb") as told:
            self.process = subprocess.Popen(
                [*COMMAND, *map(str, arguments)],
                stdout=said,
                stderr=told,
                env={**os.environ, "OMP_THREAD_LIMIT": "1", **environment},
                start_new_session=True,
            )

    def has_ended(self):
        return self.process.poll() is not None

    def children(self):
        return descendants(self.process.pid)

    def interrupt(self):
        """Press Ctrl+C."""
        self.process.send_signal(signal.SIGINT)

    def kill(self):
        """Kill the process alone with -9, as the kernel or a plug would, and give its children."""
        children = self.children()
        self.process.kill()
        self.process.wait()
        self._logs.cleanup()
        return children

    def finish(self):
        """Wait for its end; give exit code, its JSON (None if there is none) and its messages."""
        try:
            code = self.process.wait(timeout=RUN_LIMIT_S)
        finally:
            self.process.kill()
        said, told = self._said.read_bytes(), self._told.read_text(errors="replace")
        self._logs.cleanup()
        return code, (json.loads(said) if said.strip() else None), told

    def clear_away(self):
        """End it if it still runs, and remove its words."""
        self.process.kill()
        self.process.wait()
        self._logs.cleanup()


def start(*arguments, temporary=None, **environment):
    """Start a demonstration, with a folder of its own for temporary files where one is given."""
    if temporary:
        environment["TMPDIR"] = str(temporary)
    return Running(arguments, environment)


def descendants(pid):
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def still_running(children):
    """Give the command lines of those children that have not ended within the limit.

    One that has ended but that nobody has collected yet (a container without an init) has ended.
    """
    _gone, alive = psutil.wait_procs(children, timeout=CHILDREN_LIMIT_S)
    return [words for process in alive if (words := _at_work(process))]


def _at_work(process):
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return " ".join(process.cmdline())[-160:]
    except psutil.NoSuchProcess:
        return None


def wait_until(condition, *, limit_s=60):
    until = time.monotonic() + limit_s
    while time.monotonic() < until:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def sample_pages():
    from registry_desk.demo.letters import sample_letters

    return sample_letters().pages


def kept_images(folder: Path):
    """Give the captured images that belong to documents, in order, and those set aside."""
    from registry_desk.journey.tray import Tray

    tray = Tray(folder / "tray")
    try:
        pages = [page for batch in tray.batches() for page in tray.pages(batch.id)]
        kept = [tray.path(page.file) for page in pages if not page.is_set_aside]
        aside = [tray.path(page.file) for page in pages if page.is_set_aside]
        noted = {page.file: page.sha256 for page in pages}
        on_disk = {tray.name(file) for file in folder.glob("tray/batches/*/captured/page-*.jpg")}
        return kept, aside, noted, on_disk
    finally:
        tray.close()
