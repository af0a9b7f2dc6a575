"""What the program proposes for a batch: its documents, and the fields of each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from registry_desk.model.department import Department
from registry_desk.model.document import Split, Understanding
from registry_desk.model.page import ReadPage
from registry_desk.splitting import split


@dataclass(frozen=True, slots=True)
class Proposal:
    """A batch as the clerk will see it."""

    split: Split
    understandings: tuple[Understanding, ...]
    """One for each of ``split.documents``."""


def propose(
    pages: Sequence[ReadPage],
    *,
    departments: Sequence[Department] = (),
    separator_key: bytes | None = None,
) -> Proposal:
    """Propose the documents of a batch and understand each.

    Args:
        pages: all pages read, in order, separators and blanks among them.
        departments: for the suggestion where the letter goes.
        separator_key: the institution's key for its separator sheets.
    """
    from registry_desk.prefill import understand

    proposed = split(pages, separator_key=separator_key)
    by_index = {page.index: page for page in pages}
    doubtful = {boundary.first_page for boundary in proposed.doubtful}
    understandings = tuple(
        understand([by_index[i] for i in _surely(document, doubtful)], departments=departments)
        for document in proposed.documents
    )
    return Proposal(proposed, understandings)


def _surely(document: Sequence[int], doubtful: Collection[int]) -> Sequence[int]:
    """Give a document's pages up to one that may begin another: whose its fields are is unsure."""
    begins = (place for place, index in enumerate(document) if place and index in doubtful)
    return document[: next(begins, len(document))]
