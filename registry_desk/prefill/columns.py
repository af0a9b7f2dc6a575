"""A page's rows cut where columns part; a table's label and value stay together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from registry_desk.model.page import Word
from registry_desk.prefill.captions import filled
from registry_desk.prefill.folding import plain
from registry_desk.prefill.names import is_institution, is_private_body

_CELL, _SURELY = 2.2, 4.0
"""White of so many letter heights parts a row's cells; the wider where all its gaps are wide."""
_LABEL_REACH = 12
"""So many letter heights behind a label its value may stand."""
_ROW_LABEL = re.compile(
    r"n[r2][.,]? (?:de )?(?:iesire|inregistrare)|numar(?:ul)? (?:de )?(?:iesire|inregistrare)"
    r"|destinatar(?:ul)?|obiect(?:ul)?(?: (?:cererii|cauzei|dosarului|adresei))?|subiect(?:ul)?"
    r"|data (?:emiterii|facturii|depunerii|inregistrarii)|solicitant(?:ul)?(?: \([a-z ]+\))?"
    r"|nume(?:le)? (?:si|/) prenume(?:le)?|denumirea|domiciliu(?:l)?|sediu(?:l)?(?: social)?"
    r"|telefon(?: fax)?|cod unic de inregistrare|dosar nr\.?"
)
"""What the left cell of a form's row says, also where it is the only one."""
_FIELD = re.compile(
    r"(?:\d{1,2}[.)] ?)?(?:nume|prenume|denumire|adresa|domicili|resedint|sediu|telefon|tel\b"
    r"|mobil|e-? ?mail|posta|c\.? ?u|c\.? ?i\.? ?f|c\.? ?n\.? ?p|cod\b|data\b|emis|obiect|subiect"
    r"|solicitant|petent|petitionar|dosar|calitate|reprezentat|destinatar|catre|de la\b|nr\b|numar"
    r"|judet|localitat|cont\b|iban|furnizor|prestator|vanzator|emitent|client"
    r"|cumparator|beneficiar)"
)
"""What labels of a form's rows begin with."""
_ROWS, _FIELDS = 3, 2
"""A table of labels has so many rows under each other, so many of them known labels."""
_LEVEL = 1.5
"""A table's cells begin no further apart, in letter heights."""
_AROUND, _AGREE = 3, 2
"""Of so many rows above and below, so many show where a column begins."""
_NARROW, _MORE, _EDGE = 0.8, 1.4, 0.4
"""There less white parts columns, in letter heights and in usual gaps, so near to the edge."""
_TEXT, _LINES = 9, 5
"""Of so many rows above and below so many begin where a text's column does."""
_JUNK = set("|_¦—-–•·.,:;'\"”„«»~=*")


@dataclass(frozen=True, slots=True)
class Part:
    """What stands together on a row: the whole of it, a column's part, a label with its value."""

    words: Sequence[Word]
    label: int = 0
    """So many words at its beginning are a label without a sign behind it."""


def rows_of(words: Sequence[Word]) -> Iterator[list[Part]]:
    """Give a page's rows from top to bottom, each as its parts from left to right."""
    rows = [_Row(row) for row in _rows(words)]
    begun = [row.begins() for row in rows]
    for number, row in enumerate(rows):
        around = begun[max(0, number - _AROUND) : number] + begun[number + 1 : number + 1 + _AROUND]
        row.part_under([edge for edges in around for edge in edges])
    tabled = _tabled(rows)
    boxes = dict(filled([row.cells() for row in rows]))
    for number, row in enumerate(rows):
        row.beside = [
            other.words[0].box.x for other in rows[max(0, number - _TEXT) : number + _TEXT]
        ]
        if number in boxes:
            yield [Part([*box.caption, *box.value], len(box.caption)) for box in boxes[number]]
        elif number - 1 not in boxes:
            yield [row.as_pair()] if number in tabled else list(row.parts())


class _Row:
    """A row's words, and where white far wider than its other gaps parts them."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self.height = max(median(word.box.height for word in words), 1)
        self.beside: Sequence[int] = ()
        """Where the rows around begin."""
        self.gaps = [b.box.x - a.box.right for a, b in pairwise(words)]
        self.usual = median(self.gaps) if len(self.gaps) >= 3 else 0
        wide = max(_CELL * self.height, min(3.0 * self.usual, _SURELY * self.height))
        self.apart = [place for place, gap in enumerate(self.gaps, 1) if gap > wide]

    def begins(self) -> list[int]:
        """Give where its parts begin, the first one left out."""
        return [self.words[place].box.x for place in self.apart]

    def part_under(self, edges: Sequence[int]) -> None:
        """Cut the row also where rows around it begin a column, be the white there less wide."""
        least = max(_NARROW * self.height, _MORE * self.usual)
        for place, gap in enumerate(self.gaps, 1):
            edge = self.words[place].box.x
            level = sum(abs(other - edge) < _EDGE * self.height for other in edges)
            if place not in self.apart and gap > least and level >= _AGREE:
                self.apart = sorted([*self.apart, place])

    def cells(self) -> list[Sequence[Word]]:
        """Give what stands between its white, as it is."""
        return [self.words[a:b] for a, b in pairwise([0, *self.apart, len(self.words)])]

    def as_pair(self) -> Part:
        """Give the row as a label with its value."""
        return Part(self.words, self.apart[0])

    def parts(self) -> Iterator[Part]:
        """Cut the row; what stands behind a tabulator after a short label stays with it."""
        is_pair = len(self.apart) == 1 and _ROW_LABEL.fullmatch(self._plain_to(self.apart[0]))
        if is_pair and not self._is_of_column(self.words[self.apart[0]]):
            yield self.as_pair()
            return
        start = 0
        for place in self.apart:
            gap, word = self.gaps[place - 1], self.words[place]
            is_label = place <= 2 and self.words[place - 1].text.endswith(":")
            is_value = gap < _LABEL_REACH * self.height and word.text[0].isalnum()
            is_value = is_value and not self._is_of_column(word)
            if not (start == 0 and is_label and is_value):
                yield Part(self.words[start:place])
                start = place
        yield Part(self.words[start:])

    def _is_of_column(self, word: Word) -> bool:
        """Tell a word of a text, whose lines around begin where it does, beside a column."""
        reach = _EDGE * self.height
        return sum(abs(edge - word.box.x) < reach for edge in self.beside) >= _LINES

    def is_told(self) -> bool:
        """Tell a row of two cells: a label without its value, and what is no label itself."""
        if len(self.apart) != 1:
            return False
        label = self._plain_to(self.apart[0])
        value = plain(" ".join(word.text for word in self.words[self.apart[0] :]))
        is_short = self.apart[0] <= 6 and re.search(r"\d\d|@|: *\w", label) is None
        is_name = is_institution(label) or is_private_body(label)
        return is_short and not is_name and _FIELD.match(value) is None

    def names_field(self) -> bool:
        """Tell whether the left cell is a label that forms have."""
        return _FIELD.match(self._plain_to(self.apart[0])) is not None

    def is_under(self, other: "_Row") -> bool:
        """Tell whether both cells stand under those of another row."""
        reach = _LEVEL * self.height
        value, above = self.words[self.apart[0]], other.words[other.apart[0]]
        is_label_level = abs(self.words[0].box.x - other.words[0].box.x) < reach
        return is_label_level and abs(value.box.x - above.box.x) < reach

    def goes_on(self, other: "_Row") -> bool:
        """Tell a row that holds nothing but the rest of the value above."""
        shift = self.words[0].box.x - other.words[other.apart[0]].box.x
        return not self.apart and abs(shift) < _LEVEL * self.height

    def _plain_to(self, place: int) -> str:
        return plain(" ".join(word.text for word in self.words[:place]))


def _tabled(rows: Sequence[_Row]) -> set[int]:
    """Give the rows of a table whose left column holds labels and whose right one their values."""
    found: set[int] = set()
    run: list[int] = []
    for number, row in [*enumerate(rows), (len(rows), None)]:
        if row is not None and row.is_told() and (not run or row.is_under(rows[run[-1]])):
            run.append(number)
            continue
        if row is not None and run and row.goes_on(rows[run[-1]]):
            continue
        if len(run) >= _ROWS and sum(rows[n].names_field() for n in run) >= _FIELDS:
            found.update(run)
        run = [number] if row is not None and row.is_told() else []
    return found


def _rows(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Give the words line by line, lines made of nothing but specks left out."""
    row: list[Word] = []
    for word in words:
        if not word.text.strip():
            continue
        if row and word.line != row[-1].line:
            if not all(set(w.text) <= _JUNK for w in row):
                yield row
            row = []
        row.append(word)
    if row and not all(set(w.text) <= _JUNK for w in row):
        yield row
