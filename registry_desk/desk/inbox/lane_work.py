"""What the inbox reads and does in the lanes: blocking functions over journey and register."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from registry_desk.desk.answering import official
from registry_desk.desk.counting import LEADING
from registry_desk.desk.inbox import rows
from registry_desk.desk.inbox.opened import Draft, Opened
from registry_desk.desk.inbox.rows import Row
from registry_desk.desk.parts import DeskParts
from registry_desk.journey import answer, handing_over, reply_drafts
from registry_desk.journey.answer import NoToken, PinQuestion, signer_at
from registry_desk.journey.looking import Looked, Looker
from registry_desk.journey.records import Handing
from registry_desk.journey.templates import template_names
from registry_desk.journey.written import written
from registry_desk.wire import Search, Sending, Task
from registry_desk.wire.words import ask


def piles(parts: DeskParts) -> dict[str, list[Row]]:
    """Give every pile of this person's, each the most pressing first."""
    register, office = parts.counter.register, parts.counter.office
    departments = {d.code: d.name for d in office.departments}
    people = {account.username: account.name for account in office.accounts}
    found = {
        rows.TASKS: rows.of_tasks(register.tasks(), departments),
        rows.QUESTIONS: rows.of_questions(register.questions(), people),
    }
    if parts.role in LEADING:
        found[rows.UNASSIGNED] = rows.of_unassigned(register.unassigned(), departments)
        found[rows.APPROVALS] = rows.of_approvals(register.approvals(), people)
    return found


def search(parts: DeskParts, words: str) -> set[UUID]:
    """Give the entries in which words were found, the text of their papers too."""
    return {
        entry.id for entry in parts.counter.register.search(ask(Search, words=words, limit=200))
    }


def look(parts: DeskParts, row: Row) -> Opened:
    """Read what belongs to a row; looking acknowledges nothing."""
    tray, register = parts.counter.tray, parts.counter.register
    entry = register.entry_by_id(row.entry_id)
    reply_id = handing_over.reply_in_work(tray, entry)
    reply = reply_drafts.kept(tray, reply_id)
    task = row.task
    history = register.history(entry.id)
    is_begun = any(event.detail.get("reply") == str(reply_id) for event in history)
    rules = {rule.department for rule in register.approval_rules()} if task else set()
    approvals = register.approvals_of(reply_id) if is_begun else []
    is_needed = task is not None and task.department in rules
    return Opened(
        row=row,
        entry=entry,
        history=history,
        reply_id=reply_id,
        reply=reply,
        links=register.links_of(entry.id),
        consultations=register.consultations(entry.task_id) if entry.task_id and task else [],
        approvals=approvals,
        approval=handing_over.standing(approvals, is_needed=is_needed),
        sendings=register.sendings_of(entry.id),
        typed=written(tray, row.id),
        templates=template_names(parts.templates) if task else (),
    )


def paper(looker: Looker, opened: Opened) -> Looked | None:
    """Give what is looked at: the letter, or the draft that is to be approved."""
    approval = opened.row.approval
    if approval is None:
        return looker.open_letter(opened.entry)
    drafts = [v for v in opened.entry.files if v.sha256 == approval.sha256]
    return looker.open_file(looker.fetch(opened.entry, drafts[0])) if drafts else None


def look_again(parts: DeskParts, opened: Opened, task: Task | None = None) -> Opened:
    """Read a row anew after something was done with it."""
    if task is None:
        return look(parts, opened.row)
    (fresh,) = rows.of_tasks([task], {})
    return look(parts, fresh)


def keep_draft(parts: DeskParts, opened: Opened, draft: Draft) -> None:
    """Keep a reply as far as it is written."""
    answer.write_reply(
        official(parts, opened.entry, None),
        opened.entry,
        draft.paragraphs,
        how=draft.how,
        template=draft.template,
        reply_id=opened.reply_id,
    )


def prepare(parts: DeskParts, opened: Opened, draft: Draft, handing: Handing) -> Path:
    """Make the page that is going to be signed; what the dispatch will be told is kept with it."""
    keep_draft(parts, opened, draft)
    handing_over.keep_handing(parts.counter.tray, opened.reply_id, handing)
    return answer.compose(official(parts, opened.entry, None), opened.reply_id)


def send(
    parts: DeskParts,
    opened: Opened,
    handing: Handing,
    pin: Callable[[PinQuestion], str | None],
) -> Sending:
    """Sign the prepared reply with the token and hand it to the dispatch.

    Raises:
        NoToken: no token is set at this desk.
        DeviceError: the token needs a hand; the reply is kept.
        UnavailableError: the register does not answer; doing it again goes on from there.
    """
    if parts.token is None:
        raise NoToken
    with signer_at(parts.token, pin) as signer:
        who = official(parts, opened.entry, signer)
        return handing_over.hand_over(who, opened.reply_id, handing)


def send_up(parts: DeskParts, opened: Opened, approver: str, note: str) -> Opened:
    """Send the prepared reply up for approval."""
    who = official(parts, opened.entry, None)
    handing_over.send_up(who, opened.entry, opened.reply_id, approver=approver, note=note)
    return look(parts, opened.row)
