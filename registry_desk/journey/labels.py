"""Code labels, stuck on the paper first and read in the scan: all papers carry one code.

A label printed beforehand gives the document its code when the clerk registers it. What is found
otherwise, another code than the document's, stops the letter; when somebody has it tried again,
after a look at the paper, it goes on.
"""

from collections.abc import Sequence
from uuid import UUID

from registry_desk.errors import RefusedError
from registry_desk.journey.records import DocumentRecord, PageRecord
from registry_desk.journey.tray import Tray
from registry_desk.model.tracking import code_on_label, new_tracking_code


class LabelDiffers(RefusedError):
    """The label on the paper carries the code ``label``, the document has ``code``."""

    code = "label_differs"


def label_to_take(tray: Tray, document_id: UUID, public_url: str) -> str | None:
    """Give the code of the label on a document's first page; None where there is not just one."""
    found = _labels(tray.document_pages(document_id), public_url)
    return found[0] if len(found) == 1 else None


def check_label(document: DocumentRecord, pages: Sequence[PageRecord], public_url: str) -> None:
    """Make sure that the label on the paper is the document's.

    Raises:
        LabelDiffers: it is not, and nobody has been told yet.
    """
    found = _labels(pages, public_url)
    if found and document.tracking_code not in found and not document.is_label_seen:
        raise LabelDiffers(label=found[0], code=document.tracking_code)


def seen_label(document: DocumentRecord) -> dict[str, str] | None:
    """Give what is noted when somebody has a letter go on that its label stopped; else None.

    A code that is another letter's is replaced. The new one is durable before it is sent: an answer
    that is lost must not make it yet another.
    """
    from registry_desk.wire.errors import TrackingCodeTaken

    if document.problem is None:
        return None
    if document.problem.code == TrackingCodeTaken.code:
        return {"is_label_seen": "1", "tracking_code": new_tracking_code()}
    return {"is_label_seen": "1"} if document.problem.code == LabelDiffers.code else None


def _labels(pages: Sequence[PageRecord], public_url: str) -> list[str]:
    """Give the codes of the labels on the first page: an enclosed copy may carry an older one."""
    first = next((page.read for page in pages if page.read is not None), None)
    if first is None:
        return []
    codes = (code_on_label(found.value, public_url) for found in first.barcodes)
    return list(dict.fromkeys(code for code in codes if code))
