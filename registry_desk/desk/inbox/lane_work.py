"""What the inbox has done in the lanes: plain blocking functions over journey and register."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from registry_desk.desk.parts import DeskParts
from registry_desk.i18n import text
from registry_desk.journey import answer, reply_drafts
from registry_desk.journey.answer import NoToken, Official, PinQuestion, Signer, signer_at
from registry_desk.journey.records import ReplyRecord
from registry_desk.wire import Assignment, Entry, Event, Task


@dataclass(frozen=True, slots=True)
class Opened:
    """A task with all one must know for working on it."""

    task: Task
    entry: Entry
    history: list[Event]
    reply: ReplyRecord | None
    """The reply begun at this desk."""


def tasks(parts: DeskParts) -> list[Task]:
    """Give the tasks this person may work on, the most pressing first."""
    return parts.counter.register.tasks()


def look(parts: DeskParts, task: Task) -> Opened:
    """Read what belongs to a task; looking acknowledges nothing."""
    register = parts.counter.register
    entry = register.entry_by_id(task.entry_id)
    reply = reply_drafts.kept(parts.counter.tray, answer.reply_id_of(entry.id))
    return Opened(task, entry, register.history(entry.id), reply)


def open_task(parts: DeskParts, task: Task) -> Opened:
    """Open a task: the first opening acknowledges it."""
    return look(parts, parts.counter.register.open_task(task.id))


def resolve(parts: DeskParts, task: Task, words: str) -> Opened:
    """Write the resolution."""
    return look(parts, parts.counter.register.resolve(task.id, words))


def give_back(parts: DeskParts, task: Task, reason: str) -> Task:
    """Give a task back with a reason; it waits to be assigned anew."""
    return parts.counter.register.refuse(task.id, reason)


def redirect(parts: DeskParts, task: Task, department: str, reason: str) -> Task:
    """Give a task to another department with a reason."""
    asked = Assignment(id=uuid4(), entry_id=task.entry_id, department=department, note=reason)
    return parts.counter.register.assign(asked)


def extend(parts: DeskParts, task: Task, days: int, reason: str) -> Opened:
    """Extend the term as far as its law allows."""
    parts.counter.register.extend(task.entry_id, days, reason)
    fresh = next((t for t in tasks(parts) if t.id == task.id), task)
    return look(parts, fresh)


def keep_draft(parts: DeskParts, entry: Entry, paragraphs: tuple[str, ...], how: str) -> None:
    """Keep a reply as far as it is written."""
    answer.write_reply(official(parts, entry, None), entry, paragraphs, how=how)


def prepare(parts: DeskParts, entry: Entry, paragraphs: tuple[str, ...], how: str) -> Path:
    """Make the page that is going to be signed."""
    writing = official(parts, entry, None)
    reply = answer.write_reply(writing, entry, paragraphs, how=how)
    return answer.compose(writing, reply.id)


def send(parts: DeskParts, entry: Entry, pin: Callable[[PinQuestion], str | None]) -> ReplyRecord:
    """Sign the prepared reply with the token and take it all the way.

    Raises:
        NoToken: no token is set at this desk.
        DeviceError: the token needs a hand; the reply is kept.
        UnavailableError: the register does not answer; doing it again goes on from there.
    """
    if parts.token is None:
        raise NoToken
    with signer_at(parts.token, pin) as signer:
        return answer.send_reply(official(parts, entry, signer), answer.reply_id_of(entry.id))


def official(parts: DeskParts, entry: Entry, signer: Signer | None) -> Official:
    """Give who answers."""
    office = parts.counter.office
    names = {department.code: department.name for department in office.departments}
    return Official(
        tray=parts.counter.tray,
        register=parts.counter.register,
        office=office,
        name=parts.operator_name,
        function=text(f"role.{parts.role}"),
        department=names.get(entry.department or "", ""),
        signer=signer,
    )
