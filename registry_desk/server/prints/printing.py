"""Close a day or a year of the register with its print.

A period that is over, as somebody beside this machine's clock has seen, gets one final print, and
asking again gives the same; before that a print is provisional and says so on every page. Each is
sealed where the office has a seal, kept in the store under its hash, and in the audit log.
"""

import tempfile
import threading
from datetime import timedelta
from pathlib import Path

from django.db.models import QuerySet

from registry_desk import wire
from registry_desk.i18n import speaking, text
from registry_desk.server import clock
from registry_desk.server.audit.log import record
from registry_desk.server.board.counting import midnight
from registry_desk.server.entries.models import Entry
from registry_desk.server.files import sealing, store
from registry_desk.server.paging import page
from registry_desk.server.people.models import Register
from registry_desk.server.prints.models import RegisterPrint
from registry_desk.server.prints.rows import rows_of
from registry_desk.server.prints.witness import begin_of, end_of, has_seen_end
from registry_desk.server.site import register_configuration
from registry_desk.server.writing import write
from registry_desk.wire import PrintOrder
from registry_desk.wire.errors import FileUnknown, PeriodNotBegun, RegisterUnknown
from registry_desk.wire.words import PAGE

SETTLED = timedelta(minutes=10)
"""A number asked for before midnight is given by then; see ``numbering``."""
_one_at_a_time = threading.Lock()


def make(asked: PrintOrder, username: str) -> wire.RegisterPrint:
    """Print a period; a final print is made once.

    Raises:
        RegisterUnknown: no register has the prefix.
        PeriodNotBegun: the day or year is to come.
        StoreFull: the disk is full; nothing half is kept.
    """
    period = asked.day.isoformat() if asked.day else str(asked.year)
    registers = Register.objects.filter(prefix=asked.prefix)
    if not registers:
        raise RegisterUnknown(register=asked.prefix)
    if begin_of(asked) > clock.now():
        raise PeriodNotBegun(period=_written(asked), today=clock.written(clock.today()))
    with _one_at_a_time:
        done = _final(period, asked.prefix)
        if done is not None:
            return view(done)
        with tempfile.TemporaryDirectory(dir=register_configuration().uploads) as place:
            return _printed(asked, period, ", ".join(r.name for r in registers), username, place)


def _printed(
    asked: PrintOrder, period: str, registers: str, username: str, place: str
) -> wire.RegisterPrint:
    from registry_desk.pdf import RegisterPrint as Printed  # late, as in ``rows``
    from registry_desk.pdf import register_print

    configuration = register_configuration()
    is_final, made_at = _is_over(asked), clock.now()
    rows = tuple(rows_of(_entries(asked)))
    annulled_count = sum(row.is_annulled for row in rows)
    written = _written(asked)
    with speaking("ro"):
        closing = text(
            "register_print.closing" if rows else "register_print.closing_empty",
            period=written,
            count=len(rows),
            annulled=annulled_count,
            first=rows[0].cells[0] if rows else "",
            last=rows[-1].cells[0] if rows else "",
            at=f"{made_at.astimezone(clock.BUCHAREST):%d.%m.%Y, %H:%M}",
        )
        reason = text("register_print.seal_reason", period=written)
    plain, sealed = Path(place) / "print.pdf", Path(place) / "sealed.pdf"
    printed = Printed(
        configuration.institution, registers, written, rows, made_at, closing, is_final
    )
    with store.disk_faults():
        sha256, page_count = register_print(printed, plain)
        if configuration.has_seal:
            sha256, plain = sealing.with_seal(plain, sealed, reason), sealed
        store.keep(configuration.store, plain, sha256)
    made = RegisterPrint(
        period=period,
        prefix=asked.prefix,
        sha256=sha256,
        size_bytes=plain.stat().st_size,
        page_count=page_count,
        entry_count=len(rows),
        annulled_count=annulled_count,
        is_final=is_final,
        is_sealed=configuration.has_seal,
        made_at=made_at,
        made_by=username,
    )
    return write(lambda: _enter(made))


def _written(asked: PrintOrder) -> str:
    return clock.written(asked.day) if asked.day else str(asked.year)


def _enter(made: RegisterPrint) -> wire.RegisterPrint:
    """Keep a print; another process may have closed the period, or made the same, meanwhile."""
    same = RegisterPrint.objects.filter(sha256=made.sha256)
    done = _final(made.period, made.prefix) or same.first()
    if done is not None:
        return view(done)
    made.pk = None
    made.save(force_insert=True)
    subject = f"{made.prefix}-{made.period}" if made.prefix else made.period
    record(made.made_by, "printed", subject, sha256=made.sha256, is_final=made.is_final)
    return view(made)


def _final(period: str, prefix: str) -> RegisterPrint | None:
    return RegisterPrint.objects.filter(period=period, prefix=prefix, is_final=True).first()


def _entries(asked: PrintOrder) -> "QuerySet[Entry]":
    found = Entry.objects.filter(prefix=asked.prefix)
    if asked.day is None:
        return found.filter(year=asked.year or 0)
    return found.filter(registered_at__gte=midnight(asked.day), registered_at__lt=end_of(asked))


def _is_over(asked: PrintOrder) -> bool:
    return clock.now() >= end_of(asked) + SETTLED and has_seen_end(asked)


def prints(*, after: str | None = None, limit: int = PAGE) -> list[wire.RegisterPrint]:
    """Give a page of the prints that were made, the newest first; ``after`` is a print's hash.

    Raises:
        FileUnknown: ``after`` is none.
    """
    found = RegisterPrint.objects.order_by("-pk")
    if after:
        last = RegisterPrint.objects.filter(sha256=after).first()
        if last is None:
            raise FileUnknown
        found = found.filter(pk__lt=last.pk)
    return [view(made) for made in page(found, limit)]


def file_of(sha256: str) -> Path:
    """Give where a print lies.

    Raises:
        FileUnknown: no print has that hash.
    """
    if not RegisterPrint.objects.filter(sha256=sha256[:64]).exists():
        raise FileUnknown
    return store.place_of(register_configuration().store, sha256)


def view(made: RegisterPrint) -> wire.RegisterPrint:
    """Give a print as it travels."""
    return wire.RegisterPrint.model_construct(
        **{name: getattr(made, name) for name in wire.RegisterPrint.model_fields}
    )
