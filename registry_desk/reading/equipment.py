"""Whether pages can be read on this machine at all; asking costs no library of images."""

from importlib.util import find_spec


def require_second_engine() -> None:
    """Make sure that the second engine is installed here.

    Raises:
        SecondEngineMissing: it is not.
    """
    from registry_desk.ocr.errors import SecondEngineMissing

    if find_spec("rapidocr") is None or find_spec("onnxruntime") is None:
        raise SecondEngineMissing


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
