"""A reply leaves an official's hands: up for approval, or signed and over to the dispatch."""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from itertools import count
from uuid import UUID, uuid5

from registry_desk.durable import sha256_of
from registry_desk.errors import UnavailableError
from registry_desk.journey import answer, reply_drafts
from registry_desk.journey.answer import Official
from registry_desk.journey.records import Handing, ReplyRecord, ReplyState
from registry_desk.journey.tray import Tray
from registry_desk.journey.written import keep_written, written
from registry_desk.wire import Approval, ApprovalOrder, Entry, Reply, Sending, SendingOrder
from registry_desk.wire.words import ask

_PATIENT_TRIES = 2
_PAUSE_S = 1.0
_HANDING = "handing"
_UNDECIDED = ("refused", "waiting", "withdrawn")


def standing(approvals: Sequence[Approval], *, is_needed: bool) -> str:
    """Say where a reply stands on its way up.

    Args:
        approvals: all steps it took, in order.
        is_needed: the department's replies are signed only after approval.

    Returns:
        ``none``, ``needed``, ``waiting``, ``refused``, ``withdrawn`` or ``approved``.
    """
    if not approvals:
        return "needed" if is_needed else "none"
    last = [step.state for step in approvals if step.order_id == approvals[-1].order_id]
    return next((state for state in _UNDECIDED if state in last), "approved")


def keep_handing(tray: Tray, reply_id: UUID, handing: Handing) -> None:
    """Keep what the dispatch will be told, until the reply is signed."""
    keep_written(tray, reply_id, _HANDING, json.dumps(asdict(handing), ensure_ascii=False))


def kept_handing(tray: Tray, reply_id: UUID) -> Handing:
    """Give what the dispatch will be told of a reply."""
    kept = written(tray, reply_id).get(_HANDING)
    return Handing(**json.loads(kept)) if kept else Handing()


def reply_in_work(tray: Tray, entry: Entry) -> UUID:
    """Give the UUID of the reply that is written now: the one begun here, else the next one.

    An entry may have several, one after another, also by different people.
    """
    delivered = {file.reply_id for file in entry.files if file.role == "reply"}
    for place in count():
        reply_id = uuid5(entry.id, f"reply-{place}") if place else answer.reply_id_of(entry.id)
        kept = reply_drafts.kept(tray, reply_id)
        is_over = kept.state is ReplyState.CLOSED if kept else reply_id in delivered
        if not is_over:
            return reply_id
    raise AssertionError  # counting does not end


def hand_over(official: Official, reply_id: UUID, handing: Handing) -> Sending:
    """Sign a reply, bring it to the register, have it sealed, and hand it to the dispatch.

    Raises:
        DeviceError: the token needs a hand; the reply is kept.
        ApprovalMissing: it is to be approved first.
        FieldInvalid: it has no address it could go to; the signed reply waits.
        UnavailableError: the register does not answer now; calling again goes on from there.
    """
    reply = _sealed(official, reply_id)
    order = ask(
        SendingOrder,
        id=reply.id,
        entry_id=reply.entry_id,
        reply_id=reply.id,
        how=reply.dispatch_how,
        address=handing.address,
        is_last=handing.is_last,
    )
    sending = official.register.order_sending(order)
    official.tray.advance_reply(reply_id, ReplyState.CLOSED)
    return sending


def _sealed(official: Official, reply_id: UUID) -> ReplyRecord:
    """Take a reply to its final form; a register that is slow in sealing is asked again.

    Sealing twice gives the same file, and nothing is signed again: only what waits for the seal
    is tried anew.
    """
    for _ in range(_PATIENT_TRIES):
        try:
            return answer.seal_reply(official, reply_id)
        except UnavailableError:
            if official.tray.reply(reply_id).state is not ReplyState.DELIVERED:
                raise
            time.sleep(_PAUSE_S)
    return answer.seal_reply(official, reply_id)


def send_up(
    official: Official, entry: Entry, reply_id: UUID, *, approver: str = "", note: str = ""
) -> list[Approval]:
    """Send the page that is going to be signed up for approval.

    Args:
        official: who answers.
        entry: what is answered.
        reply_id: of the reply as it is kept here.
        approver: account name; empty: whoever leads the department.
        note: words to go with it.
    """
    draft, register = answer.compose(official, reply_id), official.register
    reply: ReplyRecord = official.tray.reply(reply_id)
    register.begin_reply(
        Reply(id=reply_id, entry_id=entry.id, task_id=reply.task_id, subject=entry.subject or "")
    )
    sha256 = sha256_of(draft)
    register.deliver(entry.id, draft, sha256=sha256, role="draft", name="draft.pdf")
    order = ask(
        ApprovalOrder,
        id=uuid5(reply_id, f"{sha256} {approver} {len(register.approvals_of(reply_id))}"),
        sha256=sha256,
        approvers=(approver,) if approver else (),
        note=note,
    )
    return register.send_up(reply_id, order)
