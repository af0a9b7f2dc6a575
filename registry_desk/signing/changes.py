"""What was added to a file after a signature, and whether an honest person would add it."""

from dataclasses import dataclass
from typing import Any

from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Changes:
    """The later revisions, as far as they matter."""

    is_suspicious: bool = False
    """Something was changed that no signature allows."""
    needs_views: bool = False
    """More was touched than certificates, timestamps and nothing else: look at the pages."""
    honest_fields: tuple[str, ...] = ()
    """Form fields that were empty when it was signed and are filled now."""


def changes_since(embedded: EmbeddedPdfSignature) -> Changes:
    """Tell what happened to the file after a signature.

    A filled field that was empty at signing is allowed; one whose value or picture was exchanged
    is what the published "replace" attack does.
    """
    result = embedded.diff_result
    if not isinstance(result, DiffResult):
        return Changes(is_suspicious=True)
    docmdp = embedded.docmdp_level
    level = result.modification_level
    if level == ModificationLevel.OTHER or (docmdp is not None and level.value > docmdp.value):
        return Changes(is_suspicious=True)
    if level <= ModificationLevel.LTA_UPDATES:
        return Changes()
    honest = []
    then = _values(embedded.reader.get_historical_resolver(embedded.signed_revision).root)
    now = _values(embedded.reader.root)
    for name in sorted(result.changed_form_fields):
        kind, value = now.get(name, ("", None))
        if kind == "/Sig":
            continue
        if _is_empty(then.get(name, ("", None))[1]) and not _is_empty(value):
            honest.append(name)
        else:
            return Changes(is_suspicious=True)
    return Changes(needs_views=True, honest_fields=tuple(honest))


def _is_empty(value: Any) -> bool:
    return value is None or str(value) in ("", "/Off")


def _values(root: Any) -> dict[str, tuple[str, Any]]:
    """Give the kind and value of every form field of a revision."""
    found: dict[str, tuple[str, Any]] = {}
    try:
        _collect(root["/AcroForm"]["/Fields"], "", "", found, 0)
    except KeyError:
        return found
    return found


def _collect(
    entries: Any, parent: str, kind: str, found: dict[str, tuple[str, Any]], depth: int
) -> None:
    if depth > _DEPTH:
        return
    for entry in entries:
        field = entry.get_object()
        part = str(field.get("/T", ""))
        name = f"{parent}.{part}" if parent and part else parent or part
        own = str(field.get("/FT", kind))
        value = field.get("/V")
        if "/T" in field:
            found[name] = (own, value)
        _collect(field.get("/Kids", ()), name, own, found, depth + 1)
