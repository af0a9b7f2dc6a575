"""What can stop reading, at the edge that meets Tesseract."""

from registry_desk.errors import DamagedError, UnavailableError


class OcrMissing(UnavailableError):
    """Tesseract is not installed on this machine."""

    code = "ocr_missing"


class LanguageMissing(UnavailableError):
    """Tesseract is here, but not a language it is asked to read; ``language`` names it."""

    code = "ocr_language_missing"


class SecondEngineMissing(UnavailableError):
    """The second engine is asked for, and not installed."""

    code = "second_engine_missing"


class OcrFailed(DamagedError):
    """The engine broke off on this page."""

    code = "ocr_failed"
