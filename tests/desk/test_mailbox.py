"""The institution's mailbox in the window: fetched by itself, its password asked for once."""

import pytest
from PySide6.QtCore import Qt

from registry_desk import secrets, settings
from registry_desk.cli.mail_account import MailPasswords
from registry_desk.desk.parts import MailAccount
from registry_desk.intake import mailbox as protocol
from registry_desk.journey.mailbox import MailboxPasswordMissing
from tests.desk.test_mail import LONG_MS, shown_mail
from tests.journeys.dovecot import PASSWORD
from tests.journeys.test_mailbox import message


@pytest.fixture
def account(mail_server):
    """Give a function that makes the desk's mailbox, with what is kept of its password."""

    def made(kept=PASSWORD, *, has_keyring=True):
        held = [kept]

        def password():
            if not held[0]:
                raise MailboxPasswordMissing(username="registratura@primaria.example")
            return held[0]

        def remember(typed):
            held[0] = typed
            return has_keyring

        return MailAccount(mail_server.place(), password, remember, every_s=300)

    return made


def bar_of(qtbot, window):
    screen = shown_mail(qtbot, window)
    window.fetching.begin()
    qtbot.waitUntil(lambda: not window.fetching.is_busy, timeout=LONG_MS)
    return screen, screen.mailbox


def test_mail_comes_to_the_screen_by_itself(qtbot, open_window, account, mail_server):
    mail_server.put(message("Cerere"))
    window = open_window(mailbox=account())
    screen = shown_mail(qtbot, window)
    qtbot.waitUntil(lambda: len(screen.list.shown) == 1, timeout=LONG_MS)
    assert "verificată la" in screen.mailbox.words.text()
    assert mail_server.lying() == ["S"]
    mail_server.put(message("Alta"))
    qtbot.keyClick(
        screen, Qt.Key.Key_O,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )  # fmt: skip
    qtbot.waitUntil(lambda: len(screen.list.shown) == 2, timeout=LONG_MS)


def test_password_is_asked_for_on_the_screen_and_kept(qtbot, open_window, account, mail_server):
    own = account(kept="", has_keyring=False)
    window = open_window(mailbox=own)
    screen, bar = bar_of(qtbot, window)
    qtbot.waitUntil(bar.password.isVisible, timeout=LONG_MS)
    assert not window.fetching._timer.isActive(), "nothing knocks again by itself"
    qtbot.keyClicks(bar.password, "gresita")
    qtbot.keyClick(bar.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "nu acceptă" in bar.words.text(), timeout=LONG_MS)
    assert bar.password.isVisible()
    assert not window.fetching._timer.isActive(), "a wrong password is not tried twice"
    bar.password.setText(PASSWORD)
    qtbot.keyClick(bar.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "verificată la" in bar.words.text(), timeout=LONG_MS)
    assert "până la închiderea" in screen.banner.message.text(), "no keyring: said"
    assert own.password() == PASSWORD


def test_what_stays_in_the_mailbox_is_named_and_tried_again_on_demand(
    qtbot,
    open_window,
    account,
    mail_server,
    monkeypatch,
):
    monkeypatch.setattr(protocol, "MOST_MB", 0)
    mail_server.put(message("Plan mare"))
    screen, bar = bar_of(qtbot, open_window(mailbox=account()))
    qtbot.waitUntil(bar.left_button.isVisible, timeout=LONG_MS)
    assert "Ana Șerban · Plan mare" in bar.left_button.toolTip()
    monkeypatch.setattr(protocol, "MOST_MB", 64)
    qtbot.mouseClick(bar.left_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(screen.list.shown) == 1, timeout=LONG_MS)
    qtbot.waitUntil(bar.left_button.isHidden, timeout=LONG_MS)


def test_settings_name_the_mailbox_and_where_its_password_lies(monkeypatch, tmp_path):
    def missing(*_asked):
        raise secrets.KeyringMissing

    monkeypatch.setattr(secrets, "remember", missing)
    monkeypatch.setattr("registry_desk.cli.outside.recall", missing)
    chosen = settings.load()
    passwords = MailPasswords()
    assert passwords.account(chosen) is None, "nobody fetches what nobody named"
    chosen.change("mailbox.host", "imap.primaria.example")
    chosen.change("mailbox.username", "registratura@primaria.example")
    account = passwords.account(chosen)
    assert (account.place.host, account.every_s) == ("imap.primaria.example", 300)
    with pytest.raises(MailboxPasswordMissing):
        account.password()
    assert not account.remember(PASSWORD), "no keyring: until the program ends"
    assert passwords.account(chosen).password() == PASSWORD, "also after the desk is made anew"
    file = tmp_path / "password"
    file.write_text(PASSWORD)
    file.chmod(0o640)
    chosen.change("mailbox.password_file", str(file))
    other = MailPasswords().account(chosen)
    with pytest.raises(secrets.SecretFileExposed):
        other.password()
    file.chmod(0o600)
    assert other.password() == PASSWORD
