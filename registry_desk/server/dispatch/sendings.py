"""What is done with things that go out: ordered, redirected, sent off, settled. Inside a write."""

from uuid import UUID

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.audit.log import record
from registry_desk.server.citizen.notices import readable_address
from registry_desk.server.dispatch.models import Sending
from registry_desk.server.dispatch.numbers import next_number
from registry_desk.server.entries.acts import end, entry_for, locked, milestone, require_changeable
from registry_desk.server.entries.acts import held as entry_held
from registry_desk.server.entries.models import Entry
from registry_desk.server.files.models import FileVersion
from registry_desk.server.people.rights import OFFICIAL, Actor
from registry_desk.server.people.substitutes import names_of
from registry_desk.server.repeats import require_repeat
from registry_desk.server.site import register_configuration
from registry_desk.server.tasks.models import Reply
from registry_desk.server.tasks.replies import call, left
from registry_desk.wire.errors import (
    EntryAnnulled,
    FieldInvalid,
    FileUnknown,
    MailMissing,
    ReasonMissing,
    ReplyNotReady,
    ReplyUnknown,
    SendingPast,
    SendingUnknown,
)

_CHANGEABLE = ("waiting", "failed")
_AGAIN = ("waiting", "failed", "doubtful")
_GONE = ("left", "returned", "proven")
_STEPS = {
    "left": ("dispatched", "interim_dispatched"),
    "returned": ("returned", "interim_returned"),
    "proven": ("received_proof", "interim_proven"),
}
"""State to the milestone of the last paper that goes out, and of one before it."""


def order(asked: wire.SendingOrder, actor: Actor) -> Sending:
    """Take a finished paper that goes out; the same request twice is one.

    Raises:
        ReplyUnknown: the reply is not this entry's, or not this person's.
        ReplyNotReady: it is not in its final form yet.
        SendingPast: it is on its way already, or has left.
        FileUnknown: the entry has no such file.
        FieldInvalid: an e-mail without a readable address, a letter without an address.
        RequestReused: the id is another entry's.
    """
    entry = locked(asked.entry_id, actor)
    done = Sending.objects.filter(pk=asked.id).select_related("entry", "post_list").first()
    if done is not None:
        require_repeat(is_same=done.entry_id == entry.pk)
        return done
    require_changeable(entry)
    reply = _reply(asked.reply_id, entry, actor) if asked.reply_id else None
    made = Sending(
        pk=asked.id,
        entry=entry,
        reply=reply,
        sha256=_file(entry, asked),
        is_last=asked.is_last,
        ordered_at=clock.now(),
        ordered_by=actor.username,
    )
    _aim(made, asked)
    made.save(force_insert=True)
    if reply is not None:
        call(reply, is_interim=not asked.is_last)
    record(actor.username, "sending_ordered", entry.number, how=made.how)
    return made


def _reply(reply_id: UUID, entry: Entry, actor: Actor) -> Reply:
    reply = Reply.objects.filter(pk=reply_id, entry=entry).select_related("task").first()
    if reply is None:
        raise ReplyUnknown
    if actor.role == OFFICIAL and reply.task.official not in (None, *names_of(actor)):
        raise ReplyUnknown
    if not reply.answered_at:
        raise ReplyNotReady
    sendings = Sending.objects.filter(reply=reply)
    is_recorded = reply.dispatched_at is not None and not sendings.exists()
    if is_recorded or sendings.exclude(state="returned").exists():
        raise SendingPast
    return reply


def _file(entry: Entry, asked: wire.SendingOrder) -> str:
    """Give the file that goes out: a reply's newest version, else the one named."""
    files = FileVersion.objects.filter(entry=entry)
    found = (
        files.filter(reply=asked.reply_id).order_by("-pk").first()
        if asked.reply_id
        else files.filter(sha256=asked.sha256 or "").first()
    )
    if found is None:
        raise FileUnknown
    return found.sha256


def _aim(sending: Sending, route: wire.Route) -> None:
    """Say how it goes and where to; what is not said is the entry's."""
    entry = sending.entry
    known = entry.email if route.how == "email" else entry.sender_address
    address = route.address or known or ""
    if route.how == "email":
        address = readable_address(address)
    if not address and route.how != "hand":
        raise FieldInvalid(field="address")
    ours = entry.direction != "incoming" and entry.addressee
    sending.addressee = route.addressee or ours or entry.sender_name or ""
    sending.how, sending.kind, sending.address = route.how, route.kind, address


def redirect(sending_id: UUID, route: wire.Route, actor: Actor) -> Sending:
    """Send something otherwise, or elsewhere, before it leaves.

    Raises:
        SendingUnknown: there is none, or not for this person.
        SendingPast: it is on its way already, or has left.
        FieldInvalid: as :func:`order`.
    """
    sending = held(sending_id, actor)
    if sending.state not in _CHANGEABLE:
        raise SendingPast
    _aim(sending, route)
    sending.state, sending.problem, sending.tries = "waiting", "", 0
    sending.save()
    record(actor.username, "sending_redirected", sending.entry.number, how=sending.how)
    return sending


def again(sending_id: UUID, asked: wire.SendingAgain, actor: Actor) -> Sending:
    """Hand what came back to the dispatch once more; the same request twice is one.

    The entry may be closed meanwhile, and stays so.

    Raises:
        SendingUnknown: there is none, or not for this person.
        SendingPast: it did not come back, or goes out again already.
        EntryAnnulled: the entry's number is annulled.
        FieldInvalid: RequestReused: as :func:`order`.
    """
    back = held(sending_id, actor)
    done = Sending.objects.filter(pk=asked.id).select_related("entry", "post_list").first()
    if done is not None:
        require_repeat(is_same=(done.entry, done.sha256) == (back.entry, back.sha256))
        return done
    others = Sending.objects.filter(entry=back.entry, reply=back.reply, sha256=back.sha256)
    if back.state != "returned" or others.exclude(state="returned").exists():
        raise SendingPast
    if back.entry.annulled_at:
        raise EntryAnnulled(number=back.entry.number)
    made = Sending(
        pk=asked.id,
        entry=back.entry,
        reply=back.reply,
        sha256=back.sha256,
        is_last=back.is_last,
        ordered_at=clock.now(),
        ordered_by=actor.username,
    )
    _aim(made, asked)
    made.save(force_insert=True)
    record(actor.username, "sending_ordered", made.entry.number, how=made.how)
    return made


def leave(sending_id: UUID, asked: wire.Leaving, actor: Actor) -> Sending:
    """Let something go: an e-mail into the queue, or a paper into somebody's hand.

    Raises:
        SendingUnknown: there is none, or not for this person.
        FieldInvalid: a letter by post leaves with its list; by hand, nobody is named.
        MailMissing: no mail server is set.
    """
    sending = held(sending_id, actor)
    if sending.state not in _AGAIN:
        return sending
    if sending.how == "post":
        raise FieldInvalid(field="how")
    if sending.how == "hand" and not asked.handed_to:
        raise FieldInvalid(field="handed_to")
    if sending.how == "hand":
        sending.year, sending.value = next_number("sending")
        sending.handed_to = asked.handed_to
        gone(sending, actor.username)
        return sending
    if sending.state == "doubtful" and asked.is_certain:
        gone(sending, actor.username)
        return sending
    if not register_configuration().smtp_url:
        raise MailMissing
    sending.state, sending.problem, sending.tries = "queued", "", 0
    sending.next_at, sending.left_by = clock.now(), actor.username
    sending.save()
    return sending


def gone(sending: Sending, by: str) -> None:
    """Write down that something has left the house."""
    sending.state, sending.left_at, sending.left_by = "left", clock.now(), by
    sending.next_at, sending.problem = None, ""
    sending.save()
    entry, number = sending.entry, sending.number
    if sending.reply is not None:
        left(sending.reply, how=sending.how, address=sending.address, by=by, step=_step(sending))
    else:
        milestone(entry, _step(sending))
        record(by, "dispatched", entry.number, how=sending.how)
    if number:
        record(by, "sending_left", entry.number, number=number)
    if sending.is_last:
        entry = entry_held(entry.pk)
        if not (entry.closed_at or entry.annulled_at):
            end(entry, "answered", by)


def _step(sending: Sending, of: str = "left") -> str:
    """Give the milestone of what happened: what is not the last paper is told as interim."""
    final, interim = _STEPS[of]
    return final if sending.is_last else interim


def settle(sending_id: UUID, state: str, asked: wire.Afterwards, actor: Actor) -> Sending:
    """Write down that something came back, or that its receipt is proven; twice is once.

    Args:
        sending_id: what had left.
        state: ``returned`` or ``proven``.
        asked: when, and why.
        actor: who writes it down.

    Raises:
        SendingUnknown: there is none, or not for this person.
        SendingPast: it has not left yet, or came back and was proven received before.
        ReasonMissing: it came back, and nobody says why.
    """
    sending = held(sending_id, actor)
    if sending.state == state:
        return sending
    if sending.state != "left":
        raise SendingPast
    if state == "returned" and not asked.reason:
        raise ReasonMissing
    sending.state, sending.reason = state, asked.reason
    sending.settled_on = asked.on or clock.today()
    sending.save()
    milestone(sending.entry, _step(sending, state))
    step = _STEPS[state][0]
    record(actor.username, step, sending.entry.number, number=sending.number)
    return sending


def held(sending_id: UUID, actor: Actor) -> Sending:
    """Give something that goes out, which nobody else changes until this transaction ends.

    Raises:
        SendingUnknown: there is none, or not for this person.
    """
    own = Sending.objects.select_for_update(of=("self",)).filter(pk=sending_id)
    found = own.select_related("entry", "reply__entry", "post_list").first()
    if found is None:
        raise SendingUnknown
    entry_for(found.entry.uuid, actor)
    return found


def is_gone(sending: Sending) -> bool:
    """Tell whether something has left the house."""
    return sending.state in _GONE
