"""What somebody brings as files: each e-mail a letter of its own, all else one batch."""

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
    """Take files into the tray; one that cannot be read holds up no other e-mail.

    Args:
        tray: this desk's tray.
        paths: files, or folders that stand for the files in them.
        operator: account name of who brings them.
        departments: for the suggestion where an e-mail goes.
        progress: told how many of how many bytes have gone through.
        cancelled: asked between pieces of a file.

    Raises:
        FileUnreadable: a file that is not an e-mail cannot be read; no such file is taken.
        DocumentHeld: another process works on the same files.
        DiskFull, TrayFull: no room; doing it again goes on.
    """
    try:
        files = list(files_of(paths))
        sizes = {file: file.stat().st_size for file in files}
    except OSError as error:
        raise FileUnreadable(name=Path(error.filename or error.args[0]).name) from error
    papers = [file for file in files if not is_message_file(file)]
    paper_bytes, all_bytes = sum(sizes[file] for file in papers), sum(sizes.values())
    brought = Brought(paper_count=len(papers))
    try:
        if papers:
            brought.batch, damaged = take_files(
                tray,
                papers,
                operator=operator,
                progress=lambda done, total: progress(paper_bytes * done // total, all_bytes),
                cancelled=cancelled,
            )
            brought.troubles += [(file.name, error) for file, error in damaged.items()]
        done = paper_bytes
        for file in filter(is_message_file, files):
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
