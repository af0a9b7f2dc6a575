"""What is asked before a pile is signed: the PIN, and a service's code."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from registry_desk.desk.widgets.pin_dialog import PinDialog
from registry_desk.journey.answer import PinQuestion


@pytest.fixture
def asked(qtbot):
    """Give a function that asks; what was answered is in its list."""
    over = QWidget()
    qtbot.addWidget(over)

    def ask(question):
        answers = []
        dialog = PinDialog(question, answers.append, over)
        dialog.open()
        return dialog, answers

    return ask


def words(dialog):
    return "\n".join(one.text() for one in dialog.findChildren(QLabel))


def test_a_code_of_several(asked, qtbot):
    question = PinQuestion(
        "sign.example", "Ana Pop", 40, is_code=True, hint="Codul trimis prin SMS",
        place=2, leave_count=3,
    )  # fmt: skip
    dialog, answers = asked(question)
    said = words(dialog)
    for part in ("Ana Pop", "40", "cod", "SMS", "2 din 3", "sign.example"):
        assert part in said
    assert "PIN" not in said + dialog.windowTitle() + dialog.line.accessibleName()
    assert not dialog.sign_button.isEnabled()
    qtbot.keyClicks(dialog.line, "482913")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert answers == ["482913"]
    assert dialog.line.text() == ""


def test_the_pin_says_how_often_one_will_be_asked(asked, qtbot):
    dialog, answers = asked(PinQuestion("sign.example", "Ana Pop", 250, leave_count=3))
    assert "3" in dialog.warning.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert answers == [None]


def test_a_last_try_is_said_first(asked):
    dialog, _ = asked(PinQuestion("token", "Ana Pop", 1, is_last_try=True, leave_count=3))
    assert "ultima" in dialog.warning.text()
