"""An address as it is fit for the register: on one line, without a form's empty parts."""

import re

_UNFILLED = re.compile(
    r"[,;]?\s*\b(?:str|nr|bl|bloc|sc|scara|et|etaj|ap|jud|sat|satul|sector|sectorul|com"
    r"|cod po[sș]tal)\b[.:]*(?:\s*(?:[_|](?!\w)|-(?=\W|$)|$)"
    r"|(?=,?\s+(?:sc|et|ap|jud|sector|sectorul|cod po[sș]tal)\b))",
    re.IGNORECASE,
)
"""A form's part of an address that nobody filled in."""
_CHOICE = re.compile(
    r"\b(?:(?:municipiul|ora[sș]ul|comuna|satul|sectorul) ?/ ?)+\w+ ", re.IGNORECASE
)
"""A form's choice of what a place may be: ``municipiul/orașul/comuna``."""
_REGNAL = re.compile(r"\b(Carol|Ferdinand|Mihai) [1l](?=,? (?:nr|bl)\b)")
"""A king's ordinal in a street's name, read as the digit."""
_POST_CODE = re.compile(r"(?<=\w)\s+(?=cod po[sș]tal)", re.IGNORECASE)
_LED = re.compile(r"^(?:[îi]n|la|fiscal [îi]n|din) (?=[A-ZĂÂÎȘȚ]|sat|com|str|ora[șs]|mun)")
_HANGS = re.compile(r"[,;]? (?:nr\.? de|num[ăa]r(?:ul)? de|cu|de|av[âa]nd|adres[ăa] de)$")
"""What begins the next thing said and was taken along."""
_HYPHEN = re.compile(r"(?<=[a-zăâîșț])- (?=[A-ZĂÂÎȘȚ])")
"""A white that the engine saw within a name of two parts: ``Sânmartin- Arieș``."""
_EDGES = ' ,.;:_-–—|/("„”·•*'


def on_one_line(written: str) -> str:
    """Give an address as one line without what was taken along at its ends."""
    flat = _POST_CODE.sub(", ", _CHOICE.sub(" ", _UNFILLED.sub("", written)))
    flat = _HYPHEN.sub("-", re.sub(r"\s+", " ", flat))
    flat = _REGNAL.sub(r"\1 I", flat).strip(_EDGES)
    flat = _LED.sub("", _HANGS.sub("", flat))
    return re.sub(r",? (?:[șş]i|iar|prin|[îi]n)$", "", flat).strip(_EDGES)
