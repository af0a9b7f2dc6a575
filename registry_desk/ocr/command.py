"""The tesseract command through pytesseract: the engine that works wherever Tesseract does."""

import os
from typing import Any

import pytesseract as _pytesseract
from PIL import Image

from registry_desk.ocr import tessdata
from registry_desk.ocr.engines import Gray, Layout, RawWord, from_tsv
from registry_desk.ocr.errors import OcrFailed, OcrMissing

pytesseract: Any = _pytesseract  # without type marks

_FAULTS = (pytesseract.TesseractError, RuntimeError, OSError, ValueError, LookupError)
"""It crashed or was killed, took too long, or what it wrote is nothing that can be read."""


class CommandEngine:
    """Tesseract as a process per page."""

    def __init__(self, languages: str) -> None:
        """Make sure that the command and the models are here.

        Raises:
            OcrMissing, LanguageMissing: they are not.
        """
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        self._folder = tessdata.require(languages)
        try:
            version = str(pytesseract.get_tesseract_version()).split("\n")[0]
        except pytesseract.TesseractNotFoundError as error:
            raise OcrMissing from error
        self._languages = languages
        self.name = f"tesseract {version} {languages} (command)"

    def read(
        self, gray: Gray, dpi: int, layout: Layout, *, time_limit_s: float
    ) -> tuple[RawWord, ...]:
        """Read a page; see :class:`registry_desk.ocr.engines.Engine`."""
        options = f"--psm {int(layout)} --dpi {dpi} -c tessedit_do_invert=0"
        table = self._ask("data", gray, self._languages, options, time_limit_s)
        return from_tsv(table)

    def upright(self, gray: Gray, dpi: int) -> tuple[int, float] | None:
        """See :class:`registry_desk.ocr.engines.Engine`."""
        tessdata.require("osd")
        try:
            found = self._ask("osd", gray, "osd", f"--dpi {dpi}", 30)
            turn, sureness = int(found["rotate"]), float(found["orientation_conf"])
        except (OcrFailed, KeyError, TypeError, ValueError):
            return None  # the command fails where there is too little to go by, or writes nonsense
        return (turn, sureness) if turn in (0, 90, 180, 270) else None

    def close(self) -> None:
        """Nothing is held between pages."""

    def _ask(self, what: str, gray: Gray, languages: str, options: str, limit_s: float) -> Any:
        image = Image.fromarray(gray)
        image.format = "PPM"  # pytesseract saves in the image's format: PNG costs 80 ms a page
        config = f'--tessdata-dir "{self._folder}" {options}'
        try:
            if what == "osd":
                return pytesseract.image_to_osd(
                    image, config=config, timeout=limit_s, output_type=pytesseract.Output.DICT
                )
            return pytesseract.image_to_data(image, languages, config, timeout=limit_s)
        except pytesseract.TesseractNotFoundError as error:
            raise OcrMissing from error
        except (
            pytesseract.TesseractError,
            RuntimeError,
            OSError,
            ValueError,
            LookupError,
        ) as error:
            raise OcrFailed from error  # crashed, killed, too slow, or its output is none
