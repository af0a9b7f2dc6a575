"""The signature fields of a file, each found by itself: a broken one hides no other."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader

_DEPTH = 40


@dataclass(frozen=True, slots=True)
class FoundField:
    """A filled signature field."""

    name: str
    value: Any
    """The signature dictionary."""
    field: Any
    byte_range: tuple[int, ...] | None
    """None where it cannot be read."""

    @property
    def signed_end(self) -> int:
        """Give the first byte after what was signed; -1 where it is not known."""
        span = self.byte_range
        return span[2] + span[3] if span is not None and len(span) == 4 else -1


def value_of(entry: DictionaryObject, key: str, default: Any = None) -> Any:
    """Give what stands under a key, also where it is only referred to.

    A dictionary's own ``get`` gives the reference, which is neither the value nor false.
    """
    try:
        return entry[key]
    except KeyError:
        return default


def find_fields(reader: PdfFileReader) -> list[FoundField]:
    """List the filled signature fields in the order they were signed."""
    try:
        top = reader.root["/AcroForm"]["/Fields"]
        entries = [top.raw_get(i) for i in range(len(top))]
    except (KeyError, TypeError, AttributeError):
        return []
    found = list(_walk(entries, "", 0, set()))
    return sorted(found, key=lambda one: one.signed_end)


def _walk(entries: Any, parent: str, depth: int, seen: set[Any]) -> Iterator[FoundField]:
    for entry in entries:
        key = getattr(entry, "reference", None) or id(entry)
        if key in seen or depth > _DEPTH:
            continue
        seen.add(key)
        try:
            field = entry.get_object()
            part = _words(value_of(field, "/T", ""))
            name = f"{parent}.{part}" if parent and part else parent or part
            kids = value_of(field, "/Kids", ())
            below = [kids.raw_get(i) for i in range(len(kids))]
            yield from _walk(below, name, depth + 1, seen)
            if value_of(field, "/FT") == "/Sig" and "/V" in field:
                yield FoundField(name, field["/V"], field, _byte_range(field))
        except Exception:  # noqa: BLE001 - pyHanko meets damage with errors of every kind
            yield FoundField(parent or "?", None, None, None)


def _words(value: Any) -> str:
    """Give a name as text, also in an encrypted file."""
    return str(getattr(value, "decrypted", value))


def _byte_range(field: Any) -> tuple[int, ...] | None:
    try:
        value = field["/V"]
        if not isinstance(value, DictionaryObject):
            return None
        return tuple(int(part) for part in value["/ByteRange"])
    except (KeyError, TypeError, ValueError):
        return None


def looks_signed(path: Path) -> bool:
    """Tell whether a file that cannot be read as a PDF once held a signature."""
    tail = b""
    with path.open("rb") as opened:
        while piece := opened.read(1 << 20):
            if b"/ByteRange" in tail + piece:
                return True
            tail = piece[-16:]
    return False
