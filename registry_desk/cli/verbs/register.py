"""``registry-desk register``: scans or finished PDFs into the register, from files."""

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from registry_desk.cli.access import access_options
from registry_desk.cli.output import emit, json_option, progress
from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.errors import RegistryDeskError
    from registry_desk.journey.records import DocumentRecord


def build() -> click.Command:
    """Give the verb."""
    return click.Command(
        "register",
        callback=_register,
        help=text("cli.register"),
        params=[
            click.Argument(
                ["paths"],
                nargs=-1,
                required=True,
                type=click.Path(exists=True, path_type=Path),
                metavar="PATH…",
            ),
            click.Option(["--register"], default="", help=text("cli.register.register")),
            click.Option(["--department"], default="", help=text("cli.register.department")),
            *access_options(),
            json_option(),
        ],
    )


def _register(
    *,
    paths: tuple[Path, ...],
    register: str,
    department: str,
    server: str | None,
    credential_file: Path | None,
    as_json: bool,
) -> int:
    from registry_desk import settings
    from registry_desk.cli.access import register_client
    from registry_desk.journey.files import take_files
    from registry_desk.journey.pile import ReadingRoom, Watcher, read_pile
    from registry_desk.journey.registration import Counter
    from registry_desk.journey.tray import Tray
    from registry_desk.journey.way import walk
    from registry_desk.reading import PageReaders, ReadingSettings
    from registry_desk.reading.sources import files_of

    chosen = settings.load()
    client = register_client(server, credential_file)
    office = client.office()
    tray = Tray(chosen.tray_dir)
    counter = Counter(tray, client, office, chosen.string("pdf.profile"))
    batch, damaged = take_files(tray, list(files_of(paths)), operator=getpass.getuser())
    reading = ReadingSettings(chosen.string("reading.languages"))
    with (
        PageReaders(chosen.number("reading.jobs")) as readers,
        progress(text("cli.process.reading")) as bar,
    ):
        room = ReadingRoom(readers, reading, office.departments)
        by = Watcher(lambda _page: None, bar, lambda: False, _Nobody())
        documents = read_pile(tray, batch, room=room, by=by)
    code = register or chosen.string("register.code") or office.registers[0].code
    walked = []
    for document in documents:
        wanted = department or document.department
        tray.accept(document.id, register=code, department=wanted)
        walked.append(walk(counter, document.id))
    told = {
        "documents": [_told(document) for document in walked],
        "damaged": [
            {"source": path.name, "code": error.code, "message": error.message}
            for path, error in damaged.items()
        ],
    }
    emit(told, as_json=as_json, words="\n".join(map(_words, walked)))
    return _exit_code(walked, list(damaged.values()))


def _told(document: "DocumentRecord") -> dict[str, Any]:
    error = _error(document)
    return {
        "id": str(document.id),
        "number": document.entry["number"] if document.entry else None,
        "tracking_code": document.tracking_code,
        "tracking_url": document.entry["tracking_url"] if document.entry else None,
        "state": str(document.state),
        "kind": document.line("kind"),
        "sender_name": document.line("sender_name"),
        "department": document.department,
        "letter_sha256": document.letter_sha256,
        "sealed_sha256": document.sealed_sha256,
        "reason": error.as_dict() if error else None,
    }


def _words(document: "DocumentRecord") -> str:
    error = _error(document)
    head = document.entry["number"] if document.entry else document.tracking_code
    state = text(f"document.{document.state}")
    line = f"{head}  {state}  {document.line('sender_name')}".rstrip()
    return f"{line}\n  {error.message} {error.next_step}" if error else line


def _error(document: "DocumentRecord") -> "RegistryDeskError | None":
    from registry_desk.errors import by_code

    problem = document.problem
    return by_code(problem.code, problem.family, problem.params) if problem else None


def _exit_code(documents: "list[DocumentRecord]", damaged: "list[Any]") -> int:
    """Give the code of the first reason a document waits; else whether a file was damaged."""
    for document in documents:
        error = _error(document)
        if error is not None:
            return error.exit_code
    return damaged[0].exit_code if damaged else 0


class _Nobody:
    """Nobody sits at a scanner here: there is nothing to ask."""

    def ask(self, code: str, **_params: object) -> bool:
        raise ValueError(code)
