"""A receipt that a citizen lost, given again: to who shows that the letter is theirs.

Law 190/2018: a receipt carries the tracking code, so it goes the way the code goes.
"""

from pathlib import Path
from typing import Literal

from registry_desk.journey.counter import Counter
from registry_desk.journey.papers import receipt_of_entry
from registry_desk.wire import Entry

Document = Literal["identity_card", "passport", "residence_permit"]


def receipt_again(
    counter: Counter,
    entry: Entry,
    *,
    name: str,
    document: Document,
    cui: str = "",
    paper: str,
    target: Path | None,
) -> Path:
    """Make the receipt of an old entry; the register compares the name and writes down that it did.

    Args:
        counter: this desk.
        entry: whose receipt was lost.
        name: as the identity document says it; nobody keeps it.
        document: the kind of identity document.
        cui: of the firm they stand for, as typed from its registration certificate; empty: the
            letter is their own.
        paper: ``a5``, ``a6`` or ``roll80``.
        target: where somebody wants it saved; None: the entry's folder at this desk.

    Returns:
        The PDF.

    Raises:
        IdentityDiffers: the name is not the sender's.
        FirmDiffers: the CUI is not the sender's.
        FieldInvalid: that is no CUI.
        NotAllowed: the person gives no codes.
    """
    firm = "".join(cui.split()).upper() or None
    found = counter.register.recover_code(entry.id, name, document, firm)
    code = {"tracking_code": found.tracking_code, "tracking_url": found.tracking_url}
    file = target or counter.tray.document_dir(entry.id) / f"receipt-{paper}.pdf"
    receipt_of_entry(counter.office, entry.model_copy(update=code), file, paper=paper)
    return file
