"""The invisible text exactly over the words of a scanned page.

Each line has one baseline and one size, so that readers find lines and blocks; each word is
stretched to the width of its box, and the gap to the next word is one blank of the gap's width.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from registry_desk.model.page import Word
from registry_desk.resources import resource
from registry_desk.typeface import unicode_map

_ADVANCE = 0.5
"""Width of the blank glyph, ems."""
_ASCENDER = 0.72
"""Height of letters with ascenders and of capitals above the baseline, ems."""
_ASCENT, _DESCENT = 750, -250
_SAME_SIZE = (0.8, 1.25)
"""Lines within these ratios of the page's usual size are set in the usual size."""


@dataclass(frozen=True, slots=True)
class _Line:
    words: tuple[Word, ...]
    baseline: float
    """Pixels from the image's upper edge."""
    size: float
    """Pixels per em."""


class TextLayer:
    """The text of all pages of one document, in one font that has no shapes."""

    def __init__(self, pages: Iterable[Sequence[Word]]) -> None:
        used = {" "} | {c for words in pages for word in words for c in word.text if c > " "}
        self._codes = {char: code for code, char in enumerate(sorted(used), start=1)}

    def operators(self, words: Sequence[Word], scale: float, height: float) -> bytes:
        """Set the words of one page.

        Args:
            words: with boxes on the page's image.
            scale: points per pixel of the image.
            height: of the page, points.
        """
        parts = []
        for line in _with_usual_size(_lines(words)):
            size, base = line.size * scale, height - line.baseline * scale
            parts.append(f"BT 3 Tr /FText {size:.2f} Tf {self._placed(line, scale, size, base)} ET")
        return "\n".join(parts).encode("ascii")

    def _placed(self, line: _Line, scale: float, size: float, base: float) -> str:
        """Set one line: each word at its own left edge, blanks filling the gaps."""
        parts = []
        for place, word in enumerate(line.words):
            parts.append(f"1 0 0 1 {word.box.x * scale:.2f} {base:.2f} Tm")
            parts.append(self._stretched(word.text, word.box.width * scale, size))
            if place + 1 < len(line.words):
                gap = (line.words[place + 1].box.x - word.box.right) * scale
                parts.append(self._stretched(" ", max(gap, 0.05 * size), size))
        return " ".join(parts)

    def _stretched(self, text: str, width: float, size: float) -> str:
        shown = [c for c in text if c in self._codes]
        stretch = 100 * max(width, 0.1) / (len(shown) * _ADVANCE * size)
        codes = "".join(f"{self._codes[c]:04X}" for c in shown)
        return f"{stretch:.2f} Tz <{codes}> Tj"

    def embed(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """Embed the font: every code shows the same empty glyph and stands for its character."""
        shapes = resource("fonts/Invisible.ttf").read_bytes()
        program = Stream(pdf, shapes)
        program.Length1 = len(shapes)
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name.Invisible,
            Flags=4,
            FontBBox=Array([0, _DESCENT, 500, _ASCENT]),
            ItalicAngle=0,
            Ascent=_ASCENT,
            Descent=_DESCENT,
            CapHeight=_ASCENT,
            StemV=80,
            FontFile2=pdf.make_indirect(program),
        )
        same_glyph = b"\x00\x00" + b"\x00\x01" * len(self._codes)
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name.Invisible,
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor),
            CIDToGIDMap=pdf.make_indirect(Stream(pdf, same_glyph)),
            DW=round(_ADVANCE * 1000),
        )
        names = unicode_map({code: char for char, code in self._codes.items()})
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name.Invisible,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=pdf.make_indirect(Stream(pdf, names)),
            )
        )


def _lines(words: Sequence[Word]) -> list[_Line]:
    """Group words into their lines, in the order in which the lines begin."""
    grouped: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        if word.box.width > 0 and word.box.height > 0 and any(c > " " for c in word.text):
            grouped.setdefault((word.block, word.line), []).append(word)
    return [_measured(tuple(line)) for line in grouped.values()]


def _measured(words: tuple[Word, ...]) -> _Line:
    """Find a line's baseline and size from its boxes.

    Boxes end at the baseline unless the word has descenders, and begin at ascender height unless
    it has neither ascenders nor capitals: the upper third of either edge is the one looked for.
    """
    bottoms = sorted(w.box.bottom for w in words)
    tops = sorted(w.box.y for w in words)
    third = len(words) // 3
    baseline, top = bottoms[third], tops[third]
    tallest = max(w.box.height for w in words)
    return _Line(words, baseline, max(baseline - top, 0.4 * tallest, 4) / _ASCENDER)


def _with_usual_size(lines: list[_Line]) -> list[_Line]:
    if not lines:
        return lines
    usual = median(line.size for line in lines for _ in line.words)
    low, high = _SAME_SIZE
    return [
        _Line(line.words, line.baseline, usual) if low < line.size / usual < high else line
        for line in lines
    ]
