"""An official's answer on its way back: written, composed, signed, delivered, sealed, sent, closed.

The reply carries the number of the letter it answers (National Archives, Instructions of 1996,
art. 9). Each step is durable in the tray before the next; a step done twice has the effect of one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from registry_desk.client import RegisterClient
from registry_desk.durable import sha256_of
from registry_desk.journey import reply_drafts
from registry_desk.journey.records import ReplyRecord, ReplyState, known
from registry_desk.journey.signer import Signer, TokenPlace, signer_at
from registry_desk.journey.templates import template_named
from registry_desk.journey.tray import Tray
from registry_desk.model.office import Office
from registry_desk.signing import PinQuestion, SignJob, VisibleStamp, sign_batch
from registry_desk.signing.errors import NoToken
from registry_desk.wire import Dispatch, Entry, Reply
from registry_desk.wire.words import ask

if TYPE_CHECKING:
    from registry_desk.pdf import Reply as ReplySheet

__all__ = [
    "NoToken", "Official", "PinQuestion", "Signer", "TokenPlace", "compose", "composed_file",
    "reply_id_of",
    "seal_reply", "send_reply", "signed_file", "signer_at", "write_reply",
]  # fmt: skip

_OFFICE_TIME = ZoneInfo("Europe/Bucharest")


@dataclass(frozen=True, slots=True)
class Official:
    """Who answers, and from where."""

    tray: Tray
    register: RegisterClient
    office: Office
    name: str
    function: str
    department: str
    """Name of the department, as it stands on the reply."""
    signer: Signer | None
    """None while a reply is only written and looked at."""
    templates: Path | None = None
    """Folder of the institution's templates; None where it has none."""

    def picture(self) -> VisibleStamp:
        """Give the picture of the official's signature; it stands beside their name."""
        return VisibleStamp(name=self.name, function=self.function, beside=self.name)


def write_reply(
    official: Official,
    entry: Entry,
    paragraphs: tuple[str, ...],
    *,
    how: str,
    template: str = "",
    reply_id: UUID | None = None,
) -> ReplyRecord:
    """Keep the text of a reply, and what it is changed to until it is signed.

    Its UUID follows from the entry: one entry has one reply in work. ``reply_id`` names a further
    one, see :func:`registry_desk.journey.handing_over.reply_in_work`.

    Raises:
        ValueError: the entry has no task.
    """
    if entry.task_id is None:
        raise ValueError("no task")
    return reply_drafts.keep(
        official.tray,
        ReplyRecord(
            id=reply_id or reply_id_of(entry.id),
            entry_id=entry.id,
            task_id=entry.task_id,
            state=ReplyState.WRITTEN,
            paragraphs=paragraphs,
            written_at=datetime.now(UTC),
            dispatch_how=how,
            template=template,
        ),
    )


def reply_id_of(entry_id: UUID) -> UUID:
    """Give the UUID of an entry's first reply."""
    return uuid5(entry_id, "reply")


def compose(official: Official, reply_id: UUID) -> Path:
    """Make the page that is going to be signed, to be looked at first.

    Returns:
        The PDF; once signed, the signed one.
    """
    tray = official.tray
    with tray.holding(reply_id):
        reply = tray.reply(reply_id)
        if reply.state is ReplyState.WRITTEN:
            state, found = _compose(official, reply)
            reply = tray.advance_reply(reply_id, state, **found)
    is_signed = reply.signed_sha256 is not None
    return signed_file(tray, reply_id) if is_signed else composed_file(tray, reply_id)


def send_reply(official: Official, reply_id: UUID) -> ReplyRecord:
    """Take a reply all the way to dispatch and close its entry.

    Raises:
        DeviceError: the token needs a hand.
        UnavailableError: the register does not answer now; calling again goes on from there.
    """
    tray = official.tray
    with tray.holding(reply_id):
        reply = tray.reply(reply_id)
        while reply.state is not ReplyState.CLOSED:
            state, found = _STEPS[reply.state](official, reply)
            reply = tray.advance_reply(reply_id, state, **found)
    return reply


def seal_reply(official: Official, reply_id: UUID) -> ReplyRecord:
    """Take a reply as far as its final form: signed, delivered, sealed; it has not left yet.

    Raises:
        DeviceError: the token needs a hand.
        UnavailableError: the register does not answer now; calling again goes on from there.
    """
    tray = official.tray
    with tray.holding(reply_id):
        reply = tray.reply(reply_id)
        while reply.state in _BEFORE_SEALED:
            state, found = _STEPS[reply.state](official, reply)
            reply = tray.advance_reply(reply_id, state, **found)
    return reply


def signed_file(tray: Tray, reply_id: UUID) -> Path:
    """Give the place of a reply as the official signed it."""
    return tray.document_dir(reply_id) / "signed.pdf"


_Found = tuple[ReplyState, dict[str, str]]


def _compose(official: Official, reply: ReplyRecord) -> _Found:
    from registry_desk.pdf import compose_reply  # the inbox stands before its pen is fetched
    from registry_desk.pdf.office_suite import compose_from_template

    entry = official.register.entry_by_id(reply.entry_id)
    sheet = _sheet(official, reply, entry)
    target = composed_file(official.tray, reply.id)
    if reply.template:
        template = template_named(official.templates, reply.template)
        compose_from_template(sheet, template, target)
    else:
        compose_reply(sheet, target)
    return ReplyState.COMPOSED, {}


def _sheet(official: Official, reply: ReplyRecord, entry: Entry) -> "ReplySheet":
    from registry_desk.pdf import Reply as ReplySheet

    return ReplySheet(
        institution=official.office.institution,
        department=official.department,
        number=entry.number,
        number_on=entry.registered_at.astimezone(_OFFICE_TIME).date(),
        addressee=entry.sender_name or "",
        address=entry.sender_address or "",
        subject=entry.subject or "",
        paragraphs=reply.paragraphs,
        official=official.name,
        function=official.function,
        written_on=reply.written_at.astimezone(_OFFICE_TIME).date(),
        tracking_url=entry.tracking_url,
    )


def _sign(official: Official, reply: ReplyRecord) -> _Found:
    signer, signed = official.signer, signed_file(official.tray, reply.id)
    if signer is None:
        raise NoToken
    result = sign_batch(
        signer.host,
        [SignJob(source=composed_file(official.tray, reply.id), target=signed)],
        token_serial=signer.token_serial,
        certificate_id=signer.certificate_id,
        pin=signer.pin,
        level=signer.level,
        visible=official.picture(),
        tsa_url=signer.tsa_url,
        trust=signer.trust,
        network=signer.network,
    )[0]
    if result.error is not None:
        raise result.error
    return ReplyState.SIGNED, {"signed_sha256": sha256_of(signed)}


def _deliver(official: Official, reply: ReplyRecord) -> _Found:
    entry = official.register.entry_by_id(reply.entry_id)
    official.register.begin_reply(
        Reply(
            id=reply.id,
            entry_id=reply.entry_id,
            task_id=reply.task_id,
            subject=entry.subject or "",
        )
    )
    official.register.deliver(
        reply.entry_id,
        signed_file(official.tray, reply.id),
        sha256=known(reply.signed_sha256),
        role="reply",
        name="reply.pdf",
        reply_id=reply.id,
    )
    return ReplyState.DELIVERED, {}


def _seal(official: Official, reply: ReplyRecord) -> _Found:
    if not official.office.has_seal:
        return ReplyState.SEALED, {}  # delivered and signed is its final form there
    sealed = official.register.seal(reply.entry_id, known(reply.signed_sha256))
    return ReplyState.SEALED, {"sealed_sha256": sealed.sha256}


def _dispatch(official: Official, reply: ReplyRecord) -> _Found:
    official.register.dispatch(reply.id, ask(Dispatch, how=reply.dispatch_how))
    return ReplyState.DISPATCHED, {}


def _close(official: Official, reply: ReplyRecord) -> _Found:
    official.register.close_entry(reply.entry_id)
    return ReplyState.CLOSED, {}


def composed_file(tray: Tray, reply_id: UUID) -> Path:
    """Give the place of the page that is going to be signed."""
    return tray.document_dir(reply_id) / "composed.pdf"


_STEPS: dict[ReplyState, Callable[[Official, ReplyRecord], _Found]] = {
    ReplyState.WRITTEN: _compose,
    ReplyState.COMPOSED: _sign,
    ReplyState.SIGNED: _deliver,
    ReplyState.DELIVERED: _seal,
    ReplyState.SEALED: _dispatch,
    ReplyState.DISPATCHED: _close,
}
_BEFORE_SEALED = (
    ReplyState.WRITTEN, ReplyState.COMPOSED, ReplyState.SIGNED, ReplyState.DELIVERED,
)  # fmt: skip
