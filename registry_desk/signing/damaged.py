"""Signatures in files that the library cannot read: found by a more lenient reader, and named.

What cannot be read is never valid; but whose bytes no longer fit is told apart from what is only
unreadable, and no signature disappears from the list.
Source: FACTS of 2026-11, "Verifying": one bad field hides the others.
"""

import hashlib
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pikepdf
from asn1crypto import cms

from registry_desk.i18n import text
from registry_desk.signing.verdicts import SignatureVerdict, Verdict

_DEPTH = 40
_MOST_FIELDS = 200
_MOST_SCANNED_BYTES = 100_000_000
_BROKEN = (AttributeError, KeyError, ValueError, TypeError)
_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")


def signatures_of(path: Path) -> tuple[SignatureVerdict, ...]:
    """List the signatures of a damaged file; none where no reader finds any."""
    try:
        with pikepdf.open(path) as pdf:
            found = list(islice(_fields(pdf.Root.AcroForm.Fields, "", 0), _MOST_FIELDS))
            return tuple(_verdict(path, name, value) for name, value in found)
    except (pikepdf.PdfError, pikepdf.PasswordError, *_BROKEN):
        return tuple(_scanned(path))


def _scanned(path: Path) -> Iterator[SignatureVerdict]:
    """Look for signed ranges in the bytes themselves, where no structure is left."""
    content = path.read_bytes()[:_MOST_SCANNED_BYTES]
    for number, found in enumerate(islice(_RANGE.finditer(content), _MOST_FIELDS), start=1):
        span = [int(part) for part in found.groups()]
        try:
            contents = bytes.fromhex(content[span[1] + 1 : span[2] - 1].decode("ascii"))
            yield _fitting(f"#{number}", is_fitting=fits(path, span, contents))
        except (ValueError, TypeError, KeyError, OSError):
            yield _fitting(f"#{number}", is_fitting=True)


def _fields(entries: Any, parent: str, depth: int) -> Iterator[tuple[str, Any]]:
    """Give names and values of filled signature fields."""
    if depth > _DEPTH:
        return
    for entry in entries:
        part = str(entry.get("/T", ""))
        name = f"{parent}.{part}" if parent and part else parent or part
        if entry.get("/FT") == "/Sig" and "/V" in entry:
            yield name, entry.V
        yield from _fields(entry.get("/Kids", ()), name, depth + 1)


def _verdict(path: Path, name: str, value: Any) -> SignatureVerdict:
    try:
        span = [int(part) for part in value.ByteRange]
        is_fitting = fits(path, span, bytes(value.Contents))
    except (AttributeError, ValueError, TypeError, KeyError, OSError):
        is_fitting = True
    return _fitting(name, is_fitting=is_fitting)


def _fitting(name: str, *, is_fitting: bool) -> SignatureVerdict:
    if is_fitting:
        return SignatureVerdict(name, Verdict.CANNOT_CHECK, reasons=(text("verify.broken"),))
    return SignatureVerdict(name, Verdict.INVALID, reasons=(text("verify.not_intact"),))


def fits(path: Path, span: list[int], contents: bytes) -> bool:
    """Tell whether the bytes of a range are those whose digest was signed.

    That somebody signed this digest is not checked: the answer can only take trust away.

    Raises:
        ValueError: TypeError: KeyError: the signature cannot be read.
    """
    data = cms.ContentInfo.load(contents)["content"]
    if data["encap_content_info"]["content_type"].native != "data":
        raise ValueError("a timestamp signs its own text")
    (signer,) = data["signer_infos"]
    signed = {one["type"].native: one["values"] for one in signer["signed_attrs"]}
    digest = hashlib.new(signer["digest_algorithm"]["algorithm"].native)
    with path.open("rb") as opened:
        for start, length in zip(span[::2], span[1::2], strict=True):
            opened.seek(start)
            if not _fed(digest, opened, length):
                return False
    return bool(signed["message_digest"][0].native == digest.digest())


def _fed(digest: Any, opened: Any, length: int) -> bool:
    """Feed so many bytes to a digest; False where the file ends before."""
    while length > 0:
        piece = opened.read(min(length, 1 << 20))
        if not piece:
            return False
        digest.update(piece)
        length -= len(piece)
    return True
