"""What an official decides on the letter shown: acknowledged, resolved, answered, moved, added."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from registry_desk.desk.inbox.act_form import Filled
from registry_desk.desk.inbox.opened import Opened
from registry_desk.desk.inbox.taking_back import TakingBack
from registry_desk.desk.inbox.task_column import TaskColumn
from registry_desk.desk.late import Late
from registry_desk.desk.one_by_one import OneByOne
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.wire import Task

deeds = Late("registry_desk.desk.inbox.deeds")


class Deciding(QObject):
    """Sends decisions to the register one after another and says what came of each."""

    decided = Signal(object)
    """How the work stands after it (``Opened``), None where it left the person's hands."""

    def __init__(
        self,
        parts: DeskParts,
        changes: OneByOne,
        column: TaskColumn,
        banner: Banner,
        *,
        opened: Callable[[], Opened | None],
        over: QWidget,
    ) -> None:
        super().__init__(over)
        self._parts, self._changes = parts, changes
        self._column, self._banner = column, banner
        self._opened, self._over = opened, over
        self._taking_back = TakingBack(parts, changes, banner, over=over)
        self._taking_back.taken_back.connect(lambda: self.decided.emit(None))
        column.open_wanted.connect(self.open)
        column.act_wanted.connect(self._begin)
        column.approved.connect(self._approve)
        column.form.confirmed.connect(self._do)
        column.resolve_step.done.connect(self._resolve)
        column.answer_step.done.connect(self._answer)

    def _shown_task(self) -> "tuple[Opened, Task] | None":
        opened = self._opened()
        task = opened.row.task if opened else None
        return (opened, task) if opened is not None and task is not None else None

    def open(self) -> None:
        """Acknowledge the letter shown: who opened it and when is kept."""
        shown = self._shown_task()
        if shown is None:
            return

        def done(now: Opened) -> None:
            self.decided.emit(now)
            self._banner.say(text("inbox.acknowledged"), text("inbox.acknowledged.seen"))
            self._column.go_to_step()

        self._changes.do(lambda: deeds.open_task(self._parts, *shown), done)

    def _resolve(self, words: str) -> None:
        shown = self._shown_task()
        if shown is None:
            return

        def done(now: Opened) -> None:
            self.decided.emit(now)
            self._column.go_to_step()

        self._changes.do(lambda: deeds.resolve(self._parts, *shown, words), done)

    def _answer(self, words: str) -> None:
        opened = self._opened()
        asked = opened.row.question if opened else None
        if opened is None or asked is None:
            return
        said = text("inbox.answer.done", number=opened.entry.number)
        self._changes.do(
            lambda: deeds.answer(self._parts, opened, asked, words),
            lambda _none: self._done(None, said),
        )

    def _approve(self) -> None:
        opened = self._opened()
        if opened is not None:
            said = text("inbox.approved", number=opened.entry.number)
            self._changes.do(
                lambda: deeds.approve(self._parts, opened.row.id),
                lambda _none: self._done(None, said),
            )

    def _begin(self, act: str) -> None:
        if act == "attach":
            self._attach()
        elif self._opened() is not None:
            self._column.begin(act)

    def _do(self, filled: Filled) -> None:
        opened = self._opened()
        if opened is None:
            return
        said = text(f"inbox.{filled.act}.done", number=opened.entry.number)

        def done(now: Opened | None) -> None:
            self.decided.emit(now)
            self._taking_back.say(said, opened, filled)

        self._changes.do(lambda: deeds.do(self._parts, opened, filled), done)

    def _attach(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self._over, text("reason_form.attach"), "", "PDF (*.pdf)"
        )
        if chosen:
            self.attach(Path(chosen))

    def attach(self, file: Path) -> None:
        """Bring a file to the entry shown."""
        opened = self._opened()
        if opened is not None:
            said = text("inbox.attached", file=file.name)
            self._changes.do(
                lambda: deeds.attach(self._parts, opened, file), lambda now: self._done(now, said)
            )

    def _done(self, now: Opened | None, said: str) -> None:
        self.decided.emit(now)
        self._banner.say(said)
