"""Replies on their way up: sent for approval, approved or refused, before anybody signs.

What was approved is what may be signed: a signature is added behind a PDF's bytes, so the signed
file must begin with the approved draft, byte for byte. All changes inside a write.

Source: ISO 32000-1, 7.5.6 and 12.8 (signatures as incremental updates).
"""

import hashlib
from pathlib import Path
from uuid import UUID, uuid5

from django.db.models import Exists, OuterRef, Q, QuerySet

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.audit.log import record
from registry_desk.server.entries.acts import entry_for
from registry_desk.server.entries.sight import confided
from registry_desk.server.paging import behind, in_order, page
from registry_desk.server.people.models import Account, Department
from registry_desk.server.people.rights import Actor, leads
from registry_desk.server.people.substitutes import names_of
from registry_desk.server.repeats import require_repeat
from registry_desk.server.tasks.acts import own_task
from registry_desk.server.tasks.models import Approval, ApprovalRule, Reply
from registry_desk.wire.errors import (
    AccountUnknown,
    ApprovalMissing,
    ApprovalUnknown,
    DepartmentUnknown,
    FileUnknown,
    ReasonMissing,
    ReplyUnknown,
    TaskMoved,
)
from registry_desk.wire.words import PAGE

_PIECE = 2**20


def send_up(reply_id: UUID, asked: wire.ApprovalOrder, actor: Actor) -> list[Approval]:
    """Send a reply up, step by step; what was sent up before and is not decided is taken back.

    Raises:
        ReplyUnknown: there is none, or not this person's.
        TaskMoved: it is signed already.
        FileUnknown: the draft was not delivered to its entry.
        AccountUnknown: one of the approvers leads nothing here.
        RequestReused: the id is another reply's.
    """
    reply = _reply_for(reply_id, actor)
    done = Approval.objects.filter(order=asked.id).order_by("step")
    if done.exists():
        require_repeat(is_same=not done.exclude(reply=reply).exists())
        return list(done.select_related("reply__entry"))
    own_task(reply.task_id, actor)
    reply.refresh_from_db(fields=["answered_at"])
    if reply.answered_at:
        raise TaskMoved
    if not _draft_size(reply, asked.sha256):
        raise FileUnknown
    for username in asked.approvers:
        _require_leading(username)
    now = clock.now()
    reply.approvals.filter(state="waiting").update(state="withdrawn", decided_at=now)
    for step, approver in enumerate(asked.approvers or (None,), start=1):
        Approval.objects.create(
            pk=uuid5(asked.id, str(step)),
            order=asked.id,
            step=step,
            reply=reply,
            department_id=reply.task.department_id,
            approver=approver,
            sha256=asked.sha256,
            note=asked.note,
            asked_by=actor.username,
            asked_at=now,
        )
    record(actor.username, "approval_asked", reply.entry.number, reply=str(reply.pk))
    return list(done.all().select_related("reply__entry"))


def _reply_for(reply_id: UUID, actor: Actor) -> Reply:
    reply = Reply.objects.filter(pk=reply_id).select_related("task", "entry").first()
    if reply is None:
        raise ReplyUnknown
    entry_for(reply.entry.uuid, actor)
    return reply


def _draft_size(reply: Reply, sha256: str) -> int:
    """Give the size of a draft of a reply's entry, bytes; 0 where there is none.

    A draft that leaves as it is has become the reply's file.
    """
    from registry_desk.server.files.models import FileVersion

    same = FileVersion.objects.filter(entry=reply.entry, sha256=sha256)
    drafts = same.filter(Q(role="draft") | Q(role="reply", reply=reply))
    return drafts.values_list("size_bytes", flat=True).first() or 0


def _require_leading(username: str) -> None:
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None or not leads(account.role):
        raise AccountUnknown(username=username)


def decide(approval_id: UUID, asked: wire.Decision, actor: Actor) -> Approval:
    """Approve a step, or refuse it; the same decision twice is one.

    Raises:
        ApprovalUnknown: there is none, or it is not this person's to decide now.
        TaskMoved: it was decided otherwise, or taken back.
        ReasonMissing: a refusal says why.
    """
    one = Approval.objects.select_for_update(of=("self",)).filter(pk=approval_id)
    found = one.select_related("reply__entry").first()
    if found is None:
        raise ApprovalUnknown
    wanted = "approved" if asked.is_approved else "refused"
    if found.state == wanted and found.decided_by == actor.username:
        return found
    if not _own(actor).filter(pk=approval_id).exists():
        raise ApprovalUnknown
    if found.state != "waiting":
        raise TaskMoved
    if not _is_turn(Approval.objects.filter(pk=approval_id)).exists():
        raise ApprovalUnknown
    if not asked.is_approved and not asked.reason:
        raise ReasonMissing
    found.state, found.reason = wanted, asked.reason
    found.decided_by, found.decided_at = actor.username, clock.now()
    found.save()
    if not asked.is_approved:
        rest = Approval.objects.filter(order=found.order, state="waiting")
        rest.update(state="withdrawn", decided_at=found.decided_at)
    act = "approved" if asked.is_approved else "approval_refused"
    record(actor.username, act, found.reply.entry.number, step=found.step)
    return found


def waiting(actor: Actor, *, after: UUID | None = None, limit: int = PAGE) -> list[Approval]:
    """Give a page of what this person is to approve now, the oldest first.

    Raises:
        ApprovalUnknown: ``after`` is none, or not for this person.
    """
    found = _is_turn(_own(actor)).filter(state="waiting").select_related("reply__entry")
    if after:
        last = _own(actor).filter(pk=after).first()
        if last is None:
            raise ApprovalUnknown
        found = found.filter(behind(asked_at=last.asked_at, pk=last.pk))
    return page(found.order_by(*in_order("asked_at", "pk")), limit)


def _is_turn(steps: "QuerySet[Approval]") -> "QuerySet[Approval]":
    """Keep those of some steps before which nothing waits."""
    before = Approval.objects.filter(order=OuterRef("order"), step__lt=OuterRef("step"))
    return steps.filter(~Exists(before.filter(state="waiting")))


def _own(actor: Actor) -> "QuerySet[Approval]":
    """Give the steps that are a person's to decide: named, or leading, and not their own reply."""
    mine = Q(approver__in=names_of(actor))
    if leads(actor.role):
        led = Q() if actor.is_everywhere else Q(department__in=actor.departments)
        mine |= Q(approver=None) & led
    found = Approval.objects.filter(mine, confided(actor, "reply__entry__"))
    return found.exclude(asked_by=actor.username)


def of_reply(reply_id: UUID, actor: Actor) -> list[Approval]:
    """Give the way a reply took, in order."""
    reply = _reply_for(reply_id, actor)
    return list(reply.approvals.select_related("reply__entry").order_by("asked_at", "step"))


def require_approved(reply: Reply) -> None:
    """Stop a reply that needs approval and has none: by its department's rule, or as it was sent.

    Raises:
        ApprovalMissing: a step is undecided or refused, or nothing was asked.
    """
    last = reply.approvals.order_by("-asked_at", "-step").first()
    if last is None:
        if ApprovalRule.objects.filter(department=reply.task.department_id).exists():
            raise ApprovalMissing
        return
    if reply.approvals.filter(order=last.order).exclude(state="approved").exists():
        raise ApprovalMissing


def require_same(reply_id: UUID, signed: Path) -> None:
    """Stop a signed reply that is not what was approved.

    Raises:
        ApprovalMissing: the file does not begin with the approved draft.
    """
    reply = Reply.objects.select_related("entry").get(pk=reply_id)
    last = reply.approvals.filter(state="approved").order_by("-asked_at").first()
    if last is None:
        return
    left, digest = _draft_size(reply, last.sha256), hashlib.sha256()
    with signed.open("rb") as source:
        while left and (piece := source.read(min(left, _PIECE))):
            digest.update(piece)
            left -= len(piece)
    if digest.hexdigest() != last.sha256:
        raise ApprovalMissing


def rules() -> list[wire.ApprovalRule]:
    """Give the departments whose replies need approval."""
    found = ApprovalRule.objects.order_by("department").values_list("department", flat=True)
    return [wire.ApprovalRule(department=code, is_needed=True) for code in found]


def set_rule(asked: wire.ApprovalRule, actor: Actor) -> wire.ApprovalRule:
    """Say whether a department's replies need approval.

    Raises:
        DepartmentUnknown: there is none of that code.
        NotAllowed: it is another department's head who asks.
    """
    if not Department.objects.filter(code=asked.department).exists():
        raise DepartmentUnknown(department=asked.department)
    if leads(actor.role):
        actor.require_department(asked.department, "approval_rule")
    if asked.is_needed:
        ApprovalRule.objects.get_or_create(department_id=asked.department)
    else:
        ApprovalRule.objects.filter(department=asked.department).delete()
    record(actor.username, "approval_rule_set", asked.department, is_needed=asked.is_needed)
    return asked


def view(found: Approval) -> wire.Approval:
    """Give a step as it travels."""
    same = {
        name: getattr(found, name)
        for name in wire.Approval.model_fields
        if name not in ("id", "order_id", "reply_id", "entry_id", "number", "subject", "department")
    }
    entry = found.reply.entry
    return wire.Approval.model_construct(
        id=found.pk,
        order_id=found.order,
        reply_id=found.reply_id,
        entry_id=entry.uuid,
        number=entry.number,
        subject=entry.subject or "",
        department=found.department_id,
        **same,
    )
