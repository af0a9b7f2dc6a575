"""The letter's PDF: our own scan stamped, or the sheet beside what arrived finished."""

from datetime import date
from zoneinfo import ZoneInfo

import registry_desk
from registry_desk.journey.counter import Counter
from registry_desk.journey.finished import make_sheet
from registry_desk.journey.records import Batch, DocumentRecord, PageRecord, known
from registry_desk.journey.registration import entry_of, letter_file, sheet_count_of
from registry_desk.journey.tray import Tray
from registry_desk.pdf import Capture, Metadata, PdfPage, Stamp, assemble
from registry_desk.wire import Entry

_OFFICE_TIME = ZoneInfo("Europe/Bucharest")
STEPS = ("brightness", "borders", "upright", "straight")


def registration_sheet(counter: Counter, document: DocumentRecord, pages: list[PageRecord]) -> str:
    """Make the sheet beside a file that arrived finished; give its SHA-256."""
    return make_sheet(
        counter.tray.path(known(document.finished_file)),
        letter_file(counter.tray, document.id),
        entry=entry_of(document),
        institution=counter.office.institution,
        first_page=pages[0],
        trust=counter.trust,
    )


def stamped_scan(counter: Counter, document: DocumentRecord, pages: list[PageRecord]) -> str:
    """Make the stamped PDF of our own scan; give its SHA-256."""
    entry = entry_of(document)
    written = [page for page in pages if page.read and not page.read.cleaned.is_blank] or pages[:1]
    return assemble(
        [_pdf_page(counter.tray, page) for page in written],
        letter_file(counter.tray, document.id),
        profile=counter.pdf_profile,
        metadata=Metadata(
            title=f"{entry.number} {document.line('subject')}".strip(),
            author=document.line("sender_name"),
            subject=document.line("subject"),
            created_at=entry.registered_at,
        ),
        stamp=Stamp(
            number=entry.number,
            registered_on=_local_day(entry),
            institution=counter.office.institution,
            tracking_code=entry.tracking_code,
            tracking_url=entry.tracking_url,
        ),
        capture=_capture(counter.tray.batch(document.batch_id), written, sheet_count_of(pages)),
    )


def _pdf_page(tray: Tray, page: PageRecord) -> PdfPage:
    read = known(page.read)
    return PdfPage(
        image=tray.path(known(page.cleaned_file)),
        dpi=read.cleaned.cleaned_dpi,
        words=read.text.words,
        label=str(page.position or ""),
    )


def _capture(batch: Batch, pages: list[PageRecord], sheet_count: int) -> Capture:
    return Capture(
        device=batch.origin.device,
        settings=batch.origin.settings,
        operator=batch.origin.operator,
        software=f"Registry Desk {registry_desk.__version__}",
        captured_at=max(page.captured_at for page in pages),
        page_sha256=tuple(page.sha256 for page in pages),
        sheet_count=sheet_count,
        steps=STEPS,
    )


def _local_day(entry: Entry) -> date:
    return entry.registered_at.astimezone(_OFFICE_TIME).date()
