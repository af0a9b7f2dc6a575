"""The form fields of one revision of a file, for comparing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
)

from registry_desk.signing.fields_found import value_of
from registry_desk.signing.levels import is_document_timestamp

_DEPTH = 40
_UPWARDS = ("/P", "/Parent", "/StructParent")
_WRITTEN = ("/Tx", "/Ch")


@dataclass(frozen=True, slots=True)
class FormField:
    """A form field of one revision."""

    kind: str
    entry: Any

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was filled in."""
        value = value_of(self.entry, "/V")
        return value is None or str(value) in ("", "/Off")

    @property
    def is_timestamp(self) -> bool:
        """Tell whether it holds a document timestamp."""
        return self.kind == "/Sig" and is_document_timestamp(value_of(self.entry, "/V"))

    @property
    def shows_its_value(self) -> bool:
        """Tell whether the words that it holds are those in its picture, as far as can be read."""
        if self.kind not in _WRITTEN or self.is_empty:
            return True
        value = value_of(self.entry, "/V")
        words = str(value).encode("cp1252", "replace")
        ways = (words, getattr(value, "original_bytes", words))
        return all(any(one in drawn for one in ways) for drawn in self._pictures())

    def _pictures(self) -> Iterator[bytes]:
        """Give what each of its widgets draws; nothing where a widget has no picture."""
        kids = value_of(self.entry, "/Kids", ())
        for widget in [kids[i] for i in range(len(kids))] or [self.entry]:
            picture = value_of(value_of(widget, "/AP", {}), "/N")
            yield picture.data if isinstance(picture, StreamObject) else b""

    def look(self) -> Any:
        """Give everything that makes what it shows and holds, for comparing."""
        return _plain(self.entry, frozenset(), 0)


def _plain(value: Any, above: frozenset[Any], depth: int) -> Any:
    """Give a value of a file as plain Python values, its references followed."""
    if isinstance(value, IndirectObject):
        place = (value.idnum, value.generation)
        if place in above:
            return place
        return _plain(value.get_object(), above | {place}, depth)
    if depth > _DEPTH:
        return "..."
    if isinstance(value, DictionaryObject):
        plain: Any = {
            str(key): _plain(value.raw_get(key), above, depth + 1)
            for key in value
            if key not in _UPWARDS
        }
        return (plain, value.data) if isinstance(value, StreamObject) else plain
    if isinstance(value, ArrayObject):
        return [_plain(value.raw_get(i), above, depth + 1) for i in range(len(value))]
    return (type(value).__name__, str(getattr(value, "original_bytes", value)))


def form_fields(root: Any) -> dict[str, FormField]:
    """Give every form field of a revision by name."""
    found: dict[str, FormField] = {}
    try:
        _collect(root["/AcroForm"]["/Fields"], "", "", found, 0)
    except KeyError:
        return found
    return found


def _collect(entries: Any, parent: str, kind: str, found: dict[str, FormField], depth: int) -> None:
    if depth > _DEPTH:
        return
    for entry in entries:
        field = entry.get_object()
        part = str(value_of(field, "/T", ""))
        name = f"{parent}.{part}" if parent and part else parent or part
        own = str(value_of(field, "/FT", kind))
        if "/T" in field:
            found[name] = FormField(own, field)
        _collect(value_of(field, "/Kids", ()), name, own, found, depth + 1)
