"""Romanian letters as they must be, and letters that engines take for others.

Only what cannot be a word otherwise is changed: nothing is guessed from a dictionary.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from registry_desk.ocr.engines import RawWord

_FOLDED = str.maketrans(
    {"ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț", "\u00ad": "-", "\u200b": "", "\ufeff": ""}
)
_NAME_WITH_I = re.compile(
    r"(^[^\w]*|-)[l1|](?=l(?:ie|ea|in)|oan|on\b|on(?:el|esc|uț|ut|iț)|uli[aua]|rin[ae]|ancu|eșir|osif|acob|ași[,.;)]|azului\b)"
)
_NO_L = re.compile(r"^(\W*)l(?=[bcdfghjkmnpqrstvwxzșț]{1,3}[aăâeiîou]\w)(?!.*@)")
"""No Romanian word begins with an l before another consonant: *lnspectoratul*, *lntrare*."""
_FISCAL = re.compile(r"\bR[0Q](?=\d{2})")
_CODE_WITH_I = re.compile(r"^(\W*C\.?U\.?)[Ll1](?=\W|RO\d|$)|^(\W*C\.?)[Ll1](?=\.?F\b)")
"""The fiscal codes' names, CUI and CIF."""
_ORDINAL = re.compile(r"^(?=[Il]*l)[Il]{2,3}(?=-(?:a|lea)\b)")
_ONE_AMONG_DIGITS = re.compile(r"(?:(?<=\d)[Il|]|(?<=\b[A-Z]{2})I)(?=\d)|(?<=\b[A-Z]{2}\d)I$")
_NOUGHT_AMONG_DIGITS = re.compile(r"(?<=\d)O(?=\d)")
"""No Roman numeral touches a digit: *BAI6*, *RO9I*, *2O24*."""
_STROKE_AS_ONE = re.compile(
    r"^(\d{2,7})[1l|]((?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.20\d\d)\b"
)
"""*278634101.09.2025* is a number and its day: 278634/01.09.2025."""
_STROKE_FOR_L = re.compile(r"[a-zăâîșț]{2}!$")
"""No sentence goes on in small letters behind an exclamation mark."""
_MONTH = re.compile(
    r"(?:ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie"
    r"|decembrie)\b",
    re.IGNORECASE,
)
_SOME, _ENOUGH = 2, 40
"""Words with marks that tell of a marked page; words, not sums, that tell of one without any."""
_HIGHER = 0.13
"""A capital Î rises so far above the line's other tall letters, as a share of their height (the
whole letter measured 1.17 to 1.29 of them); a small î rises as high as they do (0.95 to 1.05)."""
_BRACKET_FOR_J = re.compile(r"^\](?=J?\d\d/)J?|(?<=[A-Z])\]$")
_PLAIN_TALL = re.compile(
    r"[^\W\d_gjpqyQJțșȚȘăâîĂÂÎçé]*[A-ZĂbdfhklt][^\W\d_gjpqyQJțșȚȘăâîĂÂÎçé]*\.?"
)


def folded(text: str) -> str:
    """Give text in NFC with ș and ț.

    Source: Debian's ``ron`` model writes mostly ş and ţ (Turkish letters); SR 13411 wants commas.
    """
    return unicodedata.normalize("NFC", text).translate(_FOLDED)


def bare(text: str) -> str:
    """Give text without the marks of its letters."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(part for part in parts if not unicodedata.combining(part))


def has_marks(words: Sequence[RawWord]) -> bool | None:
    """Tell whether a page is written with Romanian marks at all; some people leave them out.

    *În* does not count: engines know the word and see it in every *in*.

    Returns:
        None where the page says too little.
    """
    others = [word.text.lower() for word in words if word.text.lower() != "în"]
    if sum(any(c in "îâșțşţ" for c in text) for text in others) >= _SOME:
        return True
    spoken = sum(any(map(str.isalpha, text)) for text in others)
    is_bare = not any(c in "ăîâșțşţ" for text in others for c in text)
    return False if is_bare and spoken >= _ENOUGH else None


def mended(line: Sequence[RawWord], *, is_marked: bool | None = True) -> list[RawWord]:
    """Fold the words of one line and put right what looks alike: l and I, 0 and O, î and Î.

    Args:
        line: its words.
        is_marked: what :func:`has_marks` says of the page.
    """
    texts = (_mended(folded(word.text), is_marked) for word in line)
    kept = [
        word if text == word.text else replace(word, text=text)
        for word, text in zip(line, texts, strict=True)
    ]
    for place, (word, following) in enumerate(pairwise(kept)):
        if word.text in ("|", "l", "I") and _MONTH.match(following.text):
            kept[place] = replace(word, text="1")  # str. 1 Decembrie 1918
        elif _STROKE_FOR_L.search(word.text) and following.text[:1].islower():
            kept[place] = replace(word, text=word.text[:-1] + "l")  # termenul lega! de
    tall = [word.box for word in kept if _PLAIN_TALL.fullmatch(word.text)]
    if not tall:
        return kept
    usual_top = median(box.y for box in tall)
    room = _HIGHER * median(box.height for box in tall)
    for place, word in enumerate(kept):
        starts = place == 0 or kept[place - 1].text[-1:] in ".!?"
        is_capital = usual_top - word.box.y >= max(2, room)
        if starts and is_capital and word.text.startswith("î"):
            kept[place] = replace(word, text="Î" + word.text[1:])
    return kept


def _mended(text: str, is_marked: bool | None) -> str:
    if is_marked and text in ("In", "in"):
        return text.replace("I", "Î").replace("i", "î")
    if is_marked is False and text in ("În", "în"):
        return text.replace("Î", "I").replace("î", "i")
    text = _NO_L.sub(r"\1I", _NAME_WITH_I.sub(r"\1I", text))
    text = _CODE_WITH_I.sub(lambda found: f"{found[1] or found[2]}I", text)
    text = _ORDINAL.sub(lambda found: "I" * len(found[0]), text)
    text = _STROKE_AS_ONE.sub(r"\1/\2", text)
    if "@" not in text:
        text = _NOUGHT_AMONG_DIGITS.sub("0", _ONE_AMONG_DIGITS.sub("1", text))
    text = _BRACKET_FOR_J.sub("J", text).replace("țț", "ț")
    return _FISCAL.sub("RO", text).lstrip("_")
