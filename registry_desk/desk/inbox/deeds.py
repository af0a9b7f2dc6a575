"""What an official decides, as the register is told of it; each may be sent twice without harm.

What makes a request one with its repeat follows from what it says: the same words to the same
people about the same work, sent again after a lost answer, are one.
"""

from pathlib import Path
from typing import cast
from uuid import UUID, uuid5

from registry_desk.desk.inbox import lane_work
from registry_desk.desk.inbox.act_form import Filled
from registry_desk.desk.inbox.opened import Opened
from registry_desk.desk.parts import DeskParts
from registry_desk.i18n import text
from registry_desk.journey.adding import bring_file
from registry_desk.journey.written import keep_written
from registry_desk.wire import Assignment, Consultation, Question, Task
from registry_desk.wire.register import Outcome
from registry_desk.wire.words import ask

STAYING = ("extend", "ask", "send_up")
"""Acts after which the work still lies with the same person."""


def do(parts: DeskParts, opened: Opened, filled: Filled) -> Opened | None:
    """Do what a form says, and forget that it was typed.

    Returns:
        The work as it stands then; None where it lies elsewhere now.
    """
    _DEEDS[filled.act](parts, opened, filled)
    keep_written(parts.counter.tray, opened.row.id, filled.act, "")
    return lane_work.look(parts, opened.row) if filled.act in STAYING else None


def open_task(parts: DeskParts, opened: Opened, task: Task) -> Opened:
    """Open a task: the first opening acknowledges it."""
    return lane_work.look_again(parts, opened, parts.counter.register.open_task(task.id))


def resolve(parts: DeskParts, opened: Opened, task: Task, words: str) -> Opened:
    """Write the resolution; another one written meanwhile is told, not written over."""
    done = parts.counter.register.resolve(task.id, words, seen=task.resolution)
    keep_written(parts.counter.tray, opened.row.id, "resolve", "")
    return lane_work.look_again(parts, opened, done)


def answer(parts: DeskParts, opened: Opened, asked: Consultation, words: str) -> None:
    """Answer a colleague's question."""
    parts.counter.register.answer_question(asked.id, words)
    keep_written(parts.counter.tray, opened.row.id, "answer", "")


def approve(parts: DeskParts, approval_id: UUID) -> None:
    """Approve a reply."""
    parts.counter.register.decide(approval_id, is_approved=True)


def attach(parts: DeskParts, opened: Opened, file: Path) -> Opened:
    """Bring a file to the entry."""
    bring_file(parts.counter.register, opened.entry.id, file, "attachment")
    return lane_work.look(parts, opened.row)


def _assign(parts: DeskParts, opened: Opened, filled: Filled) -> None:
    person = filled.person or None
    said = f"{len(opened.history)} {filled.department} {person} {filled.words}"
    asked = ask(
        Assignment,
        id=uuid5(opened.entry.id, said),
        entry_id=opened.entry.id,
        department=filled.department,
        official=person,
        note=filled.words,
    )
    parts.counter.register.assign(asked)


def _redirect(parts: DeskParts, opened: Opened, filled: Filled) -> None:
    _assign(parts, opened, Filled(filled.act, filled.department, "", 0, "", filled.words))


def _give_back(parts: DeskParts, opened: Opened, filled: Filled) -> None:
    if opened.row.task is not None:
        parts.counter.register.refuse(opened.row.task.id, filled.words)


def _extend(parts: DeskParts, opened: Opened, filled: Filled) -> None:
    parts.counter.register.extend(opened.entry.id, filled.days, filled.words)


def _ask(parts: DeskParts, opened: Opened, filled: Filled) -> None:
    if opened.row.task is None:
        return
    said = f"{len(opened.consultations)} {filled.department} {filled.person} {filled.words}"
    question = ask(
        Question,
        id=uuid5(opened.row.task.id, said),
        department=filled.department,
        official=filled.person or None,
        text=filled.words,
    )
    parts.counter.register.ask_colleague(opened.row.task.id, question)


def _close(parts: DeskParts, opened: Opened, filled: Filled) -> None:
    outcome = cast(Outcome, filled.outcome)
    parts.counter.register.close_entry(opened.entry.id, outcome, filled.words)


def _send_up(parts: DeskParts, opened: Opened, filled: Filled) -> None:
    lane_work.send_up(parts, opened, filled.person, filled.words)


def _refuse(parts: DeskParts, opened: Opened, filled: Filled) -> None:
    parts.counter.register.decide(opened.row.id, is_approved=False, reason=filled.words)


def can_take_back(before: Opened, filled: Filled) -> bool:
    """Tell whether an act only moved a letter away from where it lay."""
    return filled.act in ("redirect", "assign") and before.entry.department is not None


def take_back(parts: DeskParts, before: Opened, filled: Filled) -> None:
    """Give a letter back to where it lay before an act; the register keeps both moves."""
    said = f"back {len(before.history)} {filled.act} {filled.department} {filled.person}"
    asked = ask(
        Assignment,
        id=uuid5(before.entry.id, said),
        entry_id=before.entry.id,
        department=before.entry.department,
        official=before.row.task.official if before.row.task else None,
        note=text("inbox.undo.note"),
    )
    parts.counter.register.assign(asked)


_DEEDS = {
    "redirect": _redirect, "give_back": _give_back, "extend": _extend, "assign": _assign,
    "ask": _ask, "close": _close, "send_up": _send_up, "refuse": _refuse,
}  # fmt: skip
