"""What somebody brings as files: each e-mail a letter of its own, all else one batch."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from registry_desk.errors import Cancelled, RegistryDeskError
from registry_desk.journey.files import FileUnreadable, take_files
from registry_desk.journey.mail import Mail, is_message_file, take_mail
from registry_desk.journey.records import Batch
from registry_desk.journey.tray import Tray
from registry_desk.model.department import Department
from registry_desk.reading.sources import files_of


@dataclass(slots=True)
class Brought:
    """What became of files that were brought in."""

    batch: Batch | None = None
    """What is not e-mail."""
    paper_count: int = 0
    """How many files the batch has."""
    mails: list[Mail] = field(default_factory=list)
    troubles: list[tuple[str, RegistryDeskError]] = field(default_factory=list)
    """Name of each file that did not come in, with the reason."""
    is_stopped: bool = False
    """The person stopped it: files that are not named here were not taken."""


def bring(
    tray: Tray,
    paths: Iterable[Path],
    *,
    operator: str,
    departments: Sequence[Department] = (),
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> Brought:
    """Take files into the tray; one that cannot be read holds up no other.

    Args:
        tray: this desk's tray.
        paths: files, or folders that stand for the files in them.
        operator: account name of who brings them.
        departments: for the suggestion where an e-mail goes.
        progress: told how many of how many bytes have gone through.
        cancelled: asked between pieces of a file.

    A paper that goes away only while the papers are copied leaves all of them out, to be brought
    again: they are one batch, known by all that it holds.

    Raises:
        DocumentHeld: another process works on the same files.
        DiskFull, TrayFull: no room; doing it again goes on.
    """
    brought = Brought()
    sizes = _readable(paths, brought)
    papers = [file for file in sizes if not is_message_file(file)]
    paper_bytes, all_bytes = sum(sizes[file] for file in papers), sum(sizes.values())
    brought.paper_count = len(papers)
    try:
        if papers:
            _take_papers(
                tray,
                papers,
                brought,
                operator=operator,
                progress=lambda done, total: progress(paper_bytes * done // total, all_bytes),
                cancelled=cancelled,
            )
        done = paper_bytes
        for file in filter(is_message_file, sizes):
            if cancelled():
                raise Cancelled
            try:
                brought.mails.append(
                    take_mail(tray, file, operator=operator, departments=departments)
                )
            except RegistryDeskError as error:
                brought.troubles.append((file.name, error))
            except OSError:
                brought.troubles.append((file.name, FileUnreadable(name=file.name)))
            done += sizes[file]
            progress(done, all_bytes)
    except Cancelled:
        brought.is_stopped = True
    return brought


def _take_papers(
    tray: Tray,
    papers: Sequence[Path],
    brought: Brought,
    *,
    operator: str,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> None:
    try:
        brought.batch, damaged = take_files(
            tray, papers, operator=operator, progress=progress, cancelled=cancelled
        )
    except FileUnreadable as error:
        brought.troubles.append((error.params["name"], error))
        return
    brought.troubles += [(file.name, error) for file, error in damaged.items()]


def _readable(paths: Iterable[Path], brought: Brought) -> dict[Path, int]:
    """Give the files that paths stand for, with their sizes; note those that cannot be opened."""
    sizes = {}
    for path in paths:
        try:
            files = list(files_of([path]))
        except OSError:
            files = [path]
        for file in files:
            try:
                with file.open("rb") as opened:
                    sizes[file] = os.fstat(opened.fileno()).st_size
            except OSError:
                brought.troubles.append((file.name, FileUnreadable(name=file.name)))
    return sizes
