"""A form's boxes: a printed caption over what is filled in, put together as label and value.

Only rows of which every cell is a caption or nothing, with what is filled in right under it, are
joined: a table's head over many rows, a title over a text and a row of labels stay as they are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from registry_desk.model.page import Word
from registry_desk.prefill.folding import plain
from registry_desk.prefill.names import is_institution, is_private_body

Cell = Sequence[Word]
Row = Sequence[Cell]
"""A row as its cells, from left to right."""

_CAPTION = re.compile(
    r"(?:(?:pre)?nume(?:le|le si prenumele)?|denumire[a]?|adresa|domiciliu(?:l)?"
    r"|resedinta|sediu(?:l)?|localitate[a]?|judet(?:ul)?|strada|telefon(?:ul)?|tel|mobil|e-?mail"
    r"|posta electronica|contact|c\.?u\.?[il]|c\.?i\.?f|c\.?n\.?p"
    r"|cod(?:ul)? (?:fiscal|unic|numeric)|dat[ae]|emis[ae]?|intocmit[ae]?|obiect(?:ul)?"
    r"|subiect(?:ul)?|subject|referitor"
    r"|solicitant(?:ul)?|petent(?:ul)?|petitionar(?:ul)?|reclamant(?:ul)?|persoana|dosar(?:ul)?"
    r"|calitate[a]?"
    r"|in calitate|reprezentant(?:ul)?|destinatar(?:ul)?|expeditor(?:ul)?|emitent(?:ul)?"
    r"|nr|numar(?:ul)?|seri[ae]|indicativ|ref|referinta|iban|cont(?:ul)?|banca|furnizor(?:ul)?"
    r"|prestator(?:ul)?|vanzator(?:ul)?|client(?:ul)?|cumparator(?:ul)?|beneficiar(?:ul)?"
    r"|scadent[ae]?"
    r"|termen(?:ul)?|ora|complet(?:ul)?|camera|sala|instanta|autoritatea|institutia|semnatura"
    r"|registratura|inregistrat[ae]?)\b"
)
"""What a caption begins with."""
_LONGEST, _LARGEST = 5, 60
"""Words and signs of a caption."""
_SAYS_MORE = re.compile(r"\d{2}|@|[.;!?]\W*$|\w[:]\s*\w")
"""What is no caption any more: a value, a sentence, a label that has its value beside it."""
_OF_GOODS = re.compile(
    r"\b(?:u\.? ?m|cant\w*|pret\w*|valoare\w*|produs\w*|tarif\w*|articol\w*|crt|t\.?v\.?a)\b"
)
"""The head of a table."""
_ALONE = re.compile(
    r"(?:obiect(?:ul)?|subiect(?:ul)?|numele(?: si prenumele)?|nume si prenume|adresa|domiciliul"
    r"|telefon(?:ul)?|data (?:[a-z]{6,}))(?: [a-z]{3,}){0,2}"
)
"""A caption that stands alone on its row, beside no other, …"""
_OF_CODE = re.compile(r"(?:(?:our )?ref(?:erinta)?|n[ro]|numar(?:ul)?|date?|data)\b[ a-z./-]{0,24}")
"""… over a number or a day …"""
_CODE = re.compile(r"\W{0,2}(?=.*\d)(?:[\w./-]+\W{0,2}){1,3}")
_NUMBER = re.compile(r"\d{1,2}[.)]")
"""… or numbered, as the parts of a form are."""
_NUMBERED = 3
_OF_STREET = re.compile(r"(?:nr|numar(?:ul)?|bl|bloc|sc|scara|et|etaj|ap|apartament)")
_STREET = re.compile(r"(?:str|strada|adresa|bulevardul)")
_LEVEL = 1.2
"""What is filled in begins under its caption, so many letter heights aside at most."""
_NEAR = 2.6
"""White between a caption and what is filled in, in letter heights."""
_OVERLAP = 0.3
_PARTED = 0.8
"""White between two cells at least."""


@dataclass(slots=True)
class Filled:
    """A caption with what stands under it, either of them empty where there is none."""

    caption: Cell
    value: list[Word]


def filled(rows: Sequence[Row]) -> Iterator[tuple[int, list[Filled]]]:
    """Give each row of captions by its number with what the row under it fills in."""
    numbered = _numbered(rows)
    used = -1
    for number, (row, below) in enumerate(pairwise(rows)):
        is_head = number in numbered or _are_captions(row, below)
        if number <= used or not is_head or number + 1 in numbered:
            continue
        if _is_table(rows, number) or _CAPTION.match(_said(below[0])):
            continue
        if found := _joined(row, below):
            used = number + 1
            yield number, _with_streets(found)


def _are_captions(row: Row, below: Row) -> bool:
    said = [_said(cell) for cell in row]
    if not all(map(_may_be, said)) or any(_OF_GOODS.search(words) for words in said):
        return False
    if len(said) == 1:
        is_over_code = _OF_CODE.fullmatch(said[0]) and _CODE.fullmatch(_said(below[0]))
        is_over_street = not said[0].startswith("adresa") or re.search(r"\d", _said(below[0]))
        return bool(is_over_code or (_ALONE.fullmatch(said[0]) and is_over_street))
    known = [_CAPTION.match(words) is not None for words in said]
    if any(not knows and _is_body(words) for knows, words in zip(known, said, strict=True)):
        return False
    return 2 * sum(known) >= len(said) and known != [True, False]  # a label with its value


def _numbered(rows: Sequence[Row]) -> set[int]:
    """Give the rows that are nothing but captions with a number before them."""
    found = {
        number
        for number, row in enumerate(rows)
        if all(_NUMBER.fullmatch(cell[0].text) and _may_be(_said(cell[1:])) for cell in row)
    }
    known = sum(_CAPTION.match(_said(rows[number][0][1:])) is not None for number in found)
    return found if known >= _NUMBERED else set()


def _is_body(words: str) -> bool:
    return is_institution(words) or is_private_body(words)


def _said(cell: Cell) -> str:
    return plain(" ".join(word.text for word in cell)).strip(" .:|_'\"")


def _may_be(words: str) -> bool:
    is_short = len(words.split()) <= _LONGEST and len(words) <= _LARGEST
    return bool(words) and is_short and _SAYS_MORE.search(words) is None


def _is_table(rows: Sequence[Row], number: int) -> bool:
    """Tell a head of columns: two rows under it begin where its cells do."""
    head, following = rows[number], rows[number + 1 : number + 3]
    under = rows[number + 2 : number + 4]
    if len(head) == 1 or len(following) < 2 or _are_captions(under[0], under[-1]):
        return False
    return all(
        sum(any(_is_level(cell[0], over) for over in head) for cell in row) > 1 for row in following
    )


def _joined(captions: Row, below: Row) -> list[Filled] | None:
    """Give each caption with its value; None where the row below does not stand under them."""
    height = max(word.box.height for cell in captions for word in cell)
    bottom = max(word.box.bottom for cell in captions for word in cell)
    white = min(word.box.y for cell in below for word in cell) - bottom
    if not -_OVERLAP * height <= white < _NEAR * height or not _is_level(below[0][0], captions[0]):
        return None
    boxes = [Filled(caption, []) for caption in captions]
    strays = []
    for cell in below:
        box, last = None, None
        for word in cell:
            is_parted = last is None or word.box.x - last.box.right > _PARTED * word.box.height
            under = [each for each in boxes if is_parted and _is_level(word, each.caption)]
            if under or box is None:
                box = under[-1] if under else Filled([], [])
            if not (under or box.value):
                strays.append(box)
            box.value.append(word)
            last = word
    return [Filled(_unnumbered(box.caption), box.value) for box in boxes] + strays


def _unnumbered(caption: Cell) -> Cell:
    return caption[1:] if len(caption) > 1 and _NUMBER.fullmatch(caption[0].text) else caption


def _with_streets(boxes: Sequence[Filled]) -> list[Filled]:
    """Put a house's number and stair, each in a box of its own, behind their street."""
    found: list[Filled] = []
    for box in boxes:
        is_part = _OF_STREET.fullmatch(_said(box.caption)) is not None
        if is_part and found and _STREET.match(_said(found[-1].caption)):
            found[-1].value.extend([*box.caption, *box.value] if box.value else [])
        else:
            found.append(box)
    return found


def _is_level(word: Word, caption: Cell) -> bool:
    """Tell a word that begins under a caption."""
    first, last = caption[0].box, caption[-1].box
    reach = _LEVEL * max(word.box.height, first.height)
    return first.x - reach < word.box.x < max(first.x + reach, last.right)
