"""What is dropped into the watched folder becomes a batch or an e-mail, as through any door."""

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from registry_desk.intake import DroppedFile, watch_folder
from registry_desk.journey.files import take_files
from registry_desk.journey.mail import Mail, is_message_file, take_mail
from registry_desk.journey.records import Batch
from registry_desk.journey.tray import Tray
from registry_desk.model.department import Department

_SPOOL = "dropped"


def watch(
    tray: Tray,
    folder: Path,
    *,
    operator: str,
    departments: Sequence[Department] = (),
    on_batch: Callable[[Batch], None],
    on_mail: Callable[[Mail], None],
    cancelled: Callable[[], bool],
) -> None:
    """Take in what is dropped into a folder, until cancelled.

    Args:
        tray: this desk's tray.
        folder: the watched one.
        operator: account name of whose desk it is.
        departments: for the suggestion where an e-mail goes.
        on_batch: hears of each file that became a batch.
        on_mail: hears of each e-mail; programs that fetch mail can put it here.
        cancelled: asked about once a second.

    Raises:
        FolderAway: the folder cannot be reached; watching can begin again any time.
    """

    def take(dropped: DroppedFile) -> None:
        if is_message_file(Path(dropped.name)):
            mail = take_mail(tray, dropped.path, operator=operator, departments=departments)
            dropped.path.unlink()
            on_mail(mail)
            return
        named = _named(dropped)
        batch, damaged = take_files(tray, [named], operator=operator)
        shutil.rmtree(named.parent)
        dropped.path.unlink()
        if damaged:
            raise damaged[named]
        on_batch(batch)

    watch_folder(folder, tray.folder / _SPOOL, on_file=take, cancelled=cancelled)


def _named(dropped: DroppedFile) -> Path:
    """Give the spooled copy under the name it was dropped under, for the register to tell."""
    folder = dropped.path.with_suffix(".named")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    os.link(dropped.path, folder / dropped.name)
    return folder / dropped.name
