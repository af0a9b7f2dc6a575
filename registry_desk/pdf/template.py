"""A reply from the institution's own template: its fields filled in, in ODT and DOCX alike.

A field stands in the template as ``{{numar}}``. Word processors cut such a word into pieces with
formatting of their own, so a paragraph is read as one text, and what is put in takes the looks of
the field's first letter. ``{{text}}`` is what the official wrote: its paragraph is repeated for
each of theirs. No expressions and no conditions: a template is a letter, not a program.

Runs on files from outside, so only in the child of :mod:`registry_desk.pdf.office_suite`.

Source: ISO/IEC 26300 (OpenDocument), 5.1; ECMA-376 (Office Open XML), 17.3.1 and 17.3.3.31.
"""

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from registry_desk.pdf.errors import TemplateDamaged, TemplateFieldUnknown, TemplateWithoutText
from registry_desk.pdf.reply import Reply

_TEXT = "text"
_FIELD = re.compile(r"\{\{([^{}]*)\}\}")
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OOXML = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPHS = (f"{_ODF}p", f"{_ODF}h", f"{_OOXML}p")
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARTS = re.compile(r"content\.xml|styles\.xml|word/(document|header\d*|footer\d*)\.xml")
_LARGEST_PART, _LARGEST_WHOLE, _MOST_PARTS = 30 << 20, 200 << 20, 2000
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Letters that XML has no way to hold. Source: XML 1.0, 2.2."""


class _NotATemplate(Exception):
    """The file may be sound, and is still no letter that a word processor wrote."""


_UNREADABLE = (
    _NotATemplate, zipfile.BadZipFile, zlib.error, EOFError, etree.XMLSyntaxError,
    NotImplementedError, RuntimeError,
)  # fmt: skip
"""The last two: packed in a way, or with a password, that zipfile does not open."""


@dataclass(slots=True)
class _Piece:
    """Some letters of a paragraph, and where they lie in the tree."""

    holder: Any
    """The element."""
    place: str
    """``text`` of it, or its ``tail``."""

    @property
    def words(self) -> str:
        return getattr(self.holder, self.place) or ""

    def put(self, words: str) -> None:
        setattr(self.holder, self.place, words)
        if self.holder.tag == f"{_OOXML}t":
            self.holder.set(_XML_SPACE, "preserve")


def fill(template: Path, target: Path, value: Reply) -> None:
    """Write a template with what a reply says in the places of its fields.

    Args:
        template: an ODT or DOCX file, or a template of either.
        target: of the same kind.
        value: what the fields are filled with.

    Raises:
        TemplateDamaged: it is no such file.
        TemplateFieldUnknown: a field has a name that means nothing here.
        TemplateWithoutText: the official's words would be nowhere.
    """
    try:
        with zipfile.ZipFile(template) as source, zipfile.ZipFile(target, "w") as filled:
            _check_sizes(source)
            has_text = False
            for part in source.infolist():
                content = source.read(part)
                if _PARTS.fullmatch(part.filename):
                    content, holds_text = _filled_part(content, value)
                    has_text |= holds_text
                filled.writestr(part, content)
    except _UNREADABLE as error:
        raise TemplateDamaged(file=template.name) from error
    if not has_text:
        raise TemplateWithoutText(file=template.name)


def fields_of(value: Reply) -> dict[str, str]:
    """Give the fields that a template may have, by name, Romanian and English."""
    written, registered = f"{value.written_on:%d.%m.%Y}", f"{value.number_on:%d.%m.%Y}"
    named = {
        ("institutie", "institution"): value.institution,
        ("directie", "department"): value.department,
        ("numar", "number"): value.number,
        ("data_inregistrarii", "registered_on"): registered,
        ("destinatar", "addressee"): value.addressee,
        ("adresa", "address"): value.address,
        ("subiect", "subject"): value.subject,
        ("functionar", "official"): value.official,
        ("functie", "function"): value.function,
        ("data", "date"): written,
        ("pagina_de_urmarire", "tracking_page"): value.tracking_url,
    }
    return {name: _FORBIDDEN.sub("", said) for names, said in named.items() for name in names}


def _check_sizes(source: zipfile.ZipFile) -> None:
    parts = source.infolist()
    is_large = sum(part.file_size for part in parts) > _LARGEST_WHOLE or len(parts) > _MOST_PARTS
    texts = [part for part in parts if _PARTS.fullmatch(part.filename)]
    if is_large or not texts or any(part.file_size > _LARGEST_PART for part in texts):
        raise _NotATemplate


def _filled_part(content: bytes, value: Reply) -> tuple[bytes, bool]:
    """Give a part with its fields filled in, and whether the official's words stand in it."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    tree = etree.fromstring(content, parser)
    if tree.getroottree().docinfo.internalDTD is not None:
        raise _NotATemplate  # word processors write none, and entities hide in it
    fields, has_text = fields_of(value), False
    for paragraph in list(tree.iter(*_PARAGRAPHS)):
        names = [_plain(name) for name in _FIELD.findall(_words_of(paragraph))]
        if _TEXT in names:
            has_text = True
            _repeat(paragraph, value.paragraphs, fields)
        elif names:
            _fill_paragraph(paragraph, _taker(fields))
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True), has_text


def _repeat(paragraph: Any, written: tuple[str, ...], fields: Mapping[str, str]) -> None:
    """Put a copy of a paragraph in its place for each that the official wrote."""
    for words in written:
        copy = deepcopy(paragraph)
        copy.tail = None
        paragraph.addprevious(copy)
        _fill_paragraph(copy, _taker({**fields, _TEXT: _FORBIDDEN.sub("", words)}))
    paragraph.getparent().remove(paragraph)


def _taker(fields: Mapping[str, str]) -> Callable[[str], str]:
    def take(name: str) -> str:
        try:
            return fields[_plain(name)]
        except KeyError as error:
            raise TemplateFieldUnknown(field=name.strip()[:60]) from error

    return take


def _fill_paragraph(paragraph: Any, take: Callable[[str], str]) -> None:
    found = list(_FIELD.finditer(_words_of(paragraph)))
    for match in reversed(found):  # from the end: what comes before keeps its place
        _replace(list(_pieces(paragraph)), match.start(), match.end(), take(match[1]))


def _replace(pieces: list[_Piece], start: int, end: int, words: str) -> None:
    """Put words in the place of the letters from ``start`` to ``end`` of a paragraph."""
    at, put = 0, words
    for piece in pieces:
        held = piece.words
        first, last = max(0, start - at), min(len(held), end - at)
        if first < last:
            piece.put(held[:first] + put + held[last:])
            put = ""
        at += len(held)


def _words_of(paragraph: Any) -> str:
    return "".join(piece.words for piece in _pieces(paragraph))


def _pieces(paragraph: Any) -> Iterator[_Piece]:
    """Give the pieces of a paragraph's own text, in order, without paragraphs set inside it."""
    if paragraph.tag.startswith(_OOXML):
        inside = (e for e in paragraph.iter(f"{_OOXML}t") if _paragraph_of(e) is paragraph)
        yield from (_Piece(element, "text") for element in inside)
        return
    yield _Piece(paragraph, "text")
    for element in paragraph.iterdescendants():
        if isinstance(element.tag, str) and _paragraph_of(element) is paragraph:
            yield _Piece(element, "text")
        if _paragraph_of(element.getparent()) is paragraph:
            yield _Piece(element, "tail")


def _paragraph_of(element: Any) -> Any:
    """Give the nearest paragraph around an element, or the element that is one."""
    while element is not None and element.tag not in _PARAGRAPHS:
        element = element.getparent()
    return element


def _plain(name: str) -> str:
    """Give a field's name as the table has it: ``Data înregistrării`` is data_inregistrarii."""
    letters = unicodedata.normalize("NFKD", name.strip().lower())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\s_-]+", "_", bare)
