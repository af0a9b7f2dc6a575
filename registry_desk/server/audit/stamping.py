"""Have the head of a block witnessed by a time-stamping authority that is not ours.

The token is kept beside the head. Whoever has both can check them with ``openssl ts -verify``:
the head existed at that time, whatever the register says today.

Source: RFC 3161 (time-stamp protocol); the imprint is the SHA-256 that the head itself is.
"""

import asyncio
import logging
from pathlib import Path

from asn1crypto import cms
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

from registry_desk.durable import part_file
from registry_desk.server.outward import network
from registry_desk.signing.ways import OutwardSession

_log = logging.getLogger("registry_desk.server.audit")
_PATIENCE_S = 20


def have_stamped(head: str, file: Path, authority: str) -> bool:
    """Ask for a token over a head and keep it; False when the authority does not answer now."""
    try:
        token = asyncio.run(_token(head, authority))
    except (TimestampRequestError, OSError, ValueError) as error:
        _log.warning("time-stamping authority: %s", type(error).__name__)
        return False
    with part_file(file) as part:
        part.write_bytes(token.dump())
    return True


async def _token(head: str, authority: str) -> cms.ContentInfo:
    session = OutwardSession(network())
    try:
        stamper = HTTPTimeStamper(authority, timeout=_PATIENCE_S, session=session)
        return await stamper.async_timestamp(bytes.fromhex(head), "sha256")
    finally:
        await session.close()


def is_stamp_of(head: str, token: bytes) -> bool:
    """Tell whether a token is over this head, and its signature whole."""
    try:
        content = cms.ContentInfo.load(token, strict=True)["content"]
        looking = validate_tst_signed_data(
            content, ValidationContext(), lambda _algorithm: bytes.fromhex(head)
        )
        checked = asyncio.run(looking)
    except Exception:  # noqa: BLE001 - whatever its parser makes of it, it is no token of ours
        return False
    return bool(checked["intact"] and checked["valid"])
