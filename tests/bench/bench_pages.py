"""How pages stand and whether they are blank, on letters nobody has seen: other seeds, new pages.

    python -m tests.bench.bench_pages [--full]

The letters are drawn by ../shared/corpus/make_corpus.py; with --full from four seeds, more than 300
written pages. What is printed: pages the wrong way up, skew, written pages called blank, blank
backs found, and the processor time of the whole repair and of judging which way up alone.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from registry_desk.imaging import repair as repairing
from registry_desk.intake.opening import open_page
from registry_desk.ocr.engines import open_engine

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
SEEDS = (71, 72, 73, 74)


@dataclass
class Seen:
    written: int = 0
    called_blank: int = 0
    wrong_way_up: int = 0
    blank: int = 0
    blank_found: int = 0
    skews: list = field(default_factory=list)
    repair_s: float = 0.0
    upright_s: float = 0.0


def drawn(seed, folder):
    """Draw the letters of a seed; gives whether this machine has the fonts for it."""
    command = [sys.executable, CORPUS / "make_corpus.py", "--set", "dev", "--seed", str(seed)]
    ran = subprocess.run([*command, "--out", folder], capture_output=True, text=True, check=False)
    if ran.returncode:
        print(f"seed {seed}: {ran.stderr.strip().splitlines()[-1]}")
    return ran.returncode == 0


def look(file, told, seen, second_look):
    opened = open_page(file, 1)
    began = time.process_time()
    page = repairing.repair(opened.pixels, opened.dpi, second_look=second_look).page
    seen.repair_s += time.process_time() - began
    if told["blank"]:
        seen.blank += 1
        seen.blank_found += page.is_blank
        return
    seen.written += 1
    is_wrong = page.rotation_deg != told["rotation_deg"]
    seen.called_blank += page.is_blank
    seen.wrong_way_up += is_wrong
    if page.is_blank or is_wrong:
        print(f"  {file.parent.name}/{file.name}: blank {page.is_blank}, turn {page.rotation_deg}")
    else:
        seen.skews.append(abs(page.skew_deg - told["skew_deg"]))


def timed(seen):
    """Have the judging of which way up add its processor time."""
    find = repairing.find_upright

    def find_upright(*asked):
        began = time.process_time()
        try:
            return find(*asked)
        finally:
            seen.upright_s += time.process_time() - began

    repairing.find_upright = find_upright


def told(seen):
    skews = sorted(seen.skews)
    count = seen.written + seen.blank
    p95, worst = skews[int(0.95 * len(skews))], skews[-1]
    upright_ms = 1000 * seen.upright_s / max(1, seen.written)
    print(f"written pages {seen.written}: wrong way up {seen.wrong_way_up} (0 allowed), "
          f"called blank {seen.called_blank} (0 allowed)")  # fmt: skip
    print(f"blank backs {seen.blank}: found {seen.blank_found} (98 % asked)")
    print(f"skew: p95 {p95:.3f}° of 0.08, worst {worst:.3f}° of 0.2")
    print(f"which way up {upright_ms:.0f} ms a page of 40; whole repair "
          f"{1000 * seen.repair_s / count:.0f} ms")  # fmt: skip
    missed = seen.wrong_way_up + seen.called_blank + (seen.blank_found < 0.98 * seen.blank)
    return bool(missed + (p95 > 0.08) + (worst > 0.2) + (upright_ms > 40))


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--full", action="store_true")
    asked.add_argument("--letters", type=Path, action="append", help="letters drawn before")
    given = asked.parse_args()
    if not CORPUS.is_dir():
        print("the builders' letters (../shared/corpus) are not here: nothing to look at")
        return 0
    seen = Seen()
    timed(seen)
    engine = open_engine("ron")
    with tempfile.TemporaryDirectory() as name:
        folders = given.letters
        if not folders:
            folders = [Path(name) / str(seed) for seed in SEEDS[: None if given.full else 1]]
            if not all(drawn(int(folder.name), folder) for folder in folders):
                return 1
        for truth in sorted(file for folder in folders for file in folder.glob("*/truth.json")):
            for page in json.loads(truth.read_text())["pages"]:
                if not page["separator"]:
                    look(truth.parent / page["file"], page, seen, engine.upright)
    return int(told(seen))


if __name__ == "__main__":
    raise SystemExit(main())
