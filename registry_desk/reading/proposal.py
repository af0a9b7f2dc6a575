"""What the program proposes for a batch: its documents, and the fields of each."""

from collections.abc import Sequence
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
    understandings = tuple(
        understand([by_index[index] for index in document], departments=departments)
        for document in proposed.documents
    )
    return Proposal(proposed, understandings)
