"""Settings, scan profiles and the first start: found, checked at the field, undone, remembered."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from registry_desk import secrets, settings
from registry_desk.cli.window import _OwnDesk
from registry_desk.client import LoginRefused
from registry_desk.desk.app import Desks
from registry_desk.desk.memory import Memory
from registry_desk.desk.parts import Home
from registry_desk.journey.office import ask_register
from registry_desk.journey.tray import Tray
from registry_desk.settings import Profiles, ScanProfile
from registry_desk.settings.profiles import ProfileNameTaken
from registry_desk.settings.table import TABLE
from tests.desk.test_window import nameless

LONG_MS = 60_000
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def no_keyring(monkeypatch):
    def missing(*_asked):
        raise secrets.KeyringMissing

    monkeypatch.setattr(secrets, "remember", missing)
    monkeypatch.setattr(secrets, "recall", missing)


@pytest.fixture
def keyring(monkeypatch):
    kept = {}
    monkeypatch.setattr(secrets, "remember", kept.__setitem__)
    monkeypatch.setattr(secrets, "recall", kept.get)
    return kept


@pytest.fixture
def own_desk(room, tmp_path, qtbot):
    """Give a function that starts the desk of a normal installation in a private home."""
    started = []

    def starting(**given):
        chosen = settings.load()
        for name, value in given.items():
            chosen.change(name.replace("__", "."), value)
        tray = Tray(tmp_path / f"own-{len(started)}")
        desks = Desks([_OwnDesk(chosen, tray, room.readers).parts()])
        started.append((desks, tray))
        return desks

    yield starting
    for desks, tray in started:
        desks.close()
        tray.close()


def shown_settings(qtbot, own_desk, keyring, **given):
    window = own_desk(server__url="http://127.0.0.1:9", **given).show(0)
    window.show_screen("settings")
    return window, window.screen_named("settings")


def test_every_setting_has_a_row_in_one_group(qtbot, own_desk, keyring):
    _window, screen = shown_settings(qtbot, own_desk, keyring)
    assert set(screen.rows) == set(TABLE)


def test_settings_and_first_start_have_no_nameless_control(qtbot, own_desk, keyring):
    window, _screen = shown_settings(qtbot, own_desk, keyring)
    for name in ("settings", "start"):
        window.show_screen(name)
        qtbot.waitUntil(window.screen_named(name).isVisible, timeout=LONG_MS)
        assert nameless(window) == [], name


def test_setting_is_found_changed_refused_and_undone(qtbot, own_desk, keyring):
    _window, screen = shown_settings(qtbot, own_desk, keyring)
    qtbot.keyClicks(screen.search, "rezolutia")
    row = screen.rows["scanner.dpi"]
    assert row.isVisible()
    assert not screen.rows["server.url"].isVisible()
    row.editor.setFocus()
    row.editor.selectAll()
    qtbot.keyClicks(row.editor, "9000")
    qtbot.keyClick(row.editor, Qt.Key.Key_Return)
    assert row.trouble.isVisible()
    assert "100-600" in row.trouble.text()
    row.editor.selectAll()
    qtbot.keyClicks(row.editor, "200")
    qtbot.keyClick(row.editor, Qt.Key.Key_Return)
    assert settings.load().number("scanner.dpi") == 200
    assert not row.trouble.isVisible()
    qtbot.keyClick(screen.search, Qt.Key.Key_Z, CONTROL)
    qtbot.mouseClick(screen.undo_button, Qt.MouseButton.LeftButton)
    assert settings.load().number("scanner.dpi") == 300
    assert row.editor.text() == "300"


def test_leader_says_which_replies_need_approval(qtbot, opened, desk_of, tmp_path):
    home = Home(settings.load(), Profiles(tmp_path / "own.json"), lambda: None, lambda *_asked: "")
    own = replace(desk_of("sef"), home=home)
    window = opened(own)
    window.show_screen("settings")
    screen = window.screen_named("settings")
    box = screen.approval.boxes["FISC"]
    qtbot.waitUntil(box.isEnabled, timeout=LONG_MS)

    def needed():
        return {rule.department for rule in own.counter.register.approval_rules()}

    box.click()
    qtbot.waitUntil(lambda: "FISC" in needed(), timeout=LONG_MS)
    qtbot.waitUntil(screen.undo_button.isEnabled, timeout=LONG_MS)
    qtbot.mouseClick(screen.undo_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "FISC" not in needed(), timeout=LONG_MS)
    qtbot.keyClicks(screen.search, "aprobare")
    assert screen.approval.isVisible()
    assert not screen.profiles.isVisible()


def test_clerk_is_not_asked_about_approval(qtbot, own_desk, keyring):
    _window, screen = shown_settings(qtbot, own_desk, keyring)
    assert screen.approval is None


def test_default_is_restored_with_one_press(qtbot, own_desk, keyring):
    _window, screen = shown_settings(qtbot, own_desk, keyring, tray__keep_days=90)
    row = screen.rows["tray.keep_days"]
    qtbot.mouseClick(row.restore_button, Qt.MouseButton.LeftButton)
    assert not settings.load().is_stored("tray.keep_days")
    assert row.editor.text() == "30"
    assert not row.restore_button.isVisible()


def test_what_the_administrator_decided_cannot_be_changed(qtbot, own_desk, keyring, monkeypatch):
    monkeypatch.setenv("REGISTRY_DESK_SCANNER_DPI", "400")
    _window, screen = shown_settings(qtbot, own_desk, keyring)
    assert not screen.rows["scanner.dpi"].editor.isEnabled()
    assert screen.rows["scanner.dpi"].editor.text() == "400"


def test_profile_is_made_renamed_deleted_and_brought_back(qtbot, own_desk, keyring):
    window, screen = shown_settings(qtbot, own_desk, keyring)
    card = screen.profiles
    qtbot.mouseClick(card.add_button, Qt.MouseButton.LeftButton)
    card.name.selectAll()
    card.name.setText("Petiții, față-verso")
    card.source.setCurrentIndex(card.source.findData("duplex"))
    qtbot.keyClick(card.name, Qt.Key.Key_Return)
    kept = window.parts.home.profiles
    assert [(p.name, p.source) for p in kept.all()] == [("Petiții, față-verso", "duplex")]
    qtbot.mouseClick(card.delete_button, Qt.MouseButton.LeftButton)
    assert kept.all() == ()
    screen.undo()
    assert [p.name for p in kept.all()] == ["Petiții, față-verso"]


def test_profiles_last_and_names_are_taken_once(tmp_path):
    kept = Profiles(tmp_path / "profiles.json")
    kept.add(ScanProfile("Facturi", dpi=200))
    with pytest.raises(ProfileNameTaken):
        kept.add(ScanProfile("facturi"))
    with pytest.raises(settings.table.SettingInvalid):
        kept.add(ScanProfile("Prea fin", dpi=5000))
    assert Profiles(tmp_path / "profiles.json").named("Facturi").dpi == 200
    (tmp_path / "profiles.json").write_text('[{"name": "x", "later": 1}, 7, {"name": "y"}]')
    assert [p.name for p in Profiles(tmp_path / "profiles.json").all()] == ["y"]


def test_chosen_profile_is_remembered_at_the_counter(qtbot, own_desk, keyring, tmp_path):
    Profiles(settings.places.profiles_file()).add(ScanProfile("Facturi", dpi=200, mode="gray"))
    window = own_desk(server__url="http://127.0.0.1:9").show(0)
    counter = window.counter
    button = counter.profiles.buttons["Facturi"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (counter.profiles.scan().dpi, counter.profiles.scan().mode) == (200, "gray")
    assert Memory(settings.places.memory_file()).recall("counter.profile") == "Facturi"


def test_first_start_can_be_skipped_and_never_blocks_scanning(
    qtbot, own_desk, keyring, scanner, letter
):
    desks = own_desk(scanner__device=scanner.device)
    window = desks.show(0)
    assert window.shown == "start"
    start = window.screen_named("start")
    qtbot.mouseClick(start.work_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desks.shown is not window, timeout=LONG_MS)
    window = desks.shown
    assert window.shown == "counter"
    qtbot.waitUntil(window.isActiveWindow)
    scanner.load([letter("petition-01")])
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(window.counter.entry.register_button.isEnabled, timeout=LONG_MS)
    tray = window.parts.counter.tray
    qtbot.waitUntil(lambda: bool(tray.documents()), timeout=LONG_MS)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: tray.documents()[0].problem is not None, timeout=LONG_MS)
    assert window.signs["register"].is_away


def test_logged_in_from_the_first_start_and_the_desk_is_the_persons(
    qtbot, own_desk, keyring, town_hall
):
    desks = own_desk()
    start = desks.show(0).screen_named("start")
    person = town_hall.town.one("supervisor")
    for line, words in (
        (start.address, f"{town_hall.address}/"),
        (start.username, person.username),
        (start.password, "greșită"),
    ):
        line.setText(words)
    qtbot.keyClick(start.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "▲" in start.said["login"].text(), timeout=LONG_MS)
    start.password.setText(person.password)
    qtbot.keyClick(start.password, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: desks.shown is not None and desks.shown.parts.role == "supervisor", timeout=LONG_MS
    )
    assert desks.shown.parts.operator_name == person.name
    assert list(keyring.values())
    assert settings.load().string("server.url") == town_hall.address


def test_without_a_keyring_it_is_said_and_asked_each_time(qtbot, own_desk, no_keyring, town_hall):
    desks = own_desk()
    start = desks.show(0).screen_named("start")
    person = town_hall.town.one("clerk")
    start.address.setText(town_hall.address)
    start.username.setText(person.username)
    start.password.setText(person.password)
    qtbot.keyClick(start.password, Qt.Key.Key_Return)
    qtbot.waitUntil(start.banner.isVisible, timeout=LONG_MS)
    assert "portofel" in start.banner.message.text()
    qtbot.mouseClick(start.banner.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desks.shown.parts.operator == person.username, timeout=LONG_MS)


def test_scanner_is_tried_with_a_real_page(qtbot, own_desk, keyring, scanner, letter):
    start = own_desk(scanner__device=scanner.device).show(0).screen_named("start")
    scanner.load([letter("petition-01"), letter("petition-02")])
    qtbot.mouseClick(start.scan_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not start.page.pixmap().isNull(), timeout=LONG_MS)
    assert "merge" in start.said["scanner"].text()


def test_window_starts_with_what_the_register_told_last(
    qtbot, own_desk, keyring, town_hall, line, tmp_path
):
    desks = own_desk(server__url=line.address)
    window = desks.show(0)
    known = ask_register(window.parts.counter.tray, town_hall.client(line.address))
    desks.remake(0)
    line.mode = "dead"
    desks.remake(0)
    window = desks.shown
    assert window.parts.operator_name == known.account.name
    assert window.parts.counter.office == known.office
    assert window.shown == "counter"


def test_session_that_ran_out_offers_the_login_and_loses_nothing(
    qtbot, own_desk, keyring, town_hall
):
    desks = own_desk(server__url=town_hall.address)
    window = desks.show(0)
    qtbot.waitUntil(window.counter.banner.isVisible, timeout=LONG_MS)
    assert LoginRefused().message in window.counter.banner.message.text()
    qtbot.mouseClick(window.counter.banner.action, Qt.MouseButton.LeftButton)
    assert window.shown == "start"


def test_session_that_runs_out_in_the_middle_offers_the_login_at_once(
    qtbot, own_desk, keyring, town_hall
):
    desks = own_desk(server__url=town_hall.address)
    start = desks.show(0).screen_named("start")
    person = town_hall.town.one("clerk")
    start.username.setText(person.username)
    start.password.setText(person.password)
    qtbot.keyClick(start.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desks.shown and desks.shown.parts.role == "clerk", timeout=LONG_MS)
    qtbot.waitUntil(lambda: desks.shown.parts.operator == person.username, timeout=LONG_MS)
    window = desks.shown
    qtbot.waitUntil(lambda: not window.signs["register"].is_away, timeout=LONG_MS)
    window.parts.counter.register._caller._credential = "ran out"
    for name in ("register", "originals", "dispatch"):
        window.show_screen(name)
        banner = window.screen_named(name).banner
        qtbot.waitUntil(banner.isVisible, timeout=LONG_MS)
        assert LoginRefused().message in banner.message.text(), name
        assert banner.action.isVisible(), name
        assert window.signs["register"].is_away
    qtbot.mouseClick(banner.action, Qt.MouseButton.LeftButton)
    assert window.shown == "start"
