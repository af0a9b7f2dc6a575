"""Tracking codes: what a citizen follows a letter with, unguessable and safe to read aloud.

Fifteen random symbols of Crockford's Base32 (75 bits) and one check symbol, in groups:
``7F3K9-2QDXM-41PTV-A``. The code is made at the desk, before any network, and stays the final one.

Source: Douglas Crockford, Base 32 (symbols without I, L, O, U; I and L are read as 1, O as 0).
"""

import re
import secrets

_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {symbol: value for value, symbol in enumerate(_SYMBOLS)}
_LENGTH = 15
_WELL_FORMED = re.compile(f"[{_SYMBOLS}]{{{_LENGTH + 1}}}")
_MISREAD = str.maketrans("ILO", "110")
_STICKER = "#E"
_FIELD_POLYNOMIAL = 0b100101
"""x⁵ + x² + 1, primitive over GF(2): its root has the order 31, more than a code has symbols."""
_TIMES_ROOT = [v << 1 if v < 16 else v << 1 ^ _FIELD_POLYNOMIAL for v in range(len(_SYMBOLS))]


def new_tracking_code() -> str:
    """Draw a new code from the system's random source."""
    body = "".join(secrets.choice(_SYMBOLS) for _ in range(_LENGTH))
    return _grouped(body + _check(body))


def parse_tracking_code(written: str) -> str:
    """Give the canonical form of a code as somebody typed it (case, gaps, I for 1, O for 0).

    Raises:
        ValueError: it is no code, or its check symbol does not fit.
    """
    plain = re.sub(r"[\s-]", "", written).upper().translate(_MISREAD)
    if not _WELL_FORMED.fullmatch(plain) or _check(plain[:-1]) != plain[-1]:
        raise ValueError("tracking code")
    return _grouped(plain)


def label_address(tracking_url: str) -> str:
    """Give what the QR code of a sticker says: the citizen's page, with the mark of a sticker.

    The mark is a fragment, which no browser sends: a telephone opens the page as from a receipt.
    """
    return f"{tracking_url}{_STICKER}"


def code_on_label(written: str, public_url: str) -> str | None:
    """Give the code of a sticker of the institution at ``public_url``; None for any other code."""
    begin = f"{public_url}/u/"
    if not written.startswith(begin) or not written.endswith(_STICKER):
        return None
    try:
        return parse_tracking_code(written[len(begin) : -len(_STICKER)])
    except ValueError:
        return None


def _check(body: str) -> str:
    """Give the check symbol: finds every wrong symbol and every swap of two, near or far.

    Each place weighs another power of the root of GF(32), so that no single change and no swap
    of two different symbols leaves the sum as it was (a sum modulo 31 would pass 0 for Z).
    """
    total = 0
    for symbol in body:
        total = _TIMES_ROOT[total ^ _VALUES[symbol]]
    return _SYMBOLS[total]


def _grouped(plain: str) -> str:
    return "-".join((plain[0:5], plain[5:10], plain[10:15], plain[15]))
