"""Romanian letters as they must be: Unicode NFC, comma below, not cedilla."""

import unicodedata

_FOLDED = str.maketrans(
    {"ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț", "\u00ad": "-", "\u200b": "", "\ufeff": ""}
)


def folded(text: str) -> str:
    """Give text in NFC with ș and ț.

    Source: Debian's ``ron`` model writes mostly ş and ţ (Turkish letters); SR 13411 wants commas.
    """
    return unicodedata.normalize("NFC", text).translate(_FOLDED)
