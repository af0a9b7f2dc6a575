"""Intake: 300 images a minute of A4 300 dpi colour, durable, while reading runs; memory flat.

    python -m tests.bench.bench_intake [--full]

Real parts: simulated network scanner behind sane-airscan, the driver's worker, and page readers
that are kept busy throughout. First the scanner gives pages as fast as it is asked; the peer is the
same driver with nothing kept. Then it turns its rollers at the pace of the fastest departmental
scanners, and what counts is how many pages it gets ahead: sane-airscan fetches without limit, so
pages not yet durable pile up in its memory.
"""

import argparse
import multiprocessing
import os
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import psutil
from PIL import Image

from registry_desk.demo.letters import sample_letters
from registry_desk.demo.scanner import simulated_scanner
from registry_desk.intake import ScanSettings, scan
from registry_desk.intake.driver import Device
from registry_desk.reading import PageReaders, ReadingSettings

ASKED_PER_MINUTE = 300
"""The fastest departmental scanners: 150 sheets a minute, both sides."""
ALLOWED_GROWTH = 1.10
ALLOWED_AHEAD = 15
"""Three seconds of the fastest scanner; what is ahead must not grow with the pile."""
A4 = (2480, 3508)
STACK = 60


class Yes:
    def ask(self, code, **params):
        return True


def color_pages(folder):
    """Make colour pages of the sample letters, as a scanner would send them."""
    pages = []
    for number, letter in enumerate(sample_letters().pages[:8]):
        with Image.open(letter) as image:
            page = image.convert("RGB").resize(A4)
        noise = Image.effect_noise(A4, 6).convert("RGB")
        pages.append(folder / f"{number}.jpg")
        Image.blend(page, noise, 0.06).save(pages[-1], quality=90, dpi=(300, 300))
    return pages


def driver_alone(device, pipe):
    """Read a whole feeder with python-sane and keep nothing (a process's main function)."""
    with Device(device) as opened:
        opened.prepare(ScanSettings("feeder"))
        started, count = time.monotonic(), 0
        try:
            while True:
                opened.start()
                opened.read(lambda done, total: None)
                count += 1
        except Exception:  # noqa: BLE001 - the feeder is empty
            pipe.send(count / (time.monotonic() - started) * 60)
    os._exit(0)


def alone(scanner, pages):
    scanner.load([pages[n % len(pages)] for n in range(STACK)])
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=driver_alone, args=(scanner.device, theirs))
    process.start()
    speed = ours.recv()
    process.join()
    return speed


class Intake:
    """A scan whose pages are read and thrown away, with the driver's memory noted."""

    def __init__(self, folder):
        self.folder, self.memory, self.at, self.ahead = folder, [], [], []

    def take(self, page):
        self.at.append(time.monotonic())
        assert page.path.stat().st_size > 0
        worker = max(psutil.Process().children(), key=lambda child: child.create_time())
        self.memory.append(worker.memory_info().rss + psutil.Process().memory_info().rss)
        self.ahead.append(self.loaded - self.scanner.sheets_left() - page.number)
        page.path.unlink()

    def run(self, scanner, pages, count):
        """Scan so many pages.

        Returns:
            Pages a minute.
        """
        scanner.load([pages[n % len(pages)] for n in range(count)])
        self.scanner, self.loaded = scanner, count
        scan(
            scanner.device,
            ScanSettings("feeder"),
            self.folder,
            on_page=self.take,
            progress=lambda done, total: None,
            cancelled=lambda: False,
            prompt=Yes(),
        )
        return (len(self.at) - 1) / (self.at[-1] - self.at[0]) * 60


class Reading:
    """Keeps readers busy until it is left."""

    def __init__(self, pages, folder):
        self._pages, self._folder, self._stop, self.count = pages, folder, threading.Event(), 0
        self._thread = threading.Thread(target=self._work)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()

    def _work(self):
        with PageReaders(2, gives_way=True) as readers:
            while not self._stop.is_set():
                waiting = [
                    readers.submit(p, 1, self._folder / p.name, settings=ReadingSettings())
                    for p in self._pages[:4]
                ]
                for future in waiting:
                    future.result()
                    self.count += 1


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--full", action="store_true")
    count = 1000 if asked.parse_args().full else STACK
    with ExitStack() as parts:
        folder = Path(parts.enter_context(tempfile.TemporaryDirectory()))
        scanner = parts.enter_context(simulated_scanner(folder))
        os.environ.update(scanner.environment)
        pages = color_pages(folder)
        peer = alone(scanner, pages)
        quiet = Intake(folder / "quiet").run(scanner, pages, STACK)
        (folder / "read").mkdir()
        with Reading(pages, folder / "read") as reading:
            time.sleep(3)
            busy, paced = Intake(folder / "busy"), Intake(folder / "paced")
            speed = busy.run(scanner, pages, STACK)
            scanner.set_pace(60 / ASKED_PER_MINUTE)
            paced.run(scanner, pages, count)
            read = reading.count
    early, late = max(paced.memory[5:20]), max(paced.memory[-20:])
    ahead = max(paced.ahead[-20:])
    print(f"driver alone, nothing kept   {peer:6.0f} images/min")
    print(
        f"durable, nothing else runs   {quiet:6.0f} images/min: ratio {quiet / peer:.2f} of alone"
    )
    ratio = speed / ASKED_PER_MINUTE
    print(
        f"durable while 2 readers work {speed:6.0f} images/min: ratio {ratio:.2f} "
        f"of the {ASKED_PER_MINUTE} asked ({read} pages read meanwhile)"
    )
    print(
        f"memory, desk and driver: page 20 {early >> 20} MiB, page {count} {late >> 20} MiB: "
        f"ratio {late / early:.2f} of {ALLOWED_GROWTH} allowed"
    )
    print(
        f"at {ASKED_PER_MINUTE} a minute: {ahead} pages ahead at the end of {ALLOWED_AHEAD} allowed"
    )
    return 1 if ahead > ALLOWED_AHEAD or late > early * ALLOWED_GROWTH else 0


if __name__ == "__main__":
    raise SystemExit(main())
