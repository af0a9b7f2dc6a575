"""Pictures of what officials and the dispatch work on: dispatch, originals, piles, forms."""

import time
from datetime import timedelta
from email.message import EmailMessage
from uuid import uuid4

from registry_desk.wire import OriginalMove, Question, SendingOrder, ask

LIMIT_S = 60
_MAILS = (
    (
        "Crăciun Sânziana",
        "s.craciun@exemplu.ro",
        "Cerere certificat de nomenclatură stradală",
        "Bună ziua,\n\nSubsemnata Crăciun Sânziana, cu domiciliul în Valea Stejarului, str. Păcii "
        "nr. 11, vă rog să îmi eliberați un certificat de nomenclatură stradală pentru imobilul de "
        "la aceeași adresă.\n\nAm atașat actul de proprietate.\n\nCu stimă,\nCrăciun Sânziana\n"
        "Telefon 0722 345 678",
    ),
    (
        "Oferte Tipografie",
        "noutati@oferte.example",
        "Doar azi: calendare personalizate la jumătate de preț",
        "Comandați acum calendarele anului viitor!",
    ),
    (
        "Popescu Ion",
        "ion.popescu@exemplu.ro",
        "Sesizare iluminat public strada Morii",
        "Bună ziua,\n\nDe trei săptămâni nu mai funcționează iluminatul public pe strada Morii.\n",
    ),
)


def prepare(clerk, supervisor, official):
    """Let some papers go out, an original be lent, a question be asked.

    Args:
        clerk: the register in the clerk's name.
        supervisor: in the supervisor's.
        official: in an official's, who is asked.
    """
    from registry_desk.desk.moments import today

    tasks = [task for task in supervisor.tasks() if clerk.entry_by_id(task.entry_id).files]
    ways = (("post", "registered_proof"), ("post", "registered"), ("hand", "plain"))
    for task, (how, kind) in zip(tasks, ways, strict=False):
        entry = clerk.entry_by_id(task.entry_id)
        order = ask(
            SendingOrder, id=uuid4(), entry_id=entry.id, sha256=entry.files[0].sha256, how=how,
            kind=kind, address="Valea Stejarului, str. Păcii 11", is_last=False,
        )  # fmt: skip
        clerk.order_sending(order)
    for place, task in enumerate(tasks[:3]):
        move = ask(
            OriginalMove, id=uuid4(), act="kept" if place == 2 else "handed_over",
            place="Arhivă, dulap 4", holder="" if place == 2 else "Judecătoria Iași",
            due_back_on=None if place == 2 else today() + timedelta(days=9 * place - 3),
        )  # fmt: skip
        clerk.move_original(task.entry_id, move)
    asked = next((task for task in tasks if task.department != official.me().department), None)
    if asked is not None:
        question = ask(
            Question, id=uuid4(), department=official.me().department,
            text="Terenul este în zona protejată?",
        )  # fmt: skip
        supervisor.ask_colleague(asked.id, question)


def take_dispatch(app, window, file):
    """Take the dispatch and the originals of the clerk's window."""
    window.show_screen("dispatch")
    dispatch = window.screen_named("dispatch")
    come(app, lambda: dispatch.paper.is_whole, "the letter in the dispatch")
    window.grab().save(str(file("dispatch")))
    dispatch.list.choose(2)
    come(app, lambda: dispatch.column.line.isVisible(), "who takes it")
    come(app, lambda: dispatch.paper.is_whole, "the letter given by hand")
    window.grab().save(str(file("dispatch-hand")))
    dispatch.list.pile.setCurrentIndex(3)
    come(app, lambda: not dispatch.list.shown, "the empty pile")
    window.grab().save(str(file("dispatch-empty")))
    window.show_screen("originals")
    originals = window.screen_named("originals")
    come(app, lambda: originals.paper.is_whole, "the original")
    window.grab().save(str(file("originals")))


def take_mail(app, window, file):
    """Bring three e-mails in, one with a file, and take the screen with the first."""
    folder = window.parts.counter.tray.folder / "brought"
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{place}.eml" for place, _told in enumerate(_MAILS)]
    for path, (sender, address, subject, words) in zip(paths, _MAILS, strict=True):
        mail = EmailMessage()
        mail["From"], mail["To"] = f"{sender} <{address}>", "registratura@primaria.example"
        mail["Date"], mail["Subject"] = "Mon, 23 Nov 2026 09:14:00 +0200", subject
        mail.set_content(words)
        if "atașat" in words:
            mail.add_attachment(b"PK", maintype="application", subtype="zip", filename="plan.zip")
            mail.add_attachment(
                b"%PDF-1.4",
                maintype="application",
                subtype="pdf",
                filename="Act de proprietate.pdf",
            )
        path.write_bytes(bytes(mail))
    window.show_screen("mail")
    screen = window.screen_named("mail")
    screen.take(paths)
    come(app, lambda: len(screen.list.shown) >= len(_MAILS), "the messages")
    screen.list.choose(len(screen.list.shown) - 1)
    settle(app)
    screen.banner.hide()
    window.grab().save(str(file("mail")))


def take_inbox(app, window, file):
    """Take the forms and piles of the supervisor's inbox."""
    window.show_screen("inbox")
    inbox = window.screen_named("inbox")
    inbox.list.choose(0)
    come(app, lambda: inbox.column.isVisible() and inbox.paper.is_whole, "the task")
    for act in ("ask", "close"):
        inbox.column.begin(act)
        settle(app)
        window.grab().save(str(file(f"inbox-{act}")))
    inbox.column.tabs.setCurrentIndex(2)
    settle(app)
    window.grab().save(str(file("inbox-matter")))
    inbox.list.pile.setCurrentIndex(1)
    inbox.list.choose(0)
    come(app, lambda: inbox.paper.is_whole, "the letter to be given to a department")
    window.grab().save(str(file("inbox-assign")))


def take_register(app, window, file):
    """Take an entry of the register, its correction and its annulment."""
    window.show_screen("register")
    screen = window.screen_named("register")
    come(app, lambda: screen.table.rowCount() > 1, "the register")
    screen.table.setCurrentCell(1, 0)
    correcting = screen.side.correcting
    come(app, correcting.correct_button.isVisible, "an entry")
    settle(app)
    window.grab().save(str(file("register")))
    for name, button in (
        ("correct", correcting.correct_button), ("annul", correcting.annul_button),
    ):  # fmt: skip
        button.click()
        settle(app)
        window.grab().save(str(file(f"register-{name}")))
        correcting.form.left.emit()


def come(app, condition, what):
    """Wait until something is there; a picture without it would show nothing.

    Raises:
        TimeoutError: it did not come.
    """
    until = time.monotonic() + LIMIT_S
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError(f"did not come: {what}")
        app.processEvents()
        time.sleep(0.01)
    settle(app)


def settle(app, seconds=0.5):
    """Let the window come to rest."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        app.processEvents()
        time.sleep(0.01)
