"""A window on a real register and a simulated scanner, driven by keys and mouse."""

import os
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from registry_desk import i18n
from registry_desk.client import RegisterClient
from registry_desk.demo.letters import sample_letters
from registry_desk.demo.register import credential
from registry_desk.demo.scanner import simulated_scanner
from registry_desk.desk.app import application
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.window import DeskWindow
from registry_desk.durable import sha256_of
from registry_desk.journey import before
from registry_desk.journey.answer import TokenPlace
from registry_desk.journey.counter import Counter
from registry_desk.journey.devices import ScanSettings
from registry_desk.journey.tray import Tray
from registry_desk.model.tracking import new_tracking_code
from registry_desk.pdf import Label, label
from registry_desk.wire import Assignment, Registration, SendingOrder, ask
from tests.journeys.conftest import (  # noqa: F401 - fixtures of the real town hall
    counter,
    line,
    mail_server,
    mail_server_process,
    readers,
    room,
    town_hall,
    tray,
)

if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # Qt aborts without a screen


@pytest.fixture(scope="session")
def qapp():
    i18n.use("ro")
    return application("light")


@pytest.fixture(autouse=True)
def no_letter_came_before(monkeypatch):
    """Take the town hall's letters for new: every test registers the same few samples."""
    monkeypatch.setattr(before, "look_before", lambda *_register, **_letter: before.Before())


@pytest.fixture
def scanner(tmp_path, monkeypatch):
    with simulated_scanner(tmp_path / "scanner") as started:
        monkeypatch.setenv("SANE_CONFIG_DIR", str(started.config_dir))
        yield started


@pytest.fixture
def parts(counter, room, scanner):  # noqa: F811 - pytest's way of asking for fixtures
    return DeskParts(
        counter=counter,
        room=room,
        operator="ana",
        operator_name="Ana",
        device=scanner.device,
        scan=ScanSettings(source="feeder"),
        register_code="GEN",
    )


@pytest.fixture
def trays():
    """Keep the trays of desks; they are closed after the windows on them."""
    kept = []
    yield kept
    for own in kept:
        own.close()


@pytest.fixture
def opened(qtbot, trays):
    """Give a function that opens a desk's window and closes it at the end."""
    windows = []

    def opening(own, *, size=None):
        window = DeskWindow(own)
        windows.append(window)
        if size is not None:
            window.resize(*size)  # the offscreen screen is smaller than a desk's
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield opening
    for window in windows:
        window.close()
        window.deleteLater()


@pytest.fixture
def open_window(parts, opened):  # in this order: the window closes before its tray
    """Give a function that opens the clerk's window, on another register if one is given."""

    def opening(register=None, **changes):
        if register is not None:
            changes["counter"] = Counter(parts.counter.tray, register, parts.counter.office)
        return opened(replace(parts, **changes))

    return opening


@pytest.fixture
def desk_of(town_hall, room, tmp_path, trays):  # noqa: F811
    """Give a function that makes the desk of somebody in the town hall, by account name."""

    def made(username, address=None):
        person = next(p for p in town_hall.town.people if p.username == username)
        token = credential(town_hall.address, person)
        register = RegisterClient(address or town_hall.address, token, timeout_s=5)
        office = RegisterClient(town_hall.address, token).office()
        trays.append(Tray(tmp_path / username))
        soft = town_hall.keys.token
        return DeskParts(
            counter=Counter(trays[-1], register, office),
            room=room,
            operator=person.username,
            operator_name=person.name,
            device="",
            scan=ScanSettings(),
            register_code="GEN",
            role=person.role,
            department=person.department,
            token=TokenPlace(soft.module, soft.serial, environment=soft.environment),
        )

    return made


@pytest.fixture
def losing_answer(line):  # noqa: F811
    """Give a block in which one act reaches the register and is done, but its answer never comes.

    All else that is asked meanwhile is answered.
    """

    @contextmanager
    def block(register, act):
        whole = getattr(register, act)

        def losing(*asked):
            line.mode = "answer_lost"
            try:
                return whole(*asked)
            finally:
                line.mode = "through"

        setattr(register, act, losing)
        try:
            yield
        finally:
            delattr(register, act)

    return block


@pytest.fixture
def new_letter(new_task):
    """Give a function that registers a letter with its paper, given to nobody yet."""
    return lambda: new_task(None)


@pytest.fixture
def new_task(town_hall, tmp_path):  # noqa: F811
    """Give a function that registers a letter, on paper or finished, for a department."""
    clerk = town_hall.client()

    def made(
        department="URB",
        *,
        subject="Certificat de urbanism",
        sender="Olteanu Ruxandra",
        finished=None,
    ):
        entry = clerk.register(
            ask(
                Registration,
                id=uuid4(),
                register="GEN",
                tracking_code=new_tracking_code(),
                received_at=datetime.now(UTC),
                kind="petition",
                sender_name=sender,
                sender_address="Str. Păcii 11, Valea Stejarului",
                subject=subject,
                sheet_count=1,
            )
        )
        if finished:
            sha256 = sha256_of(finished)
            clerk.deliver(entry.id, finished, sha256=sha256, role="finished", name="scrisoare.pdf")
        else:
            paper = tmp_path / f"{entry.id}.pdf"
            value = Label("Primăria", entry.number, None, entry.tracking_code, entry.tracking_url)
            sha256 = label(value, paper)
            clerk.deliver(entry.id, paper, sha256=sha256, role="letter", name="letter.pdf")
        if department is not None:
            clerk.assign(ask(Assignment, id=uuid4(), entry_id=entry.id, department=department))
        return clerk.entry_by_id(entry.id)

    return made


@pytest.fixture
def to_send(town_hall, new_task):  # noqa: F811
    """Give a function that hands a paper to the dispatch."""
    clerk = town_hall.client()

    def made(how="post", **more):
        entry = new_task("URB")
        asked = ask(
            SendingOrder,
            id=uuid4(),
            entry_id=entry.id,
            sha256=entry.files[0].sha256,
            how=how,
            address="" if how == "hand" else "Str. Păcii 11, Valea Stejarului",
            **more,
        )
        return clerk.order_sending(asked)

    return made


@pytest.fixture
def letter():
    """Give a function that finds a sample letter's first page."""
    letters = sample_letters()
    first = {name: page for page, name in letters.names.items()}
    return lambda name: letters.pages[first[name] - 1]
