"""The pile to sign: looked at, chosen by keyboard, signed with one PIN; what fails is named."""

import shutil
import subprocess
import threading
from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt

from registry_desk.desk.answering import official
from registry_desk.errors import UnavailableError
from registry_desk.journey import answer, handing_over, signing_pile
from registry_desk.journey.records import ReplyState
from registry_desk.journey.signer import RemotePlace
from registry_desk.signing import RemoteService, verify
from registry_desk.signing.errors import RemoteLoginRefused
from tests.judges.authority import Authority
from tests.judges.signing_service import BEARER, PIN, SigningService

LONG_MS = 60_000
CONTROL = Qt.KeyboardModifier.ControlModifier
COUNT = 6


@pytest.fixture
def own(desk_of):
    return desk_of("sef")


@pytest.fixture
def prepared(own, new_task):
    """Give a function that prepares the answers to so many letters, as the inbox does."""

    def made(count=COUNT):
        tray, register = own.counter.tray, own.counter.register
        found = []
        for number in range(count):
            entry = new_task("TEH", subject=f"Canalizare, strada {number}")
            register.open_task(entry.task_id)
            register.resolve(entry.task_id, "De răspuns.")
            entry = register.entry_by_id(entry.id)
            who = official(own, entry, None)
            reply = answer.write_reply(who, entry, ("Lucrarea se execută.",), how="post")
            answer.compose(who, reply.id)
            found.append((entry, tray.reply(reply.id)))
        return found

    return made


def signing(qtbot, window, count=COUNT):
    window.show_screen("signature")
    screen = window.screen_named("signature")
    qtbot.waitUntil(lambda: len(screen.list.shown) == count, timeout=LONG_MS)
    qtbot.waitUntil(lambda: screen.paper.page_count == 1, timeout=LONG_MS)
    return screen


def press_sign(qtbot, window, screen):
    before = screen.pin_dialog
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: screen.pin_dialog is not before, timeout=LONG_MS)


def give_pin(qtbot, window, screen, pin):
    press_sign(qtbot, window, screen)
    words = screen.pin_dialog.words.text()
    qtbot.keyClicks(screen.pin_dialog.line, pin)
    qtbot.keyClick(screen.pin_dialog.line, Qt.Key.Key_Return)
    return words


def ended(qtbot, screen):
    qtbot.waitUntil(screen.banner.isVisible, timeout=LONG_MS)
    qtbot.waitUntil(screen.column.sign_button.isVisible, timeout=LONG_MS)
    return screen.banner.message.text()


def states(own, replies):
    return [own.counter.tray.reply(reply.id).state for _entry, reply in replies]


def test_pile_is_signed_with_one_pin_but_for_the_page_that_is_another_one(
    qtbot, opened, own, prepared, town_hall
):
    replies = prepared()
    window = opened(own)
    screen = signing(qtbot, window)
    assert len(screen.list.marked) == COUNT, "what may be signed is taken"
    _entry, tampered = replies[2]
    page = answer.composed_file(own.counter.tray, tampered.id)
    page.write_bytes(page.read_bytes() + b"\n% another page\n")
    words = give_pin(qtbot, window, screen, town_hall.keys.token.pin)
    assert str(COUNT) in words
    said = ended(qtbot, screen)
    assert str(COUNT - 1) in said
    expected = [ReplyState.CLOSED] * COUNT
    expected[2] = ReplyState.COMPOSED
    assert states(own, replies) == expected
    assert screen.list.table.item(2, 1).text() == "Nesemnat"
    screen.list.table.setCurrentCell(2, 0)
    qtbot.waitUntil(screen.column.problem.isVisible, timeout=LONG_MS)
    clerk = town_hall.client()
    for place, (entry, reply) in enumerate(replies):
        if place == 2:
            assert clerk.sendings_of(entry.id) == []
            continue
        (sending,) = clerk.sendings_of(entry.id)
        assert sending.state == "waiting"
        signed = answer.signed_file(own.counter.tray, reply.id)
        seen = subprocess.run(["pdfsig", signed], capture_output=True, text=True, check=False)
        assert "Signature is Valid" in seen.stdout


def test_space_leaves_one_out_and_all_are_chosen_again(qtbot, opened, own, prepared, town_hall):
    replies = prepared(3)
    window = opened(own)
    screen = signing(qtbot, window, 3)
    table = screen.list.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert len(screen.list.marked) == 2
    qtbot.keyClick(window, Qt.Key.Key_A, CONTROL)
    qtbot.waitUntil(lambda: len(screen.list.marked) == 3)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    give_pin(qtbot, window, screen, town_hall.keys.token.pin)
    ended(qtbot, screen)
    assert states(own, replies) == [ReplyState.COMPOSED, ReplyState.CLOSED, ReplyState.CLOSED]
    screen.refresh()
    qtbot.waitUntil(lambda: len(screen.list.shown) == 1, timeout=LONG_MS)
    assert screen.list.marked == [], "what was left out stays left out"


def test_pile_that_is_still_read_is_not_called_empty(qtbot, opened, own, prepared, monkeypatch):
    prepared(2)
    asked, go_on = own.counter.register.entry_by_id, threading.Event()

    def slow(entry_id):
        go_on.wait(30)
        return asked(entry_id)

    monkeypatch.setattr(own.counter.register, "entry_by_id", slow)
    window = opened(own)
    window.show_screen("signature")
    screen = window.screen_named("signature")
    try:
        qtbot.waitUntil(lambda: "0 din 2" in screen.list.empty.text(), timeout=LONG_MS)
        assert screen.list.empty.isVisible()
    finally:
        go_on.set()
    qtbot.waitUntil(lambda: len(screen.list.shown) == 2, timeout=LONG_MS)


def test_wrong_pin_signs_nothing_and_none_says_nothing(qtbot, opened, own, prepared):
    replies = prepared(2)
    window = opened(own)
    screen = signing(qtbot, window, 2)
    give_pin(qtbot, window, screen, "000000")
    assert "PIN" in ended(qtbot, screen)
    assert states(own, replies) == [ReplyState.COMPOSED] * 2
    screen.banner.hide()
    press_sign(qtbot, window, screen)
    qtbot.keyClick(screen.pin_dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(screen.column.sign_button.isEnabled, timeout=LONG_MS)
    assert not screen.banner.isVisible()


def test_nothing_to_sign_says_where_it_comes_from(qtbot, opened, own):
    window = opened(own)
    window.show_screen("signature")
    screen = window.screen_named("signature")
    qtbot.waitUntil(lambda: "Lucrări" in screen.list.empty.text(), timeout=LONG_MS)
    assert screen.list.empty.isVisible()
    assert not screen.column.sign_button.isEnabled()


@pytest.fixture
def cloud(tmp_path_factory):
    """Run a signing service over HTTP, with what vouches for its certificates."""
    authority = Authority(tmp_path_factory.mktemp("authority"))
    service = SigningService(authority.config)
    yield authority, service
    service.close()
    authority.close()


def test_pile_is_signed_with_a_certificate_kept_in_the_cloud(qtbot, opened, own, prepared, cloud):
    authority, service = cloud
    place = RemotePlace(
        service=RemoteService(service.url, "office/ana", BEARER),
        level="B-LT",
        tsa_url=authority.tsa_url,
        trust=(authority.root_pem,),
    )
    replies = prepared(3)
    window = opened(replace(own, token=place))
    screen = signing(qtbot, window, 3)
    words = give_pin(qtbot, window, screen, PIN)
    assert "TEST ana" in words
    assert "3" in ended(qtbot, screen)
    assert states(own, replies) == [ReplyState.CLOSED] * 3
    assert service.rounds == [3], "one confirmation for the pile"
    signed = answer.signed_file(own.counter.tray, replies[0][1].id)
    trust = [authority.root_pem, authority.chain()]
    (found,) = verify(signed, trust=trust).signatures
    assert (found.verdict, found.level, found.signer) == ("valid", "B-LT", "TEST ana")


def test_a_cloud_that_refuses_or_is_away_says_so(qtbot, opened, own, prepared, cloud):
    _authority, service = cloud
    place = RemotePlace(service=RemoteService(service.url, "office/ana", "another person"))
    replies = prepared(1)
    window = opened(replace(own, token=place))
    screen = signing(qtbot, window, 1)
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert ended(qtbot, screen) == RemoteLoginRefused(service="127.0.0.1").message
    assert screen.pin_dialog is None, "nobody is asked for a PIN that cannot be used"
    assert states(own, replies) == [ReplyState.COMPOSED]


def test_token_put_in_and_pulled_out_is_noticed_while_idle(qtbot, opened, own, town_hall, tmp_path):
    tokens, conf = tmp_path / "slots", tmp_path / "softhsm2.conf"
    tokens.mkdir()
    conf.write_text(f"directories.tokendir = {tokens}\n")
    place = replace(own.token, environment={"SOFTHSM2_CONF": str(conf)})
    sign = opened(replace(own, token=place)).signs["token"]
    qtbot.waitUntil(lambda: "Niciun token" in sign.toolTip(), timeout=LONG_MS)
    (kept,) = (town_hall.keys.token.conf.parent / "tokens").iterdir()
    shutil.copytree(kept, tokens / kept.name)
    qtbot.waitUntil(lambda: "TEST Registry Desk" in sign.toolTip(), timeout=LONG_MS)
    assert sign.property("state") == "ok"
    shutil.rmtree(tokens / kept.name)
    qtbot.waitUntil(lambda: "Niciun token" in sign.toolTip(), timeout=LONG_MS)


@pytest.fixture
def own_stick(own, town_hall, tmp_path):
    """Give the desk with a token of its own, which can be pulled, and where the token lies."""
    conf = town_hall.keys.token.conf.read_text()
    (line,) = (line for line in conf.splitlines() if line.startswith("directories.tokendir"))
    stick = tmp_path / "stick"
    shutil.copytree(line.partition("=")[2].strip(), stick)
    own_conf = tmp_path / "own.conf"
    own_conf.write_text(conf.replace(line, f"directories.tokendir = {stick}"))
    place = replace(own.token, environment={"SOFTHSM2_CONF": str(own_conf)})
    return replace(own, token=place), stick


def test_token_pulled_in_the_middle_of_a_pile_and_put_back(
    qtbot, opened, own_stick, prepared, town_hall, monkeypatch
):
    desk, stick = own_stick
    replies = prepared()
    batch = signing_pile.sign_batch

    def pulled_after_two(*given, progress, **asked):
        def told(done, total):
            if done == 2:
                stick.rename(stick.with_name("pulled"))
            progress(done, total)

        return batch(*given, progress=told, **asked)

    window = opened(desk)
    screen = signing(qtbot, window)
    with monkeypatch.context() as once:
        once.setattr(signing_pile, "sign_batch", pulled_after_two)
        give_pin(qtbot, window, screen, town_hall.keys.token.pin)
        ended(qtbot, screen)
    after = states(desk, replies)
    assert after.count(ReplyState.CLOSED) >= 2, "what was signed went its way"
    left = after.count(ReplyState.COMPOSED)
    assert left > 0, "the rest is as it was"
    assert left + after.count(ReplyState.CLOSED) == COUNT, "nothing half"
    stick.with_name("pulled").rename(stick)
    screen.refresh()
    qtbot.waitUntil(lambda: len(screen.list.shown) == left, timeout=LONG_MS)
    screen.banner.hide()
    give_pin(qtbot, window, screen, town_hall.keys.token.pin)
    ended(qtbot, screen)
    assert states(desk, replies) == [ReplyState.CLOSED] * COUNT
    clerk = town_hall.client()
    assert all(len(clerk.sendings_of(entry.id)) == 1 for entry, _reply in replies), "once each"
    for _entry, reply in replies:
        seen = subprocess.run(
            ["pdfsig", answer.signed_file(desk.counter.tray, reply.id)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert seen.stdout.count("Signature is Valid") == 1


def test_handing_over_tells_how_far_it_is_and_can_be_stopped(
    qtbot, opened, own, prepared, town_hall, monkeypatch
):
    replies, stopped = prepared(3), threading.Event()
    whole = handing_over.hand_over

    def slow(*asked):
        sending = whole(*asked)
        stopped.wait(30)
        return sending

    monkeypatch.setattr(handing_over, "hand_over", slow)
    window = opened(own)
    screen = signing(qtbot, window, 3)
    give_pin(qtbot, window, screen, town_hall.keys.token.pin)
    qtbot.waitUntil(lambda: states(own, replies)[0] is ReplyState.CLOSED, timeout=LONG_MS)
    window.activateWindow()  # as the dialog's going does where windows are managed
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(screen._stop.is_set, timeout=LONG_MS)
    stopped.set()
    said = ended(qtbot, screen)
    assert "2" in said
    assert screen.column.progress.maximum() == 3, "those handed over are counted too"
    assert states(own, replies) == [ReplyState.CLOSED, ReplyState.SIGNED, ReplyState.SIGNED]
    assert screen.list.table.item(1, 1).text() == "Semnat, de predat"
    qtbot.keyClick(window, Qt.Key.Key_F8)  # nothing is signed again: no PIN is asked
    qtbot.waitUntil(lambda: states(own, replies) == [ReplyState.CLOSED] * 3, timeout=LONG_MS)


@dataclass(frozen=True)
class Unsigning:
    """An official whose pile is signed already."""

    signer: None = None
    tray: None = None


def test_register_that_is_away_is_not_waited_for_once_a_letter(own, monkeypatch):
    asked = []

    def away(_official, reply_id, _handing):
        asked.append(reply_id)
        raise UnavailableError

    monkeypatch.setattr(handing_over, "hand_over", away)
    monkeypatch.setattr(handing_over, "kept_handing", lambda *_asked: None)
    pile = [SimpleNamespace(reply=SimpleNamespace(id=n), is_signed=True) for n in range(300)]
    outcomes = signing_pile.sign_pile(Unsigning(), pile)
    assert len(asked) == 2
    assert all(one.is_signed and isinstance(one.error, UnavailableError) for one in outcomes)
