"""The whole way for every letter, without a window: clerk, official and citizen in turn."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import requests

from registry_desk.demo.independent import read_independently, require_readers
from registry_desk.demo.letters import Letters
from registry_desk.demo.report import WHOLE_WAY, LetterStory, Report
from registry_desk.demo.stage import Stage
from registry_desk.demo.town import Person
from registry_desk.errors import Cancelled, RegistryDeskError, by_code
from registry_desk.i18n import speaking, text
from registry_desk.journey.answer import Official, Signer, send_reply, write_reply
from registry_desk.journey.capture import Feed
from registry_desk.journey.pile import Watcher, read_pile, scan_pile
from registry_desk.journey.records import BatchState, DocumentRecord
from registry_desk.journey.registration import entry_of
from registry_desk.journey.way import walk
from registry_desk.signing import TokenHost
from registry_desk.wire import Entry

_HOW = "post"
_PAGE_LIMIT_S = 10
_OFFICE_TIME = ZoneInfo("Europe/Bucharest")


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Who watches a demonstration."""

    say: Callable[[str], None]
    progress: Callable[[int, int], None]
    cancelled: Callable[[], bool]


def run_way(stage: Stage, letters: Letters, by: Onlooker) -> Report:
    """Take every letter the whole way; what a killed run did already is not done again.

    Raises:
        RegistryDeskError: a part of the way needs a hand or is away; what was reached is kept.
    """
    require_readers()
    began = time.monotonic()
    documents = scan_letters(stage, by)
    scanned = time.monotonic()
    registered = [_register(stage, document, by) for document in documents]
    numbered = time.monotonic()
    token = stage.keys.token
    with TokenHost(token.module, environment=token.environment) as host:
        for document in registered:
            by.say(text("demo.answering", number=entry_of(document).number))
            _answer(stage, document, host)
    answered = time.monotonic()
    stories = tuple(_story(stage, letters, document) for document in registered)
    proof = stage.counter.register.numbers(datetime.now(_OFFICE_TIME).year)
    pages = stage.counter.tray.pages(stage.batch.id)
    return Report(
        letters=stories,
        given=proof.given,
        gaps=proof.gaps,
        doubles=proof.doubles,
        sheets_fed=len({page.sheet for page in pages}),
        pages_kept=sum(not page.is_set_aside for page in pages),
        pages_aside=sum(page.is_set_aside for page in pages),
        seconds={
            "way": answered - began,
            "scan_and_read": scanned - began,
            "register": numbered - scanned,
            "answer": answered - numbered,
            "check": time.monotonic() - answered,
        },
    )


def scan_letters(stage: Stage, by: Onlooker) -> list[DocumentRecord]:
    """Scan and read what is left in the feeder, and tell the letters apart."""
    tray, batch = stage.counter.tray, stage.batch
    watcher = Watcher(lambda _page: None, by.progress, by.cancelled, _Hand())
    if tray.batch(batch.id).state is BatchState.CAPTURING:
        by.say(text("demo.scanning", device=stage.scanner.device))
        scan_pile(
            tray,
            batch,
            feed=Feed(stage.scanner.device, stage.scan),
            room=stage.room,
            by=watcher,
        )
    by.say(text("demo.reading"))
    return read_pile(tray, batch, room=stage.room, by=watcher)


def _register(stage: Stage, document: DocumentRecord, by: Onlooker) -> DocumentRecord:
    if by.cancelled():
        raise Cancelled
    office = stage.counter.office
    stage.counter.tray.accept(
        document.id,
        register=office.registers[0].code,
        department=document.department or office.departments[0].code,
    )
    walked = walk(stage.counter, document.id)
    problem = walked.problem
    if problem is not None:
        raise by_code(problem.code, problem.family, problem.params)
    by.say(
        text("demo.registered", number=entry_of(walked).number, sender=walked.line("sender_name"))
    )
    return walked


def _answer(stage: Stage, document: DocumentRecord, host: TokenHost) -> None:
    entry = stage.counter.register.entry_by_id(entry_of(document).id)
    if entry.state == "closed" or entry.task_id is None:
        return
    person = stage.town.official_for(entry.department)
    official = _official(stage, person, entry, host)
    if entry.state in ("received", "assigned", "opened"):
        official.register.open_task(entry.task_id)
        official.register.resolve(entry.task_id, text("demo.resolution"))
    reply = write_reply(official, entry, _paragraphs(entry), how=_HOW)
    send_reply(official, reply.id)


def _official(stage: Stage, person: Person, entry: Entry, host: TokenHost) -> Official:
    office, token = stage.counter.office, stage.keys.token
    names = {department.code: department.name for department in office.departments}
    return Official(
        tray=stage.counter.tray,
        register=stage.client_of(person),
        office=office,
        name=person.name,
        function=text(f"role.{person.role}"),
        department=names.get(entry.department or "", ""),
        signer=Signer(
            host=host,
            token_serial=token.serial,
            pin=lambda _question: token.pin,
            certificate_id=stage.keys.certificate_of(person.name),
        ),
    )


def _paragraphs(entry: Entry) -> tuple[str, ...]:
    with speaking("ro"):
        return (
            text("demo.reply.opening", number=entry.number, subject=entry.subject or ""),
            text("demo.reply.body"),
            text("demo.reply.closing"),
        )


def _story(stage: Stage, letters: Letters, document: DocumentRecord) -> LetterStory:
    register, tray = stage.counter.register, stage.counter.tray
    entry = register.entry_by_id(entry_of(document).id)
    pages = tray.document_pages(document.id)
    written = [page.read for page in pages if page.read and not page.read.cleaned.is_blank]
    name = entry.number.replace("/", "-").removesuffix(f"-{entry.year}")
    letter_pdf = _download(stage, entry, "letter", f"{name}.pdf")
    reply_pdf = _download(stage, entry, "reply", f"{name}-reply.pdf")
    letter, reply = read_independently(letter_pdf), read_independently(reply_pdf)
    milestones = tuple(milestone.code for milestone in entry.milestones)
    word_count = sum(len(page.text.words) for page in written) or 1
    surest = sum(page.text.mean_confidence * len(page.text.words) for page in written)
    return LetterStory(
        letter=letters.name_of(written[0].index if written else pages[0].number),
        number=entry.number,
        kind=entry.kind or "",
        sender_name=entry.sender_name or "",
        page_count=len(written),
        confidence=surest / word_count,
        seconds_to_number=(
            entry.registered_at - max(page.captured_at for page in pages)
        ).total_seconds(),
        tracking_url=entry.tracking_url,
        state=entry.state,
        letter_pdf=letter_pdf,
        letter_signatures=letter.signature_count,
        reply_pdf=reply_pdf,
        reply_signatures=reply.signature_count,
        milestones=milestones,
        is_shown=letter.shows(entry.number)
        and letter.shows(entry.sender_name or "")
        and reply.shows(entry.number),
        is_tracked=_page_shows(entry.tracking_url, milestones),
    )


def _download(stage: Stage, entry: Entry, role: str, name: str) -> Path:
    """Fetch the latest version of a file from the register, as anybody with the right would."""
    sealed = [f for f in entry.files if f.role == role and f.version == "sealed"]
    if not sealed:
        raise RegistryDeskError(report=f"no sealed {role}")
    folder = stage.folder / "papers"
    folder.mkdir(exist_ok=True)
    stage.counter.register.download(sealed[-1].sha256, folder / name)
    return folder / name


def _page_shows(address: str, milestones: tuple[str, ...]) -> bool:
    """Tell whether the citizen's page, in Romanian, shows every milestone of the whole way."""
    page = requests.get(address, headers={"Accept-Language": "ro"}, timeout=_PAGE_LIMIT_S)
    page.encoding = "utf-8"
    with speaking("ro"):
        return all(text(f"milestone.{code}") in page.text for code in (*WHOLE_WAY, *milestones))


class _Hand:
    """The demonstration's hand at the scanner: it does what is asked."""

    def ask(self, code: str, **_params: object) -> bool:
        return True
