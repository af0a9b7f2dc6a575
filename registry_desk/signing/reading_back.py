"""The signature just written, read back from the disk: whole, right, and where it belongs.

pyHanko reads the room kept for a signature one character at a time, which costs a third of what
signing costs; so the few bytes in question are taken from the file here.
Source: ISO 32000-2, 12.8.1 (ByteRange and Contents); profile of 2026-11.
"""

import hashlib
import re
from pathlib import Path
from typing import BinaryIO

from asn1crypto import cms, x509
from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError, extract_certificate_info
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from registry_desk.signing.fields_found import value_of

_PIECE = 1 << 16
_LARGEST_VALUE = 1 << 24
_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
_END = b"%%EOF"


def see_that_it_holds(file: Path, certificate: x509.Certificate | None, *, field: str) -> None:
    """See that a field's signature is whole and right, and made with a certificate.

    Args:
        file: as it lies on the disk.
        certificate: the signer's.
        field: name of the signature's field.

    Raises:
        SigningError: the written signature does not hold.
        PdfError: the file cannot be read.
    """
    with file.open("rb") as opened:
        place = _place_of_value(PdfFileReader(opened, strict=False), field)
        value = _object_at(opened, place)
        found = _RANGE.search(value)
        if found is None:
            raise SigningError("the written signature covers nothing")
        first, second, length = map(int, found.groups())
        if not place < first < second <= place + len(value):
            raise SigningError("the written signature leaves out more than itself")
        contents = _bytes(opened, first, second)
        digest = _digest(opened, first, second, length)
    if contents[:1] != b"<" or contents[-1:] != b">":
        raise SigningError("the written signature lies elsewhere")
    signed = cms.ContentInfo.load(bytes.fromhex(contents[1:-1].decode("ascii")))["content"]
    signer = extract_certificate_info(signed).signer_cert
    is_intact, is_right = validate_sig_integrity(
        signed["signer_infos"][0], signer, expected_content_type="data", actual_digest=digest
    )
    is_ours = certificate is not None and signer.dump() == certificate.dump()
    if not (is_intact and is_right and is_ours):
        raise SigningError("the written signature does not hold")


def _place_of_value(reader: PdfFileReader, field: str) -> int:
    """Give where a field's value begins, as the file's own table of objects says."""
    for one in reader.root["/AcroForm"]["/Fields"]:
        found = one.get_object() if isinstance(one, IndirectObject) else one
        if value_of(found, "/T") == field:
            place = reader.xrefs[found.raw_get("/V").reference]
            if isinstance(place, int):
                return place
    raise SigningError("the written signature is not in its field")


def _object_at(opened: BinaryIO, place: int) -> bytes:
    opened.seek(place)
    value = bytearray()
    while b"endobj" not in value and len(value) < _LARGEST_VALUE:
        piece = opened.read(_PIECE)
        if not piece:
            break
        value += piece
    return bytes(value.partition(b"endobj")[0])


def _bytes(opened: BinaryIO, first: int, last: int) -> bytes:
    opened.seek(first)
    return opened.read(last - first)


def _digest(opened: BinaryIO, first: int, second: int, length: int) -> bytes:
    """Give the hash of what is signed, and see that it ends where a revision ends."""
    hashed, tail = hashlib.sha256(), b""
    for start, end in ((0, first), (second, second + length)):
        opened.seek(start)
        left = end - start
        while left and (piece := opened.read(min(_PIECE, left))):
            hashed.update(piece)
            left -= len(piece)
            tail = (tail + piece)[-16:]
        if left:
            raise SigningError("the written file is shorter than what is signed")
    if not tail.rstrip().endswith(_END):
        raise SigningError("the written signature covers no whole revision")
    return hashed.digest()
