"""A document of the tray opened where something can be done with it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from registry_desk.desk.counter.pile_shown import is_open
from registry_desk.i18n import text
from registry_desk.journey.records import Batch, DocumentRecord

if TYPE_CHECKING:
    from registry_desk.desk.window import DeskWindow


def can_open(document: DocumentRecord) -> bool:
    """Tell whether something can be done with a document elsewhere than in the tray."""
    return document.entry is not None or is_open(document)


def open_document(window: "DeskWindow", document: DocumentRecord) -> None:
    """Open a document: a numbered one in the register, any other where it gets its number."""
    if document.entry is not None:
        window.show_entry(document.entry["number"])
        return
    tray = window.parts.counter.tray
    window.lanes.run(
        "free",
        lambda: tray.batch(document.batch_id),
        done=lambda batch: _bring(window, document, batch),
        failed=window.trouble,
    )


def _bring(window: "DeskWindow", document: DocumentRecord, batch: Batch) -> None:
    if batch.is_mail:
        window.show_screen("mail")
        window.screen_named("mail").show_document(document.id)
        return
    window.show_screen("counter")
    counter = window.counter

    def choose() -> None:
        counter.pile_list.choose_document(document.id)
        counter.entry.go_to_doubt()

    if counter.pile_list.pile.place_of_document(document.id) is not None:
        choose()
    elif counter.coming_in.is_busy:
        counter.banner.say(text("counter.busy_first"))
        counter.coming_in.pile_read.connect(
            lambda _pile: open_document(window, document), Qt.ConnectionType.SingleShotConnection
        )
    else:
        counter.coming_in.pile_read.connect(
            lambda _pile: choose(), Qt.ConnectionType.SingleShotConnection
        )
        counter.coming_in.bring(batch)
