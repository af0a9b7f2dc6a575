"""Words as they are looked for: small letters without diacritics."""

import re
import unicodedata

from registry_desk.wire import Registration

_SEARCHED = (
    "sender_name",
    "sender_address",
    "sender_registration_number",
    "subject",
    "case_number",
    "cui",
    "email",
)


def folded(written: str) -> str:
    """Give text in small letters without diacritics: ``Țânțar`` and ``tantar`` are one."""
    apart = unicodedata.normalize("NFKD", written.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


def searchable(asked: Registration, number: str) -> str:
    """Give the text an entry is found by; the personal number is not in it."""
    said = [str(getattr(asked, name)) for name in _SEARCHED if getattr(asked, name)]
    return " ".join(
        ["", number.lower(), *" ".join(re.findall(r"\S+", folded(" ".join(said)))).split()]
    )
