"""Read documents that arrived, one after the other, beside the work; each in a child process."""

import logging
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, QuerySet

from registry_desk.errors import RegistryDeskError
from registry_desk.server import clock
from registry_desk.server.entries import index
from registry_desk.server.entries.models import Entry
from registry_desk.server.entries.words import document_words
from registry_desk.server.files import store
from registry_desk.server.files.models import FileVersion
from registry_desk.server.site import register_configuration
from registry_desk.server.texts.models import DocumentText
from registry_desk.server.texts.plain import PlainPage, plain_pages
from registry_desk.server.writing import write

_log = logging.getLogger("registry_desk.server.texts")
_ROLES = (
    *("letter", "addition", "finished", "reply"),
    *("attachment", "proof_of_receipt", "returned_mail"),
)
"""What is read; a draft is nobody's letter yet."""
_OVERLAP = 1_000
"""Files entered at the same moment may become visible out of order, never by so many."""
_AT_ONCE = 20
_HELD_FOR = timedelta(minutes=10)
_MOST_TRIES = 3


def read_waiting() -> int:
    """Read what nobody read yet; give how many files that were."""
    return sum(_read(version) for version in [*_new(), *_abandoned()])


def ask_for(version: FileVersion) -> None:
    """Let a version that came long ago be read with what was left; inside a write."""
    DocumentText.objects.get_or_create(
        version=version, defaults={"entry_id": version.entry_id, "held_until": clock.now()}
    )


def _new() -> "QuerySet[FileVersion]":
    last = DocumentText.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    begun = DocumentText.objects.filter(pk=OuterRef("pk"))
    found = FileVersion.objects.filter(~Exists(begun), pk__gt=last - _OVERLAP, role__in=_ROLES)
    return found.filter(version="delivered").order_by("pk")[:_AT_ONCE]


def _abandoned() -> "QuerySet[FileVersion]":
    """Give what a process that ended meanwhile had begun."""
    held = DocumentText.objects.filter(is_read=False, held_until__lt=clock.now())
    return FileVersion.objects.filter(pk__in=held.values("pk")).order_by("pk")[:_AT_ONCE]


def _read(version: FileVersion) -> bool:
    if not write(lambda: _hold(version)):
        return False
    try:
        place = store.place_of(register_configuration().store, version.sha256)
        pages = plain_pages(place)
    except (RegistryDeskError, OSError) as error:
        _log.warning("file %s: %s", version.sha256[:12], type(error).__name__)
        pages = []
    write(lambda: _enter(version, pages))
    return True


def _hold(version: FileVersion) -> bool:
    """Begin a file, unless somebody else did; one that fails again and again is left."""
    held_until = clock.now() + _HELD_FOR
    _, is_new = DocumentText.objects.get_or_create(
        version=version, defaults={"entry_id": version.entry_id, "held_until": held_until}
    )
    if is_new:
        return True
    left = DocumentText.objects.filter(pk=version.pk, is_read=False, held_until__lt=clock.now())
    left.filter(tries__gte=_MOST_TRIES).update(is_read=True)
    return bool(left.update(held_until=held_until, tries=F("tries") + 1))


def _enter(version: FileVersion, pages: list[PlainPage]) -> None:
    """Keep a file's words, and which pages wait to be recognised; inside a write."""
    words = document_words("\n".join(page.text for page in pages))
    scans = [place for place, page in enumerate(pages, 1) if page.is_scan]
    texts = DocumentText.objects.filter(pk=version.pk)
    texts.update(words=" ".join(words), is_read=True, page_count=len(pages))
    if scans:
        texts.update(is_scan=True, pages_left=scans, tries=0, held_until=clock.now())
    if words:
        index_anew(version.entry_id)


def index_anew(entry_id: int) -> None:
    """Let an entry be found by what its documents say now; inside a write."""
    held = Entry.objects.select_for_update(of=("self",)).select_related("department")
    index.keep(held.get(pk=entry_id))
