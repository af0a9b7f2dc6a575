"""The second run of ``./installer/demo --headless``: how long, and where the time goes.

    python -m tests.bench.bench_demo [--full]

The peer is plain Tesseract (``tesseract page out -l ron``) on the same written pages in the same
run, one process after another: what reading alone would cost with the best free engine.
"""

import argparse
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

from tests.conftest import CHECKOUT

ENVIRONMENT = {**os.environ, "OMP_THREAD_LIMIT": "1"}


def demonstration():
    """Run it once more after a first run; give wall seconds and what it tells of itself."""
    command = [CHECKOUT / "installer" / "demo", "--headless", "--json"]
    for _ in range(2):
        began = time.monotonic()
        ran = subprocess.run(command, capture_output=True, env=ENVIRONMENT, check=True)
        seconds = time.monotonic() - began
    return seconds, json.loads(ran.stdout)


def tesseract_alone():
    """Read the written pages of the samples with the bare command; give wall seconds."""
    truth = json.loads((CHECKOUT / "resources" / "letters" / "truth.json").read_text("utf-8"))
    written = [p["file"] for p in truth["pages"] if not p["blank"] and not p["separator"]]
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        for name in written:
            page = CHECKOUT / "resources" / "letters" / name
            subprocess.run(
                ["tesseract", page, Path(folder) / "out", "-l", "ron"],
                capture_output=True,
                env=ENVIRONMENT,
                check=True,
            )
        return time.monotonic() - began, len(written)


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--full", action="store_true")
    repeats = 5 if asked.parse_args().full else 1
    for _ in range(repeats):
        seconds, told = demonstration()
        peer, pages = tesseract_alone()
        parts = ", ".join(f"{name} {value:.1f}" for name, value in told["seconds"].items())
        print(
            f"demo, second run {seconds:.1f} s for {len(told['letters'])} letters ({parts}); "
            f"bare tesseract on the {pages} written pages {peer:.1f} s: ratio {seconds / peer:.2f}"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
