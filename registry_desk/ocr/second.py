"""A reader of another kind, asked where Tesseract stays unsure: RapidOCR's networks.

Optional (``pip install 'registry-desk[second]'``). It reads needle prints and tables better, and
faxes and typewriters worse; it forgets spaces and the marks of Romanian letters, so that its words
are only taken where Tesseract's are clearly less sure (:mod:`registry_desk.ocr.surer`).

Source: FACTS of 2026-11, "Reading": words wrong on needle prints 2 % instead of 20, 2.5 seconds of
processor time and 970 MB.
"""

import importlib.metadata
from typing import Any

from rapidocr import RapidOCR

from registry_desk.model.page import Box
from registry_desk.ocr.engines import Gray, RawWord

_LETTERS = str.maketrans({"ä": "ă", "Ä": "Ă", "ã": "ă", "Ã": "Ă", "ǎ": "ă", "Ǎ": "Ă"})
"""Letters of other languages that it takes for Romanian ones."""


class SecondEngine:
    """RapidOCR with the models of its wheel, on one thread."""

    def __init__(self) -> None:
        """Load the models."""
        threads = "EngineConfig.onnxruntime"
        self._reader: Any = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,  # pages come upright
                f"{threads}.intra_op_num_threads": 1,
                f"{threads}.inter_op_num_threads": 1,
                f"{threads}.enable_cpu_mem_arena": False,
            }
        )
        self.name = f"rapidocr {importlib.metadata.version('rapidocr')}"

    def read(self, gray: Gray) -> tuple[RawWord, ...]:
        """Read a page, line by line; the words of a line are cut where it saw a space.

        Nothing where it breaks off: it is only asked for an opinion.
        """
        try:
            found: Any = self._reader(gray, return_word_box=True)
        except Exception:  # noqa: BLE001 - whatever stops it, Tesseract's reading stands
            return ()
        lines = found.word_results if found.boxes is not None else ()
        return tuple(
            RawWord(text.translate(_LETTERS), _around(corners), float(confidence), 0, 0, number)
            for number, words in enumerate(lines)
            for text, confidence, corners in words
            if text.strip() and corners
        )


def _around(corners: Any) -> Box:
    """Give the box around a word's four corners."""
    xs, ys = zip(*((round(float(x)), round(float(y))) for x, y in corners), strict=True)
    return Box(min(xs), min(ys), max(1, max(xs) - min(xs)), max(1, max(ys) - min(ys)))
