"""What was added to a file after a signature, and whether an honest person would add it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
)
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from registry_desk.signing.fields_found import value_of
from registry_desk.signing.levels import is_document_timestamp
from registry_desk.signing.touched import touched_pages

_DEPTH = 40
_UPWARDS = ("/P", "/Parent", "/StructParent")


@dataclass(frozen=True, slots=True)
class Changes:
    """The later revisions, as far as they matter."""

    is_suspicious: bool = False
    """Something was changed that no signature allows."""
    needs_views: bool = False
    """More was touched than certificates, timestamps and nothing else: look at the pages."""
    honest_fields: tuple[str, ...] = ()
    """Form fields that were empty when it was signed and are filled now."""
    touched_pages: frozenset[int] | None = None
    """The pages, from 1, that it may have changed; None where it may be any."""
    permits_notes: bool = False
    """Its author certified it and permits annotations: a change may be one of them."""


def changes_since(embedded: EmbeddedPdfSignature) -> Changes:
    """Tell what happened to the file after a signature.

    A filled field that was empty at signing is allowed; one whose value or picture was exchanged
    is what the published "replace" attack does. An annotation is always suspicious, even where
    the certification permits annotations (DocMDP 3): it can cover and replace anything on the
    page (the "evil annotation" attack), so that only looking at both views decides.
    Source: Rohlmann and others, Breaking the Specification: PDF Certification (S&P 2021).
    """
    result = embedded.diff_result
    docmdp = embedded.docmdp_level
    if not isinstance(result, DiffResult):
        return Changes(is_suspicious=True, permits_notes=docmdp == MDPPerm.ANNOTATE)
    level = result.modification_level
    if level == ModificationLevel.OTHER:
        return Changes(is_suspicious=True)
    if level <= ModificationLevel.LTA_UPDATES:
        return Changes()
    then = _fields(embedded.reader.get_historical_resolver(embedded.signed_revision).root)
    now = _fields(embedded.reader.root)
    is_permitted = docmdp is None or level.value <= docmdp.value
    if not (is_permitted or _is_proof(result.changed_form_fields, now)):
        return Changes(is_suspicious=True)
    honest = []
    for name in sorted(result.changed_form_fields):
        before, after = then.get(name), now.get(name)
        if after is not None and after.kind == "/Sig":
            continue
        if before is None or after is None:
            return Changes(is_suspicious=True)
        if before.is_empty and not after.is_empty:
            honest.append(str(name))
        elif before.look() != after.look():
            return Changes(is_suspicious=True)
    touched = touched_pages(embedded.reader, embedded.signed_revision)
    return Changes(needs_views=True, honest_fields=tuple(honest), touched_pages=touched)


def _is_proof(names: Collection[str], now: dict[str, "_Field"]) -> bool:
    """Tell whether all fields are document timestamps: no certification forbids those.

    Source: ISO 32000-2, 12.8.2.2.2 (document timestamps and security stores are always allowed).
    """
    fields = [now.get(name) for name in names]
    return bool(fields) and all(one is not None and one.is_timestamp for one in fields)


@dataclass(frozen=True, slots=True)
class _Field:
    """A form field of one revision."""

    kind: str
    entry: Any

    @property
    def is_empty(self) -> bool:
        value = value_of(self.entry, "/V")
        return value is None or str(value) in ("", "/Off")

    @property
    def is_timestamp(self) -> bool:
        return self.kind == "/Sig" and is_document_timestamp(value_of(self.entry, "/V"))

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


def _fields(root: Any) -> dict[str, _Field]:
    """Give every form field of a revision by name."""
    found: dict[str, _Field] = {}
    try:
        _collect(root["/AcroForm"]["/Fields"], "", "", found, 0)
    except KeyError:
        return found
    return found


def _collect(entries: Any, parent: str, kind: str, found: dict[str, _Field], depth: int) -> None:
    if depth > _DEPTH:
        return
    for entry in entries:
        field = entry.get_object()
        part = str(value_of(field, "/T", ""))
        name = f"{parent}.{part}" if parent and part else parent or part
        own = str(value_of(field, "/FT", kind))
        if "/T" in field:
            found[name] = _Field(own, field)
        _collect(value_of(field, "/Kids", ()), name, own, found, depth + 1)
