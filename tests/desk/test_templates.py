"""A reply on the institution's template: chosen, looked at, kept, and told when it is no good."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from registry_desk.pdf.office_suite import find_suite
from tests.desk.test_inbox import CONTROL, LONG_MS, inbox_of, open_and_decide
from tests.unit.pdf.test_template import odt

pytestmark = pytest.mark.skipif(find_suite() is None, reason="LibreOffice is not installed")


@pytest.fixture
def answering(qtbot, opened, desk_of, new_task, tmp_path):
    """Give a function that opens a task in a desk with a folder of templates."""
    folder = tmp_path / "modele"
    folder.mkdir()
    odt(folder, "<text:p>{{destinatar}}</text:p><text:p>{{text}}</text:p>", name="Adresă.odt")
    odt(folder, "<text:p>{{text}} {{greu}}</text:p>", name="Greșit.odt")
    (folder / "~$Adresă.docx").write_bytes(b"a lock that a word processor leaves")
    entry = new_task("TEH")

    def opening(own=None):
        own = own or replace(desk_of("sef"), templates=folder)
        window = opened(own)
        return own, window, inbox_of(qtbot, window, entry)

    return opening


def choose(reply, name):
    reply.template.setCurrentIndex(reply.template.findText(name))


def test_chosen_template_makes_the_page_and_is_remembered(qtbot, answering):
    own, window, inbox = answering()
    open_and_decide(qtbot, window, inbox)
    reply = inbox.column.reply
    names = [reply.template.itemText(n) for n in range(reply.template.count())]
    assert names == ["Răspuns simplu", "Adresă", "Greșit"]
    choose(reply, "Adresă")
    qtbot.keyClicks(reply.editor, "Se aproba.")
    qtbot.keyClick(reply.editor, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(reply.send_button.isEnabled, timeout=LONG_MS)
    qtbot.waitUntil(lambda: inbox.paper.page_count == 1, timeout=LONG_MS)
    choose(reply, "Răspuns simplu")
    assert not reply.send_button.isEnabled(), "another page than the one that was looked at"
    choose(reply, "Adresă")
    window.close()
    _own, _window, inbox = answering(own)
    qtbot.waitUntil(lambda: inbox.column.reply.template.currentText() == "Adresă", timeout=LONG_MS)


def test_template_with_a_wrong_field_is_told_and_costs_no_word(qtbot, answering):
    _own, window, inbox = answering()
    open_and_decide(qtbot, window, inbox)
    reply = inbox.column.reply
    qtbot.keyClicks(reply.editor, "Se aproba.")
    choose(reply, "Greșit")
    qtbot.keyClick(reply.editor, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: "greu" in inbox.banner.message.text(), timeout=LONG_MS)
    assert "Se aproba." in reply.editor.toPlainText()
    assert not reply.send_button.isEnabled()
    choose(reply, "Răspuns simplu")
    qtbot.keyClick(reply.editor, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(reply.send_button.isEnabled, timeout=LONG_MS)
