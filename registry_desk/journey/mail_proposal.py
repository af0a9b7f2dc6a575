"""The entry proposed for a message: what its head says, and what prefill makes of its words.

Prefill reads pages; the message is laid out as one, its head as programs print it, line below line.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from zoneinfo import ZoneInfo

from registry_desk.intake.message import plain_subject
from registry_desk.model.department import Department
from registry_desk.model.document import FieldReading, Understanding
from registry_desk.model.message import Message
from registry_desk.model.page import Box, CleanedPage, PageText, ReadPage, Word
from registry_desk.prefill import understand

_OFFICE_TIME = ZoneInfo("Europe/Bucharest")
_WIDTH, _HEIGHT, _DPI = 2480, 3508, 300
_LINE, _LETTER, _MARGIN = 60, 22, 250
_LINES_ON_PAGE = 48
_MOST_PAGES = 3
_SURE_SUBJECT = 0.8


def understand_mail(message: Message, departments: Sequence[Department]) -> Understanding:
    """Propose an entry: sender and date from the head, the rest from the words."""
    found = understand(_pages(message), departments=departments)
    fields = {name: _bare(reading) for name, reading in found.fields.items()}
    for name, value in _head(message).items():
        known = fields.get(name)
        if name != "subject" or known is None or known.confidence < _SURE_SUBJECT:
            fields[name] = FieldReading(value, 1.0, 1, None)
    return Understanding(fields, found.department)


def _head(message: Message) -> dict[str, str]:
    sent = message.sent_at and message.sent_at.astimezone(_OFFICE_TIME).date().isoformat()
    said = {
        "sender_name": message.sender_name or message.sender_address,
        "email": message.sender_address,
        "sender_date": sent or "",
        "subject": plain_subject(message.subject),
    }
    return {name: value for name, value in said.items() if value}


def _bare(reading: FieldReading) -> FieldReading:
    """Give a reading without its place: there is no paper to light it on."""
    return FieldReading(reading.value, reading.confidence, reading.page, None, reading.reason)


def _pages(message: Message) -> list[ReadPage]:
    """Lay the message out as the pages a print of it would be."""
    lines = [*_printed_head(message), *message.text.split("\n")]
    begins = range(0, len(lines), _LINES_ON_PAGE)[:_MOST_PAGES]
    sheets = [lines[begin : begin + _LINES_ON_PAGE] for begin in begins]
    return [_page(number, sheet) for number, sheet in enumerate(sheets, start=1)]


def _printed_head(message: Message) -> Iterator[str]:
    """Write the head as webmail prints it, which prefill knows."""
    yield f"De la: {message.sender_name} <{message.sender_address}>"
    if message.sent_at:
        yield f"Trimis: {message.sent_at.astimezone(_OFFICE_TIME):%d.%m.%Y %H:%M}"
    if message.to:
        yield f"Către: {message.to}"
    yield f"Subiect: {plain_subject(message.subject)}"
    yield ""


def _page(number: int, lines: Sequence[str]) -> ReadPage:
    words = tuple(_words(lines))
    cleaned = CleanedPage(_WIDTH, _HEIGHT, _DPI, 0, 0.0, is_blank=not words)
    written = PageText("\n".join(lines), words, 1.0 if words else 0.0)
    return ReadPage(number, "e-mail", number, cleaned, written, is_whole_source=True)


def _words(lines: Sequence[str]) -> Iterator[Word]:
    block = 0
    counted = count()
    for row, said in enumerate(lines):
        if not said.strip():
            block += 1
            continue
        line, x = next(counted), _MARGIN
        for word in said.split():
            width = len(word) * _LETTER
            box = Box(x, _MARGIN + row * _LINE, width, _LINE * 2 // 3)
            yield Word(word, box, 1.0, line=line, block=block)
            x += width + _LETTER
