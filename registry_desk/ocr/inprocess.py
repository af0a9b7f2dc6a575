"""Tesseract inside this process, warm from page to page.

Source: 0.73 CPU-seconds a page against 0.99 for the command; the wheel brings its own Tesseract
but no models, so the system's are used.
"""

import os

# Read by the OpenMP library when it is loaded: left open, two processes on two processors cost
# five to seven times the CPU.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

from typing import Any

import numpy as np
import tesserocr

from registry_desk.ocr import tessdata
from registry_desk.ocr.engines import Gray, Layout, RawWord, from_tsv
from registry_desk.ocr.errors import OcrFailed

_VARIABLES = {
    "tessedit_do_invert": "0",  # light on dark is rare on paper; three per cent of the time
    "debug_file": os.devnull,
}


class InProcessEngine:
    """Tesseract through its C++ interface."""

    def __init__(self, languages: str) -> None:
        """Load the models.

        Raises:
            OcrMissing, LanguageMissing: they are not on this machine.
            RuntimeError: they do not fit this library.
        """
        self._folder = str(tessdata.require(languages)) + "/"
        self._api: Any = _new_api(self._folder, languages, tesserocr.PSM.SINGLE_COLUMN)
        self._osd: Any = None
        version = tesserocr.tesseract_version().split()[1]
        self.name = f"tesseract {version} {languages} (in process)"

    def read(
        self, gray: Gray, dpi: int, layout: Layout, *, time_limit_s: float
    ) -> tuple[RawWord, ...]:
        """Read a page; see :class:`registry_desk.ocr.engines.Engine`."""
        self._api.SetPageSegMode(int(layout))
        _show(self._api, gray, dpi)
        try:
            if not self._api.Recognize(int(time_limit_s * 1000)):
                raise OcrFailed
            return from_tsv(self._api.GetTSVText(0))
        except (RuntimeError, UnicodeDecodeError) as error:
            raise OcrFailed from error
        finally:
            self._api.Clear()

    def upright(self, gray: Gray, dpi: int) -> tuple[int, float] | None:
        """See :class:`registry_desk.ocr.engines.Engine`."""
        if self._osd is None:
            tessdata.require("osd")
            self._osd = _new_api(self._folder, "osd", tesserocr.PSM.OSD_ONLY)
        _show(self._osd, gray, dpi)
        try:
            found = self._osd.DetectOrientationScript()
        except RuntimeError:
            return None  # too little on the page to go by
        finally:
            self._osd.Clear()
        if not found:
            return None
        return (360 - int(found["orient_deg"])) % 360, float(found["orient_conf"])

    def close(self) -> None:
        """Give the models' memory back."""
        self._api.End()
        if self._osd is not None:
            self._osd.End()


def _show(api: Any, gray: Gray, dpi: int) -> None:
    height, width = gray.shape
    api.SetImageBytes(np.ascontiguousarray(gray).tobytes(), width, height, 1, width)
    api.SetSourceResolution(dpi)


def _new_api(folder: str, languages: str, layout: Any) -> Any:
    """Load models; the library's type marks are wrong, so it is met without them."""
    library: Any = tesserocr
    return library.PyTessBaseAPI(path=folder, lang=languages, psm=layout, variables=_VARIABLES)
