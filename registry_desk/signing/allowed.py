"""What may be added after a signature without changing what it says."""

from collections.abc import Iterator

from pyhanko.pdf_utils.reader import HistoricalResolver, RawPdfPath
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    GenericFieldModificationRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    ReferenceUpdate,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.constants import ROOT_EXEMPT_STRICT_COMPARISON
from pyhanko.sign.diff_analysis.rules_api import Context, QualifiedWhitelistRule

_COLOURS = "/OutputIntents"


_STRICT = CatalogModificationRule()
_WITH_COLOURS = CatalogModificationRule(ROOT_EXEMPT_STRICT_COMPARISON | {_COLOURS})


class _CatalogRule(QualifiedWhitelistRule):
    """The catalogue as pyHanko allows it to change, and a first colour profile.

    EU DSS adds the profile of its picture to a document that names none; the views are compared
    afterwards in any case.
    """

    def apply_qualified(
        self, old: HistoricalResolver, new: HistoricalResolver
    ) -> Iterator[tuple[ModificationLevel, ReferenceUpdate]]:
        if _COLOURS in old.root or _COLOURS not in new.root:
            yield from _STRICT.apply_qualified(old, new)
            return
        yield from _WITH_COLOURS.apply_qualified(old, new)
        place = Context.from_absolute(old, RawPdfPath("/Root", _COLOURS))
        added = new.root.raw_get(_COLOURS)
        for ref in new.collect_dependencies(added, since_revision=new.revision):
            if not old.is_ref_unassignable(ref):
                raise SuspiciousModification(f"{_COLOURS} replaces {ref}")
            yield ModificationLevel.FORM_FILLING, ReferenceUpdate(ref, context_checked=place)


LATER_CHANGES = StandardDiffPolicy(
    global_rules=[
        _CatalogRule(),
        *(
            rule.as_qualified(ModificationLevel.LTA_UPDATES)
            for rule in (
                DocInfoRule(),
                XrefStreamRule(),
                ObjectStreamRule(),
                DSSCompareRule(),
                MetadataUpdateRule(),
            )
        ),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[
            SigFieldCreationRule(),
            SigFieldModificationRule(),
            GenericFieldModificationRule(),
        ]
    ),
)
"""pyHanko's own policy with the catalogue rule above."""
