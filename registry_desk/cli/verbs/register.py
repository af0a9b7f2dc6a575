"""``registry-desk register``: scans or finished PDFs into the register, from files."""

import getpass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from registry_desk.cli.access import access_options
from registry_desk.cli.output import emit, json_option, progress, say
from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.errors import RegistryDeskError
    from registry_desk.journey.counter import Counter
    from registry_desk.journey.records import Batch, DocumentRecord

_PATIENCE_S = 120
"""How long another process that works on the same letters is waited for."""


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
    from registry_desk.errors import UnavailableError
    from registry_desk.journey.files import damaged_pages

    desk = _Desk(server, credential_file)
    # The files come in before anything is asked of the register: away or not, they are kept.
    messages, batch = desk.take(paths)
    try:
        documents = [*messages, *(desk.read(batch) if batch else ())]
    except UnavailableError:
        kept = len(desk.tray.pages(batch.id)) if batch else 0
        say(text("cli.register.kept", count=kept + len(messages)))
        raise
    walked = [desk.register(document, register, department) for document in documents]
    damaged = damaged_pages(desk.tray, batch) if batch else []
    told = {
        "documents": [_told(document) for document in walked],
        "damaged": [
            {
                "source": page.source,
                "source_page": page.source_page,
                "code": error.code,
                "message": error.message,
                "next_step": error.next_step,
            }
            for page, error in damaged
        ],
    }
    lines = [*map(_words, walked), *(f"{p.source}  {e.message} {e.next_step}" for p, e in damaged)]
    emit(told, as_json=as_json, words="\n".join(lines))
    return _exit_code(walked, [error for _page, error in damaged])


class _Desk:
    """This desk's tray, its register, its readers."""

    def __init__(self, server: str | None, credential_file: Path | None) -> None:
        from registry_desk import settings
        from registry_desk.cli.access import register_client
        from registry_desk.journey.tray import Tray

        self._settings = settings.load()
        self._client = register_client(server, credential_file)
        self.tray = Tray(self._settings.tray_dir)

    def take(self, paths: tuple[Path, ...]) -> "tuple[list[DocumentRecord], Batch | None]":
        """Take files into the tray: each e-mail is a letter, the rest is read as one batch."""
        from registry_desk.journey.files import take_files
        from registry_desk.journey.mail import is_message_file, take_mail
        from registry_desk.reading.sources import files_of

        files = list(files_of(paths))
        if not files:
            raise click.UsageError(text("cli.register.nothing"))
        operator = getpass.getuser()
        messages = [
            take_mail(self.tray, file, operator=operator, patience_s=_PATIENCE_S).document
            for file in files
            if is_message_file(file)
        ]
        papers = [file for file in files if not is_message_file(file)]
        if not papers:
            return messages, None
        batch = take_files(self.tray, papers, operator=operator, patience_s=_PATIENCE_S)[0]
        return messages, batch

    def read(self, batch: "Batch") -> "list[DocumentRecord]":
        """Read a batch and tell its documents apart."""
        from registry_desk.cli.chosen_reading import chosen_reading
        from registry_desk.cli.separator_key import known_key
        from registry_desk.journey.pile import ReadingRoom, Watcher, read_pile
        from registry_desk.reading import PageReaders

        reading = chosen_reading(self._settings)
        jobs = self._settings.number("reading.jobs")
        with PageReaders(jobs) as readers, progress(text("cli.process.reading")) as bar:
            departments = self._counter.office.departments
            room = ReadingRoom(readers, reading, departments, known_key)
            by = Watcher(lambda _page: None, bar, lambda: False, _Nobody())
            return read_pile(self.tray, batch, room=room, by=by, patience_s=_PATIENCE_S)

    def register(
        self, document: "DocumentRecord", register: str, department: str
    ) -> "DocumentRecord":
        """Accept a document and take it as far as it goes now."""
        from registry_desk.journey.labels import label_to_take
        from registry_desk.journey.way import walk

        counter = self._counter
        code = (
            register or self._settings.string("register.code") or counter.office.registers[0].code
        )
        wanted = department or document.department
        label = label_to_take(self.tray, document.id, counter.office.public_url)
        self.tray.accept(document.id, register=code, department=wanted, label=label)
        return walk(counter, document.id, patience_s=_PATIENCE_S)

    @cached_property
    def _counter(self) -> "Counter":
        from registry_desk.cli.trusted import trust_from
        from registry_desk.journey.counter import Counter
        from registry_desk.journey.office import office_of

        office = office_of(self.tray, self._client)
        profile = self._settings.string("pdf.profile")
        trust = trust_from(self._settings)
        return Counter(self.tray, self._client, office, profile, trust)


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
