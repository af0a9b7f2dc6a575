"""A read batch falls into documents, and what was understood of each is kept."""

from collections.abc import Sequence

from registry_desk.journey.records import (
    Batch,
    BatchState,
    DocumentRecord,
    PageRecord,
    ProposedDocument,
)
from registry_desk.journey.tray import Tray
from registry_desk.model.department import Department
from registry_desk.model.page import ReadPage
from registry_desk.reading import propose


def propose_documents(
    tray: Tray,
    batch: Batch,
    *,
    departments: Sequence[Department],
    separator_key: bytes | None = None,
) -> list[DocumentRecord]:
    """Tell the documents of a batch apart and write them down; once done it stays.

    Every page that could be read belongs to a document, blank backs too; pages set aside do not.
    """
    if tray.batch(batch.id).state is BatchState.PROPOSED:
        return tray.documents(batch.id)
    pages = {page.number: page for page in tray.pages(batch.id) if not page.is_set_aside}
    read: list[ReadPage] = [page.read for page in pages.values() if page.read is not None]
    proposal = propose(read, departments=departments, separator_key=separator_key)
    found = zip(proposal.split.documents, proposal.understandings, strict=True)
    return tray.propose(
        batch.id,
        [
            ProposedDocument(numbers, understanding, _finished_file(pages[numbers[0]]))
            for numbers, understanding in found
        ],
    )


def _finished_file(page: PageRecord) -> str | None:
    return page.file if page.is_finished else None
