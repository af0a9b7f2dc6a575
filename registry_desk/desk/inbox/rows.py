"""What stands in the inbox's list: tasks, letters to give on, replies to approve, questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast
from uuid import UUID

from registry_desk.desk.commands import folded
from registry_desk.desk.moments import day, days_left, urgency
from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.wire import Approval, Consultation, Task, Unassigned

    Work = Task | Unassigned | Approval | Consultation

TASKS, UNASSIGNED, APPROVALS, QUESTIONS = "tasks", "unassigned", "approvals", "questions"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the list."""

    id: UUID
    """Of the work; what is typed about it is kept under this."""
    pile: str
    """One of the four above: what ``work`` is."""
    work: "Work"
    entry_id: UUID
    number: str
    head: str
    term: str
    tone: str
    said: str
    """What it is found by, folded."""
    is_new: bool = False

    @property
    def task(self) -> "Task | None":
        """Give the task, where it is one."""
        return cast("Task", self.work) if self.pile == TASKS else None

    @property
    def approval(self) -> "Approval | None":
        """Give the approval that is asked for, where it is one."""
        return cast("Approval", self.work) if self.pile == APPROVALS else None

    @property
    def question(self) -> "Consultation | None":
        """Give the colleague's question, where it is one."""
        return cast("Consultation", self.work) if self.pile == QUESTIONS else None


def of_tasks(tasks: "Iterable[Task]", departments: dict[str, str]) -> list[Row]:
    """Give tasks as rows."""
    return [
        _row(
            TASKS, task.id, task, _head(task.number, task.sender_name, task.subject), task.due_on,
            said=(departments.get(task.department, ""), task.resolution),
            is_new=task.state == "assigned",
        )
        for task in tasks
    ]  # fmt: skip


def of_unassigned(waiting: "Iterable[Unassigned]", departments: dict[str, str]) -> list[Row]:
    """Give letters that wait for repartition as rows."""
    return [
        _row(
            UNASSIGNED, one.entry_id, one,
            _head(one.number, one.sender_name, one.subject), one.due_on,
            said=(departments.get(one.department or "", ""),), is_new=one.department is None,
        )
        for one in waiting
    ]  # fmt: skip


def of_approvals(waiting: "Iterable[Approval]", people: dict[str, str]) -> list[Row]:
    """Give replies that wait for approval as rows."""
    return [
        _dated(
            APPROVALS, one.id, one,
            f"{one.number} · {people.get(one.asked_by, one.asked_by)}\n{one.subject}",
            text("inbox.since", on=day(one.asked_at)),
        )
        for one in waiting
    ]  # fmt: skip


def of_questions(waiting: "Iterable[Consultation]", people: dict[str, str]) -> list[Row]:
    """Give questions that wait for an answer as rows."""
    return [
        _dated(
            QUESTIONS, one.id, one,
            f"{one.number} · {people.get(one.asked_by, one.asked_by)}\n{one.question or '—'}",
            text("inbox.since", on=day(one.asked_at)),
        )
        for one in waiting
    ]  # fmt: skip


def _row(
    pile: str,
    row_id: UUID,
    work: "Task | Unassigned",
    head: str,
    due_on: date | None,
    *,
    said: tuple[str, ...],
    is_new: bool,
) -> Row:
    return Row(
        id=row_id,
        pile=pile,
        work=work,
        entry_id=work.entry_id,
        number=work.number,
        head=f"● {head}" if is_new else head,
        term=days_left(due_on),
        tone=urgency(due_on),
        said=folded(" ".join((head, *said))),
        is_new=is_new,
    )


def _dated(pile: str, row_id: UUID, work: "Approval | Consultation", head: str, term: str) -> Row:
    said = folded(head)
    return Row(row_id, pile, work, work.entry_id, work.number, head, term, "muted", said)


def _head(number: str, sender: str | None, subject: str | None) -> str:
    return f"{number} · {sender or '—'}\n{subject or '—'}"
