"""What goes out, as this desk works on it: looked at, listed, handed over, what comes back."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5

from registry_desk.client import RegisterClient
from registry_desk.i18n import text
from registry_desk.journey.adding import bring_file
from registry_desk.journey.looking import Looked, Looker
from registry_desk.journey.tray import Tray
from registry_desk.pdf.handover_sheet import HandoverSheet, handover_sheet
from registry_desk.wire import (
    Afterwards,
    Original,
    PostList,
    PostOrder,
    Route,
    Sending,
    SendingAgain,
)
from registry_desk.wire.errors import FileUnknown, SendingPast
from registry_desk.wire.files import FileRole
from registry_desk.wire.words import ask

_LISTS = UUID("6c9f3f5e-9a57-4f0c-8a53-1d7f0b1c2e44")
"""Names this desk's lists: the same letters sent twice, after a lost answer, are one list."""
_BROUGHT: dict[str, FileRole] = {"proven": "proof_of_receipt", "returned": "returned_mail"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A list for the post with its file at this desk."""

    made: PostList
    file: Path


def look(looker: Looker, register: RegisterClient, sending: Sending) -> Looked:
    """Fetch what goes out, to be looked at.

    Raises:
        FileUnknown: its entry has no such file any more.
    """
    entry = register.entry_by_id(sending.entry_id)
    version = next((v for v in entry.files if v.sha256 == sending.sha256), None)
    if version is None:
        raise FileUnknown
    return looker.open_file(looker.fetch(entry, version))


def waiting_for_post(register: RegisterClient) -> list[Sending]:
    """Give the letters that leave with the next list, as the register has them now."""
    return [
        sending
        for sending in register.sendings("open")
        if sending.how == "post" and sending.state in ("waiting", "failed")
    ]


def list_for_post(tray: Tray, register: RegisterClient, sendings: Sequence[Sending]) -> Listed:
    """List letters for the post and fetch the list; asked again after a lost answer, it is one."""
    ids = tuple(sorted((sending.id for sending in sendings), key=str))
    order = ask(PostOrder, id=uuid5(_LISTS, " ".join(map(str, ids))), sending_ids=ids)
    return fetch_list(tray, register, register.list_for_post(order))


def fetch_list(tray: Tray, register: RegisterClient, made: PostList) -> Listed:
    """Fetch the file of a list, once."""
    target = tray.document_dir(made.id) / f"{made.sha256}.pdf"
    if not target.exists():
        register.download_list(made, target)
    return Listed(made, target)


def find_list(tray: Tray, register: RegisterClient, number: str) -> Listed:
    """Fetch a list made before, by its number.

    Raises:
        FileUnknown: the register has no such list.
    """
    made = next((made for made in register.post_lists() if made.number == number), None)
    if made is None:
        raise FileUnknown
    return fetch_list(tray, register, made)


def take_list_back(
    register: RegisterClient,
    sendings: Sequence[Sending],
    *,
    reason: str,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> int:
    """Have the letters of a list wait for dispatch again; asked again, each comes back once.

    The list keeps its number, and each letter of it says why it did not go: numbers that were given
    are never taken away without a trace.

    Args:
        register: where the list was made.
        sendings: its letters, as they were before they left.
        reason: kept with each.
        progress: told how many letters of how many were asked for.
        cancelled: asked between letters; what waits again by then goes on waiting.

    Returns:
        How many wait again; one whose receipt was noted meanwhile did travel.
    """
    count = 0
    for done, sending in enumerate(sendings):
        if cancelled():
            break
        progress(done, len(sendings))
        with suppress(SendingPast):
            register.take_back(sending.id, ask(Afterwards, reason=reason))
            register.send_again(sending.id, again(sending, route_of(sending)))
            count += 1
    return count


def settle(
    register: RegisterClient, sending: Sending, state: str, *, reason: str, paper: Path | None
) -> Sending:
    """Bring what the post brought back to its entry, and note what it says.

    Args:
        register: where to.
        sending: what had left.
        state: ``proven`` or ``returned``.
        reason: of returned mail.
        paper: the scan of it; None where it was not scanned.
    """
    if paper is not None:
        bring_file(register, sending.entry_id, paper, _BROUGHT[state])
    asked = ask(Afterwards, reason=reason)
    if state == "proven":
        return register.prove_receipt(sending.id, asked)
    return register.take_back(sending.id, asked)


def route_of(sending: Sending) -> Route:
    """Give the way a sending is to go as it stands in the register."""
    return ask(
        Route,
        how=sending.how,
        kind=sending.kind,
        addressee=sending.addressee,
        address=sending.address,
    )


def again(sending: Sending, route: Route) -> SendingAgain:
    """Give the order to send once more what came back; asked twice, it is one."""
    return ask(SendingAgain, id=uuid5(sending.id, "again"), **dict(route))


def sheet_for_sending(tray: Tray, sending: Sending, *, institution: str, by: str) -> Path:
    """Draw the sheet that is signed by who takes an answer."""
    target = tray.document_dir(sending.id) / "handover.pdf"
    value = HandoverSheet(
        institution=institution,
        number=sending.entry_number,
        subject=sending.subject,
        what=text("handover_sheet.answer"),
        handed_to=sending.handed_to or sending.addressee,
        handed_by=by,
        made_at=sending.left_at or datetime.now(UTC),
        dispatch_number=sending.number,
    )
    handover_sheet(value, target)
    return target


def sheet_for_original(tray: Tray, original: Original, *, institution: str, by: str) -> Path:
    """Draw the sheet that is signed by who takes an original."""
    target = tray.document_dir(original.entry_id) / "original-handover.pdf"
    value = HandoverSheet(
        institution=institution,
        number=original.number,
        subject=original.note,
        what=text("handover_sheet.original"),
        handed_to=original.holder,
        handed_by=by,
        made_at=original.since,
        due_back_on=original.due_back_on,
        place=original.place,
    )
    handover_sheet(value, target)
    return target
