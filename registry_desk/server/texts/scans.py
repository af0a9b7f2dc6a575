"""Recognise what arrived as pictures of paper, a page after the other, beside the work.

Every page that is done is kept at once: a server that is killed goes on with the next one.
"""

import logging
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db.models import F, QuerySet

from registry_desk.errors import RegistryDeskError, UnavailableError
from registry_desk.server import clock
from registry_desk.server.entries.words import document_words
from registry_desk.server.files import store
from registry_desk.server.site import register_configuration
from registry_desk.server.texts.models import DocumentText
from registry_desk.server.texts.reading import index_anew
from registry_desk.server.texts.recognising import RecognitionAway, recognised
from registry_desk.server.writing import write

_log = logging.getLogger("registry_desk.server.texts")
_HELD_FOR = timedelta(minutes=10)
"""Longer than any single page may take."""
_PAUSE = timedelta(minutes=10)
_MOST_TRIES = 3
_MOST_LISTED = 1_000


def recognise_waiting() -> int:
    """Recognise one document that waits; give how many that were.

    Where nothing can be recognised on this machine everything goes on waiting.
    """
    if not _waiting().exists() or not register_configuration().ocr_languages:
        return 0
    if recogniser_fault() is not None:
        return 0
    text = _held()
    if text is None:
        return 0
    try:
        if text.tries >= _MOST_TRIES:
            raise RecognitionAway
        _recognise(text)
    except (RegistryDeskError, OSError) as error:
        _log.warning("scan %s: %s", text.version.sha256[:12], type(error).__name__)
        was_tried = isinstance(error, RecognitionAway)
        write(lambda: _put_off(text, was_tried=was_tried))
    else:
        write(lambda: _finish(text))
    return 1


def _waiting() -> "QuerySet[DocumentText]":
    return DocumentText.objects.filter(is_scan=True, held_until__lt=clock.now())


def recogniser_fault() -> UnavailableError | None:
    """Say why nothing can be recognised on this machine; None where all is well, or unwanted."""
    from registry_desk.reading import require_reading

    languages = register_configuration().ocr_languages
    try:
        if languages:
            require_reading(languages)
    except UnavailableError as error:
        return error
    return None


def _held() -> DocumentText | None:
    """Begin a document, unless somebody else did."""
    waiting = _waiting()
    text = waiting.select_related("version").order_by("tries", "pk").first()
    if text is None:
        return None
    mine = waiting.filter(pk=text.pk, tries=text.tries)
    begun = {"held_until": clock.now() + _HELD_FOR, "tries": F("tries") + 1}
    return text if write(lambda: mine.update(**begun)) else None


def _recognise(text: DocumentText) -> None:
    configuration = register_configuration()
    file = store.place_of(configuration.store, text.version.sha256)
    picture = configuration.uploads / f"{text.pk}.page"
    pages = recognised(file, text.pages_left, picture, languages=configuration.ocr_languages)
    with closing(pages):
        for page, said in pages:
            write(partial(_keep, text.pk, page, document_words(said)))


def _keep(text_id: int, page: int, words: list[str]) -> None:
    """Keep a page that is done; inside a write."""
    text = DocumentText.objects.select_for_update().get(pk=text_id)
    text.words = " ".join([*filter(None, [text.words]), *words])
    text.pages_left = [left for left in text.pages_left if left != page]
    text.held_until, text.tries = clock.now() + _HELD_FOR, 1
    text.save(update_fields=("words", "pages_left", "held_until", "tries"))


def _put_off(text: DocumentText, *, was_tried: bool) -> None:
    """Let a document wait, or leave it after too many tries; inside a write."""
    tries = text.tries + was_tried
    texts = DocumentText.objects.filter(pk=text.pk)
    texts.update(held_until=clock.now() + _PAUSE, is_scan=tries < _MOST_TRIES)
    if not was_tried:
        texts.update(tries=text.tries)
    if tries >= _MOST_TRIES:
        index_anew(text.entry_id)


def _finish(text: DocumentText) -> None:
    """Let a letter be found by its recognised words; inside a write."""
    DocumentText.objects.filter(pk=text.pk).update(is_scan=False)
    index_anew(text.entry_id)


@dataclass(frozen=True, slots=True)
class Recognition:
    """How far a document has come."""

    number: str
    sha256: str
    page_count: int
    pages_left: int
    tries: int
    state: str
    """``waiting``, ``in_work``, or ``given_up``: nobody tries the rest again by himself."""


def listed() -> list[Recognition]:
    """Give what waits, is in work, or was given up, oldest first; at most a thousand."""
    texts = DocumentText.objects.exclude(pages_left=[]).select_related("entry", "version")
    return [
        Recognition(
            number=text.entry.number,
            sha256=text.version.sha256,
            page_count=text.page_count,
            pages_left=len(text.pages_left),
            tries=text.tries,
            state=_state(text),
        )
        for text in texts.order_by("pk")[:_MOST_LISTED]
    ]


def _state(text: DocumentText) -> str:
    if not text.is_scan:
        return "given_up"
    return "in_work" if text.tries and text.held_until > clock.now() else "waiting"


def try_again() -> None:
    """Let everything that was given up, or waits for its next try, begin at once."""
    left = DocumentText.objects.exclude(pages_left=[])
    write(lambda: left.update(is_scan=True, tries=0, held_until=clock.now()))
