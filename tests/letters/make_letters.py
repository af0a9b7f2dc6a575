"""Make the sample letters and the demonstration's town.

    python -m tests.letters.make_letters [FOLDER]

Writes ``letters/page-NNN.jpg``, ``letters/truth.json`` and ``town.json`` below ``resources/`` (or
FOLDER). One batch as a duplex feeder gives it: every sheet's front and back, patch T sheets before
some letters. The same fonts and libraries make the same bytes.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tests.conftest import CHECKOUT
from tests.letters.ink import RoundStamp, printed, register_faces
from tests.letters.letters import LETTERS, Letter
from tests.letters.paper import (
    DPI,
    HEIGHT_PX,
    WIDTH_PX,
    Look,
    blank_side,
    print_pages,
    printed_text,
    scanned,
    separator_sheet,
)
from tests.letters.town import TOWN

SEED = 20260302
QUALITY = 78


class Feeder:
    """Collects images and their truth in the order the scanner gives them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._random = np.random.default_rng(SEED)
        self.pages: list[dict[str, Any]] = []
        self.documents: list[dict[str, Any]] = []

    def separator(self) -> None:
        front = print_pages(separator_sheet())[0]
        look = Look(skew_deg=float(self._random.uniform(-0.6, 0.6)), noise=1.2)
        self._side(front, blank_side(), look, text="", is_separator=True)
        self._side(blank_side(), front, look, text="")

    def letter(self, letter: Letter) -> None:
        pdf = printed(letter.story())
        unstamped = [x for x in letter.story() if not isinstance(x, RoundStamp)]
        fronts, texts = print_pages(pdf), printed_text(printed(unstamped))
        first = len(self.pages) + 1
        for front, text in zip(fronts, texts, strict=True):
            self._side(front, blank_side(), letter.look, text=text)
            self._side(blank_side(), front, letter.look, text="")
        self.documents.append(
            {
                "letter": letter.name,
                "department": letter.department,
                "first_page": first,
                "last_page": len(self.pages),
                "fields": letter.fields,
            }
        )

    def _side(
        self, side: np.ndarray, other: np.ndarray, look: Look, *, text: str, is_separator=False
    ) -> None:
        name = f"page-{len(self.pages) + 1:03d}.jpg"
        image = scanned(side, other, look, self._random)
        Image.fromarray(image).save(
            self._folder / name, quality=QUALITY, optimize=True, dpi=(DPI, DPI)
        )
        is_blank = not text and not is_separator
        self.pages.append(
            {
                "file": name,
                "text": text,
                "rotation_deg": 180 if look.is_upside_down and not is_blank else 0,
                "skew_deg": 0.0 if is_blank else round(look.skew_deg, 3),
                "blank": is_blank,
                "separator": is_separator,
                "separator_type": "patch" if is_separator else None,
                "width_px": WIDTH_PX,
                "height_px": HEIGHT_PX,
                "dpi": DPI,
                "colour": look.is_colour,
                "tags": [],
            }
        )


def make(folder: Path) -> None:
    """Write everything below ``folder``."""
    register_faces()
    letters = folder / "letters"
    letters.mkdir(parents=True, exist_ok=True)
    for old in letters.glob("page-*.jpg"):
        old.unlink()
    feeder = Feeder(letters)
    for letter in LETTERS:
        if letter.is_after_separator:
            feeder.separator()
        feeder.letter(letter)
    truth = {"pages": feeder.pages, "documents": feeder.documents, "tags": ["duplex", "separator"]}
    _write(letters / "truth.json", truth)
    _write(folder / "town.json", TOWN)


def _write(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else CHECKOUT / "resources")
