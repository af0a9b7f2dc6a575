"""Whether pages can be read on this machine at all; asking costs no library of images."""


def require_reading(languages: str) -> None:
    """Make sure that pages in these languages can be read here.

    Args:
        languages: Tesseract's codes, ``ron`` or ``ron+eng``.

    Raises:
        OcrMissing: there is no Tesseract.
        LanguageMissing: one of the languages is not installed.
    """
    from registry_desk.ocr import tessdata

    tessdata.require(languages)
