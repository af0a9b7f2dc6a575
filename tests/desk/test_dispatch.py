"""The dispatch: lists for the post, hand-overs, proofs and returned mail, all by keyboard."""

import threading
import uuid

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices

from registry_desk.desk.dispatch import posting
from registry_desk.pdf import Label, label
from registry_desk.wire import Leaving, PostOrder, ask

LONG_MS = 60_000
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
ADDRESS = "Str. Păcii 11, Valea Stejarului"


@pytest.fixture
def opened_files(monkeypatch):
    """Keep what would be opened by the system's viewer."""
    files = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: files.append(url.toLocalFile()))
    return files


@pytest.fixture(autouse=True)
def nothing_waits(town_hall):
    """Let what other tests left go out by hand: the town hall is everybody's."""
    from registry_desk.wire import Leaving, Route

    clerk = town_hall.client()
    for sending in clerk.sendings("open"):
        clerk.redirect_sending(sending.id, Route(how="hand"))
        clerk.send_off(sending.id, Leaving(handed_to="Altcineva"))


def dispatch_of(qtbot, window, sending=None):
    window.show_screen("dispatch")
    screen = window.screen_named("dispatch")
    if sending is not None:
        choose(qtbot, screen, sending)
    return screen


def choose(qtbot, screen, sending):
    def place():
        ids = [shown.id for shown in screen.list.shown]
        return ids.index(sending.id) if sending.id in ids else None

    qtbot.waitUntil(lambda: place() is not None, timeout=LONG_MS)
    screen.list.choose(place())
    qtbot.waitUntil(lambda: sending.entry_number in screen.column.number.text(), timeout=LONG_MS)


def test_post_leaves_with_one_key_and_its_list_opens_for_printing(
    qtbot, opened, desk_of, to_send, town_hall, opened_files
):
    waiting = [to_send(kind="registered_proof") for _ in range(2)]
    window = opened(desk_of("registratura"))
    screen = dispatch_of(qtbot, window, waiting[0])
    qtbot.waitUntil(lambda: screen.paper.page_count == 1, timeout=LONG_MS)
    assert "2 scrisori" in screen.column.main.text()
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "Borderoul nr." in screen.banner.message.text(), timeout=LONG_MS)
    qtbot.waitUntil(lambda: not screen.list.shown, timeout=LONG_MS)
    assert "Nimic de expediat" in screen.list.empty.text()
    screen.banner.action.click()
    qtbot.waitUntil(lambda: bool(opened_files), timeout=LONG_MS)
    assert opened_files[0].endswith(".pdf")
    clerk = town_hall.client()
    assert clerk.entry_by_id(waiting[0].entry_id).state == "closed"
    qtbot.keyClick(window, Qt.Key.Key_2, ALT)
    choose(qtbot, screen, waiting[1])
    assert "Nr. de expediere" in screen.column.state.text()


def test_list_made_by_mistake_is_taken_back_and_keeps_its_number(
    qtbot, opened, desk_of, to_send, town_hall, opened_files
):
    waiting, clerk = [to_send(kind="registered_proof") for _ in range(2)], town_hall.client()
    window = opened(desk_of("registratura"))
    screen = dispatch_of(qtbot, window, waiting[0])
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "Borderoul nr." in screen.banner.message.text(), timeout=LONG_MS)
    made = clerk.post_lists()[0]
    qtbot.keyClick(screen.list.table, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: "nu mai este valabil" in screen.banner.message.text(), timeout=LONG_MS)
    qtbot.waitUntil(lambda: len(screen.list.shown) == 2, timeout=LONG_MS)
    for letter in waiting:
        mistaken, again = clerk.sendings_of(letter.entry_id)
        assert (mistaken.state, mistaken.list_number) == ("returned", made.number)
        assert mistaken.reason == "Borderou făcut din greșeală"
        assert (again.state, again.how, again.kind) == ("waiting", "post", "registered_proof")
    qtbot.keyClick(screen.list.table, Qt.Key.Key_Z, CONTROL)
    qtbot.wait(300)
    assert len(clerk.sendings_of(waiting[0].entry_id)) == 2, "once"
    screen.list.choose(0)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "este întocmit" in screen.banner.message.text(), timeout=LONG_MS)
    assert clerk.post_lists()[0].number != made.number, "the next list has the next number"


def test_taking_a_list_back_tells_how_far_it_is_and_stops(
    qtbot, opened, desk_of, to_send, town_hall, monkeypatch
):
    letters, clerk = [to_send() for _ in range(3)], town_hall.client()
    window = opened(desk_of("registratura"))
    screen = dispatch_of(qtbot, window, letters[0])
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "Borderoul nr." in screen.banner.message.text(), timeout=LONG_MS)
    register, may_go_on = screen.posting._register, threading.Event()
    whole = register.send_again

    def slow(*asked):
        may_go_on.wait(LONG_MS / 1000)
        return whole(*asked)

    monkeypatch.setattr(register, "send_again", slow)
    qtbot.keyClick(screen.list.table, Qt.Key.Key_Z, CONTROL)
    said = screen.banner.message
    qtbot.waitUntil(lambda: said.text() == "Readuc scrisorile: 0 din 3", timeout=LONG_MS)
    screen.banner.action.click()
    may_go_on.set()
    qtbot.waitUntil(lambda: "1 scrisoare așteaptă" in said.text(), timeout=LONG_MS)
    states = [clerk.sendings_of(letter.entry_id)[-1].state for letter in letters]
    assert sorted(states) == ["left", "left", "waiting"]
    qtbot.waitUntil(lambda: len(screen.list.shown) == 1, timeout=LONG_MS)
    qtbot.keyClick(screen.list.table, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: len(screen.list.shown) == 3, timeout=LONG_MS)


def test_list_is_not_taken_back_by_a_key_pressed_hours_later(
    qtbot, opened, desk_of, to_send, town_hall, monkeypatch
):
    letter, clerk = to_send(), town_hall.client()
    window = opened(desk_of("registratura"))
    screen = dispatch_of(qtbot, window, letter)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "Borderoul nr." in screen.banner.message.text(), timeout=LONG_MS)
    monkeypatch.setattr(posting, "_BACK_WITHIN_S", -1)
    qtbot.keyClick(screen.list.table, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: "F7" in screen.banner._next_step.text(), timeout=LONG_MS)
    assert clerk.sendings_of(letter.entry_id)[0].state == "left"


@pytest.mark.parametrize("is_pressed", ["the banner's button", "F8 with a further letter"])
def test_list_whose_answer_was_lost_is_one_list(
    qtbot, opened, desk_of, to_send, town_hall, line, losing_answer, opened_files, is_pressed
):
    waiting, clerk = [to_send(), to_send()], town_hall.client()
    own = desk_of("registratura", line.address)
    window = opened(own)
    screen = dispatch_of(qtbot, window, waiting[0])
    before = len(clerk.post_lists())
    with losing_answer(own.counter.register, "list_for_post"):
        qtbot.keyClick(window, Qt.Key.Key_F8)
        qtbot.waitUntil(screen.banner.isVisible, timeout=LONG_MS)
    (made,) = clerk.post_lists()[: len(clerk.post_lists()) - before]
    assert "borderoul" in screen.banner.action.text(), "the way on is one press"
    qtbot.waitUntil(lambda: not screen.list.shown, timeout=LONG_MS)
    if is_pressed == "the banner's button":
        screen.banner.action.click()
    else:
        further = to_send()
        screen.refresh()
        choose(qtbot, screen, further)
        qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(
        lambda: f"{made.number} este întocmit" in screen.banner.message.text(), timeout=LONG_MS
    )
    assert len(clerk.post_lists()) == before + 1, "no second list"
    screen.banner.action.click()
    qtbot.waitUntil(lambda: bool(opened_files), timeout=LONG_MS)
    if is_pressed != "the banner's button":
        qtbot.waitUntil(lambda: [one.id for one in screen.list.shown] == [further.id])


def test_list_is_opened_again_from_one_of_its_letters(
    qtbot, opened, desk_of, to_send, town_hall, opened_files
):
    letter = to_send()
    window = opened(desk_of("registratura"))
    screen = dispatch_of(qtbot, window, letter)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: not screen.list.shown, timeout=LONG_MS)
    qtbot.keyClick(window, Qt.Key.Key_2, ALT)
    choose(qtbot, screen, letter)
    qtbot.keyClick(window, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: bool(opened_files), timeout=LONG_MS)
    made = town_hall.client().post_lists()[0]
    assert opened_files[0].endswith(f"{made.sha256}.pdf")


NOTED = {"hand": "dispatched", "proven": "received_proof", "returned": "returned"}
ACTS = {"hand": "send_off", "proven": "prove_receipt", "returned": "take_back"}


@pytest.mark.parametrize("act", ACTS)
def test_act_whose_answer_was_lost_is_done_once(
    qtbot, opened, desk_of, to_send, town_hall, line, losing_answer, act
):
    kind = {"how": "hand" if act == "hand" else "post", "kind": "registered_proof"}
    letter, other = to_send(**kind), to_send(**kind)
    own, clerk = desk_of("registratura", line.address), town_hall.client()
    if act != "hand":
        clerk.list_for_post(ask(PostOrder, id=uuid.uuid4(), sending_ids=[letter.id, other.id]))
    window = opened(own)
    screen = dispatch_of(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_1 if act == "hand" else Qt.Key.Key_3, ALT)
    choose(qtbot, screen, letter)
    key = Qt.Key.Key_F7 if act == "returned" else Qt.Key.Key_F8
    if act != "proven":
        qtbot.keyClicks(screen.column.line, "Olteanu Ruxandra")
    with losing_answer(own.counter.register, ACTS[act]):
        qtbot.keyClick(window, key)
        qtbot.waitUntil(screen.banner.isVisible, timeout=LONG_MS)
    told = f"{letter.entry_number}: registrul a notat"
    qtbot.waitUntil(lambda: told in screen.banner.message.text(), timeout=LONG_MS)
    qtbot.keyClick(window, key)
    qtbot.wait(300)
    before = "waiting" if act == "hand" else "left"
    assert clerk.sendings_of(other.entry_id)[0].state == before, "the next letter is left alone"
    (sending,) = clerk.sendings_of(letter.entry_id)
    assert sending.state == {"hand": "left"}.get(act, act)
    done = [event for event in clerk.history(letter.entry_id) if event.act == NOTED[act]]
    assert len(done) == 1


def test_by_hand_needs_a_name_and_gives_a_sheet_to_sign(
    qtbot, opened, desk_of, to_send, opened_files
):
    sending = to_send(how="hand")
    window = opened(desk_of("registratura"))
    screen = dispatch_of(qtbot, window, sending)
    assert not screen.column.main.isEnabled()
    qtbot.keyClick(screen.list.table, Qt.Key.Key_Return)
    qtbot.waitUntil(screen.column.line.hasFocus, timeout=LONG_MS)
    qtbot.keyClicks(screen.column.line, "Olteanu Ruxandra")
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(opened_files), timeout=LONG_MS)
    qtbot.keyClick(screen.column.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Olteanu Ruxandra" in screen.banner.message.text(), timeout=LONG_MS)


def test_way_is_changed_in_place_and_goes_as_it_stands(qtbot, opened, desk_of, to_send, town_hall):
    sending = to_send()
    window = opened(desk_of("registratura"))
    screen = dispatch_of(qtbot, window, sending)
    route = screen.column.route
    assert not screen.column.keep.isEnabled()
    route.how.setCurrentIndex(route.how.findData("hand"))
    assert screen.column.keep.isEnabled() and screen.column.line.isVisible()
    qtbot.keyClicks(screen.column.line, "Împuternicit")
    qtbot.keyClick(window, Qt.Key.Key_F8)
    clerk = town_hall.client()
    qtbot.waitUntil(lambda: clerk.sendings_of(sending.entry_id)[0].state == "left", timeout=LONG_MS)
    assert clerk.sendings_of(sending.entry_id)[0].how == "hand"


def test_changed_way_is_taken_back(qtbot, opened, desk_of, to_send, town_hall):
    sending, clerk = to_send(), town_hall.client()
    window = opened(desk_of("registratura"))
    screen = dispatch_of(qtbot, window, sending)
    route = screen.column.route
    route.how.setCurrentIndex(route.how.findData("hand"))
    qtbot.mouseClick(screen.column.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: clerk.sendings_of(sending.entry_id)[0].how == "hand", timeout=LONG_MS)
    qtbot.waitUntil(lambda: not screen._changes.is_acting, timeout=LONG_MS)
    qtbot.keyClick(screen.list.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(
        lambda: clerk.sendings_of(sending.entry_id)[0].how == sending.how, timeout=LONG_MS
    )


def test_what_cannot_be_kept_says_why_and_stays_typed(qtbot, opened, desk_of, to_send):
    sending = to_send()
    window = opened(desk_of("registratura"))
    screen = dispatch_of(qtbot, window, sending)
    route = screen.column.route
    route.how.setCurrentIndex(route.how.findData("email"))
    route.address.setText("nu este o adresă")
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(screen.banner.isVisible, timeout=LONG_MS)
    route_now = screen.column.route
    assert route_now.address.text() == "nu este o adresă"
    assert route_now.how.currentData() == "email"


def test_proof_is_scanned_to_the_closed_entry(qtbot, opened, desk_of, to_send, town_hall, tmp_path):
    sending, back = to_send(kind="registered_proof"), to_send(kind="registered_proof")
    window = opened(desk_of("registratura"))
    screen = dispatch_of(qtbot, window, sending)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: not screen.list.shown, timeout=LONG_MS)
    qtbot.keyClick(window, Qt.Key.Key_3, ALT)
    choose(qtbot, screen, sending)
    paper = tmp_path / "confirmare.pdf"
    label(Label("Primăria", "1/2026", None, "7F3K9-2QDXM-41PTV-A", "https://x.example"), paper)
    screen.column.take_scan(paper)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    clerk = town_hall.client()
    qtbot.waitUntil(
        lambda: clerk.sendings_of(sending.entry_id)[0].state == "proven", timeout=LONG_MS
    )
    entry = clerk.entry_by_id(sending.entry_id)
    assert "proof_of_receipt" in [file.role for file in entry.files]
    choose(qtbot, screen, back)
    assert not screen.column.other.isEnabled(), "not without a reason"
    qtbot.keyClicks(screen.column.line, "Destinatar mutat")
    qtbot.keyClick(window, Qt.Key.Key_F7)
    qtbot.waitUntil(
        lambda: clerk.sendings_of(back.entry_id)[0].reason == "Destinatar mutat", timeout=LONG_MS
    )


def test_handed_over_by_mistake_is_taken_back_and_goes_by_post(
    qtbot, opened, desk_of, to_send, town_hall
):
    sending, clerk = to_send(how="hand"), town_hall.client()
    clerk.send_off(sending.id, ask(Leaving, handed_to="Altcineva"))
    window = opened(desk_of("registratura"))
    screen = dispatch_of(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_2, ALT)
    choose(qtbot, screen, sending)
    assert not screen.column.other.isEnabled(), "not without a reason"
    qtbot.keyClicks(screen.column.line, "Notat din greseala")
    qtbot.keyClick(window, Qt.Key.Key_F7)
    main, route = screen.column.main, screen.column.route
    qtbot.waitUntil(screen.banner.isVisible, timeout=LONG_MS)  # the pile may know it earlier
    qtbot.waitUntil(main.isVisible, timeout=LONG_MS)  # hidden, it keeps another letter's words
    assert "Expediază din nou" in main.text()
    route.how.setCurrentIndex(route.how.findData("post"))
    route.address.setText(ADDRESS)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: len(clerk.sendings_of(sending.entry_id)) == 2, timeout=LONG_MS)
    again = clerk.sendings_of(sending.entry_id)[1]
    assert (again.state, again.how, again.sha256) == ("waiting", "post", sending.sha256)


def test_register_away_in_the_middle_loses_no_letter(
    qtbot, opened, desk_of, to_send, town_hall, line
):
    sending = to_send()
    window = opened(desk_of("registratura", line.address))
    screen = dispatch_of(qtbot, window, sending)
    line.mode = "dead"
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(screen.banner.isVisible, timeout=LONG_MS)
    assert "registrul" in screen.banner.message.text().lower()
    line.mode = "through"
    qtbot.waitUntil(screen.column.main.isEnabled, timeout=LONG_MS)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    clerk = town_hall.client()
    qtbot.waitUntil(lambda: clerk.sendings_of(sending.entry_id)[0].state == "left", timeout=LONG_MS)


def test_every_control_has_a_name(qtbot, opened, desk_of, to_send):
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QTableView

    sending = to_send()
    screen = dispatch_of(qtbot, opened(desk_of("registratura")), sending)
    kinds = (QAbstractButton, QComboBox, QLineEdit, QTableView)
    nameless = [
        w for kind in kinds for w in screen.findChildren(kind)
        if w.isVisible() and not (w.accessibleName() or getattr(w, "text", str)())
    ]  # fmt: skip
    assert nameless == []
