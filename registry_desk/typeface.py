"""The program's own typeface: how wide words are, and the small piece of it a PDF carries.

Everything that is drawn into PDFs (stamps, receipts, replies, visible signatures) uses Noto Sans
with 1000 units per em; a document embeds only the glyphs it shows. This floor knows no PDF
library: it gives bytes and numbers, the rooms above wrap them in their own library's objects.

Source: FACTS of 2026-11, "Signing": fonts of 2048 units per em are shown double-spaced by
pyHanko and break the width consistency that PDF/A asks for.
"""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

from registry_desk.resources import resource

REGULAR, BOLD = "Regular", "Bold"
_SPOKEN_SEPARATELY = {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "ﬁ": "fi", "ﬂ": "fl"}
_UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a typeface that one document carries."""

    name: str
    """PostScript name with the six-letter tag of a subset: ``QWERTY+NotoSans``."""
    program: bytes
    """A TrueType file with these glyphs alone."""
    glyphs: dict[str, int]
    """Character to glyph number in ``program``."""
    widths: tuple[int, ...]
    """Advance of each glyph, thousandths of an em."""
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int

    def encoded(self, words: str) -> str:
        """Give words as the hexadecimal string of a two-byte identity encoding."""
        return "".join(f"{self.glyphs[c]:04X}" for c in words)

    def to_unicode(self) -> bytes:
        """Give the character map that lets a reader copy the words."""
        return unicode_map({glyph: char for char, glyph in self.glyphs.items()})


def unicode_map(characters: dict[int, str]) -> bytes:
    """Write a ToUnicode character map for two-byte codes.

    Args:
        characters: code to the character it stands for.

    Source: ISO 32000-1, 9.10.3.
    """
    rows = [
        f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>"
        for code, char in sorted(characters.items())
    ]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


class Typeface:
    """One weight of Noto Sans."""

    def __init__(self, weight: str) -> None:
        # The class parses and cuts TrueType files; its drawing side is not used.
        from reportlab.pdfbase.ttfonts import TTFontFile

        program = resource(f"fonts/NotoSans-{weight}.ttf").read_bytes()
        self._font: Any = TTFontFile(BytesIO(program))
        self._name: str = f"NotoSans-{weight}"

    def writable(self, words: str) -> str:
        """Give words in letters the typeface has; foreign ones are reduced, or become ``?``."""
        composed = unicodedata.normalize("NFC", words)
        return "".join(self._nearest(c) for c in composed if c >= " " or c == "\t")

    def _nearest(self, char: str) -> str:
        if ord(char) in self._font.charToGlyph:
            return char
        if char in _SPOKEN_SEPARATELY:
            return _SPOKEN_SEPARATELY[char]
        plain = unicodedata.normalize("NFKD", char)
        kept = "".join(c for c in plain if ord(c) in self._font.charToGlyph)
        return kept or _UNKNOWN

    def width(self, words: str, size: float) -> float:
        """Give the width of words set at a size, in the size's unit; foreign letters as shown."""
        advances = self._font.charWidths
        return float(sum(advances[ord(c)] for c in self.writable(words)) * size / 1000)

    def lines(self, words: str, size: float, width: float) -> list[str]:
        """Break words into lines no wider than ``width``; a word that is wider is cut."""
        found: list[str] = []
        for paragraph in words.split("\n"):
            line = ""
            for word in paragraph.split():
                for part in self._cut(word, size, width):
                    longer = f"{line} {part}" if line else part
                    if line and self.width(longer, size) > width:
                        found.append(line)
                        longer = part
                    line = longer
            found.append(line)
        return found

    def _cut(self, word: str, size: float, width: float) -> list[str]:
        parts = [""]
        for char in word:
            if parts[-1] and self.width(parts[-1] + char, size) > width:
                parts.append("")
            parts[-1] += char
        return parts

    def piece(self, characters: Iterable[str]) -> Piece:
        """Cut out what a document needs.

        Args:
            characters: those of :meth:`writable` words; their order does not matter.
        """
        codes = sorted({ord(c) for c in characters})
        numbers = {0: 0}
        for code in codes:
            numbers.setdefault(self._font.charToGlyph[code], len(numbers))
        program: bytes = self._font.makeSubset(codes)
        glyph_of = {chr(code): numbers[self._font.charToGlyph[code]] for code in codes}
        advances = {number: self._font.hmetrics[old][0] for old, number in numbers.items()}
        tag = "".join(chr(65 + b % 26) for b in hashlib.sha256(program).digest()[:6])
        left, bottom, right, top = (round(edge) for edge in self._font.bbox)
        return Piece(
            name=f"{tag}+{self._name}",
            program=program,
            glyphs=glyph_of,
            widths=tuple(int(advances[n]) for n in range(len(numbers))),
            box=(left, bottom, right, top),
            ascent=round(self._font.ascent),
            descent=round(self._font.descent),
            cap_height=round(self._font.capHeight),
        )


@cache
def typeface(weight: str = REGULAR) -> Typeface:
    """Give a weight of the program's typeface, read once per process."""
    return Typeface(weight)
