"""Where Tesseract's language models lie, and which there are."""

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from registry_desk.ocr.errors import LanguageMissing, OcrMissing

_PLACES = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "C:/Program Files/Tesseract-OCR/tessdata",
)
PACKAGES = {"ron": "tesseract-ocr-ron", "osd": "tesseract-ocr-osd", "eng": "tesseract-ocr-eng"}


def folder() -> Path:
    """Give the folder of the language models.

    Raises:
        OcrMissing: there is none on this machine.
    """
    prefix = os.environ.get("TESSDATA_PREFIX")
    places = ([prefix, f"{prefix}/tessdata"] if prefix else []) + list(_PLACES)
    for place in places:
        if any(Path(place).glob("*.traineddata")):
            return Path(place)
    told = _told_by_command()
    if told is None:
        raise OcrMissing
    return told


@cache
def _told_by_command() -> Path | None:
    command = shutil.which("tesseract")
    if command is None:
        return None
    listed = subprocess.run(
        [command, "--list-langs"], capture_output=True, text=True, check=False, timeout=20
    )
    found = re.search(r'in "([^"]+)"', listed.stdout + listed.stderr)
    return Path(found[1]) if found else None


def require(languages: str) -> Path:
    """Give the folder after making sure that every language of ``ron+eng`` lies there.

    Raises:
        OcrMissing: Tesseract's models are not on this machine.
        LanguageMissing: one of the languages is not.
    """
    place = folder()
    for language in languages.split("+"):
        if not (place / f"{language}.traineddata").is_file():
            package = PACKAGES.get(language, f"tesseract-ocr-{language.replace('_', '-')}")
            raise LanguageMissing(language=language, package=package)
    return place
