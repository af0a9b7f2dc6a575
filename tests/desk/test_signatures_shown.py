"""What a file's signatures are worth, below every page that is shown, with both views beside."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from registry_desk.pdf import compose_reply
from registry_desk.signing import SealKey, seal
from tests.unit.signing import forgery
from tests.unit.signing.conftest import REPLY

LONG_MS = 60_000


@pytest.fixture
def sealed(town_hall, tmp_path):
    pki = town_hall.keys.pki
    compose_reply(REPLY, tmp_path / "plain.pdf")
    seal(
        tmp_path / "plain.pdf", tmp_path / "sealed.pdf",
        key=SealKey(pki.seal_pkcs12, pki.seal_password),
    )  # fmt: skip
    return tmp_path / "sealed.pdf"


@pytest.fixture
def own(desk_of, town_hall):
    """Give the desk of an official who believes the town hall's own authority."""
    made = desk_of("urbanism")
    trusting = replace(made.counter, trust=(town_hall.keys.pki.root_pem,))
    return replace(made, counter=trusting)


@pytest.fixture
def shown(qtbot, opened, own, new_task):
    """Give a function that opens the inbox on a letter that arrived as a finished file."""

    def made(file):
        entry = new_task(finished=file)
        inbox = opened(own).screen_named("inbox")
        table = inbox.list.table
        qtbot.waitUntil(lambda: table.rowCount() > 0, timeout=LONG_MS)
        rows = [table.item(row, 0).text() for row in range(table.rowCount())]
        inbox.list.choose(next(n for n, words in enumerate(rows) if f"{entry.number} ·" in words))
        qtbot.waitUntil(lambda: entry.number in inbox.column.card.number.text(), timeout=LONG_MS)
        qtbot.keyClick(table, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: inbox.paper.page_count > 0, timeout=LONG_MS)
        line = inbox.paper.signatures
        qtbot.waitUntil(lambda: "se verifică" not in line.words.text(), timeout=LONG_MS)
        return inbox.paper

    return made


def test_sound_signature_is_told_in_one_line_and_in_full(qtbot, shown, sealed):
    paper = shown(sealed)
    said = paper.signatures.words
    assert said.text().startswith("✓")
    assert "valabilă" in said.text()
    assert said.property("tone") == "ok"
    qtbot.mouseClick(paper.signatures.button, Qt.MouseButton.LeftButton)
    dialog = paper.signature_dialog
    qtbot.waitUntil(dialog.isVisible)
    values = [dialog.facts.itemAt(row, dialog.facts.ItemRole.FieldRole).widget().text()
              for row in range(dialog.facts.rowCount())]  # fmt: skip
    assert any("întregul fișier" in value for value in values), values
    assert not dialog.views.isVisible(), "nothing changed, so there is nothing to compare"
    dialog.accept()


def test_changed_file_shows_both_views_side_by_side(qtbot, shown, sealed):
    grown = forgery.grown(sealed.read_bytes(), forgery.new_contents)
    sealed.write_bytes(forgery.grown(grown, forgery.added_page))
    paper = shown(sealed)
    said = paper.signatures.words
    assert said.text().startswith("▲")
    assert "schimbat după semnare" in said.text()
    assert "Compară" in paper.signatures.button.text()
    qtbot.mouseClick(paper.signatures.button, Qt.MouseButton.LeftButton)
    dialog = paper.signature_dialog
    views = dialog.views
    qtbot.waitUntil(lambda: views.present.view.isVisible(), timeout=LONG_MS)
    assert views.signed.view.isVisible()
    assert views.page.text() == "Pagina 1"
    assert views.signed.view.grab().toImage() != views.present.view.grab().toImage()
    views.on.click()
    qtbot.waitUntil(views.signed.none.isVisible, timeout=LONG_MS)
    assert views.present.view.isVisible(), "the page that was added is only there now"
    assert not views.on.isEnabled()
    dialog.accept()


def test_unsigned_file_says_so_and_offers_nothing(shown, tmp_path, sealed):
    paper = shown(tmp_path / "plain.pdf")
    assert paper.signatures.words.text() == "Fără semnătură electronică"
    assert not paper.signatures.button.isVisible()
