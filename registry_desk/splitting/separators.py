"""Separator sheets: what is written in their codes, and who may give orders.

Our own sheets carry ``REGDESK;SEP;2;<fields>;<mac>``; the MAC is made with the institution's key,
so that nobody's letter can order a split. Sheets without a MAC (patch T, older sheets, other
makers') count only when they are nothing but a separator sheet.
"""

import base64
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from registry_desk.model.page import Barcode

UNREAD = "unread"
"""Symbology of a place that looks like a code and could not be read."""
_HEAD = "REGDESK;SEP;"
_OLDER = re.compile(r"REGDESK;SEP;1;.*|SEP-[\w-]{1,40}")
_PATCHES = re.compile(r"PATCH[ _-]?T", re.I)
_MAC_BYTES = 10
_FIELDS = ("department", "register", "profile")


@dataclass(frozen=True, slots=True)
class SeparatorOrder:
    """What a code says about the document that follows."""

    is_proven: bool
    """Printed by this institution: its MAC is right."""
    is_refused: bool = False
    """Looks like ours but its MAC is wrong: never an order."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """``department``, ``register``, ``profile``: their codes."""


def new_separator_key() -> bytes:
    """Draw an institution's key."""
    return secrets.token_bytes(32)


def separator_message(
    key: bytes, *, department: str = "", register: str = "", profile: str = ""
) -> str:
    """Give the text for the QR code and the Code 128 of a separator sheet of ours.

    Raises:
        ValueError: a code holds something else than letters, digits, dot, dash or underscore.
    """
    told = dict(zip(_FIELDS, (department, register, profile), strict=True))
    for value in told.values():
        if not re.fullmatch(r"[\w.-]{0,32}", value, re.ASCII):
            raise ValueError(value)
    body = _HEAD + "2;" + ";".join(f"{k[0]}={v}" for k, v in told.items() if v)
    body = body.rstrip(";")
    return f"{body};{_mac(key, body)}"


def read_separator(code: Barcode, key: bytes | None) -> SeparatorOrder | None:
    """Tell whether a code means "a document begins after this sheet".

    Returns:
        None for every code that is no separator's.
    """
    value = code.value.strip()
    if code.symbology == "patch" or _PATCHES.fullmatch(value):
        return SeparatorOrder(is_proven=False)
    if _OLDER.fullmatch(value):
        return SeparatorOrder(is_proven=False)
    if not value.startswith(_HEAD):
        return None
    body, _, mac = value.rpartition(";")
    if key is None:
        return SeparatorOrder(is_proven=False, fields=_told(body))
    if not hmac.compare_digest(mac, _mac(key, body)):
        return SeparatorOrder(is_proven=False, is_refused=True)
    return SeparatorOrder(is_proven=True, fields=_told(body))


def _told(body: str) -> dict[str, str]:
    names = {name[0]: name for name in _FIELDS}
    parts = (part.partition("=") for part in body.split(";")[3:])
    return {names[k]: v for k, _, v in parts if k in names}


def _mac(key: bytes, body: str) -> str:
    full = hmac.digest(key, body.encode("ascii", "replace"), "sha256")
    return base64.b32encode(full[:_MAC_BYTES]).decode("ascii")
