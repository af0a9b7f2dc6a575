"""What readers that are not ours say of a finished file: poppler's pdfsig and pdftotext."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from registry_desk.errors import UnavailableError

_TIMEOUT_S = 60
_PROGRAMS = ("pdfsig", "pdftotext")


class PopplerMissing(UnavailableError):
    """The independent reader's programs are not installed."""

    code = "poppler_missing"


def require_readers() -> None:
    """Make sure that the independent reader is here before the way begins.

    Raises:
        PopplerMissing: it is not.
    """
    if not all(shutil.which(program) for program in _PROGRAMS):
        raise PopplerMissing


@dataclass(frozen=True, slots=True)
class Opinion:
    """An independent reader's view of a PDF."""

    signature_count: int
    """Signatures whose bytes are intact, by pdfsig."""
    text: str
    """The text a person can copy, by pdftotext, white space as one blank."""

    def shows(self, words: str) -> bool:
        """Tell whether the file shows some words, whatever the line breaks and case."""
        return _plain(words) in _plain(self.text)


def read_independently(pdf: Path) -> Opinion:
    """Ask pdfsig and pdftotext about a file; :func:`require_readers` comes first."""
    signatures = _run("pdfsig", "-nocert", str(pdf))
    return Opinion(
        signature_count=len(re.findall(r"Signature Validation: Signature is Valid", signatures)),
        text=_plain(_run("pdftotext", "-layout", str(pdf), "-"), keep_case=True),
    )


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, timeout=_TIMEOUT_S, check=False)
    return done.stdout.decode("utf-8", "replace")


def _plain(words: str, *, keep_case: bool = False) -> str:
    joined = " ".join(words.split())
    return joined if keep_case else joined.casefold()
