"""What was added to a file after a signature, and whether an honest person would add it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from registry_desk.signing.fields_found import value_of
from registry_desk.signing.form_fields import FormField, form_fields
from registry_desk.signing.touched import touched_pages


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
    before_root = embedded.reader.get_historical_resolver(embedded.signed_revision).root
    if level == ModificationLevel.OTHER or _is_redrawn(before_root, embedded.reader.root):
        return Changes(is_suspicious=True)
    if level <= ModificationLevel.LTA_UPDATES:
        return Changes()
    then, now = form_fields(before_root), form_fields(embedded.reader.root)
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


def _is_redrawn(then: Any, now: Any) -> bool:
    """Tell whether readers are now to draw fields anew whose pictures told something else.

    Programs that fill forms ask for it too, so that it is only noticed where a field that was
    filled at signing holds other words than it shows.
    Source: ISO 32000-1, 12.7.2 (NeedAppearances).
    """
    if not _asks_to_draw(now) or _asks_to_draw(then):
        return False
    return not all(one.shows_its_value for one in form_fields(then).values())


def _asks_to_draw(root: Any) -> bool:
    return bool(value_of(value_of(root, "/AcroForm", {}), "/NeedAppearances", default=False))


def _is_proof(names: Collection[str], now: dict[str, FormField]) -> bool:
    """Tell whether all fields are document timestamps: no certification forbids those.

    Source: ISO 32000-2, 12.8.2.2.2 (document timestamps and security stores are always allowed).
    """
    fields = [now.get(name) for name in names]
    return bool(fields) and all(one is not None and one.is_timestamp for one in fields)
