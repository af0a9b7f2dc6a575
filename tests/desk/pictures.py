"""Take pictures of every screen: ``python -m tests.desk.pictures FOLDER [ro-light ro-dark-200 …]``.

Light and dark, Romanian and English, at 100 and 200 %; ``ro-light-300`` and the like, when named,
in the room that a 4K screen has at 300 %. One process per picture set, because Qt reads scale and
language once.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from itertools import product
from pathlib import Path

from tests.desk.pictures_of_work import (
    come,
    prepare,
    settle,
    take_dispatch,
    take_inbox,
    take_mail,
    take_register,
)

SIZE, SIZE_300 = (1360, 860), (1280, 660)
REGISTERED = 7
"""So many letters are registered before; the rest waits at the counter."""
SETS = [
    f"{language}-{scheme}{scale}"
    for language, scheme, scale in product(("ro", "en"), ("light", "dark"), ("", "-200"))
]


def main(target, wanted):
    """Set a town hall up, let its letters be scanned, read and registered, take every picture."""
    from registry_desk.demo.headless import Onlooker, scan_letters
    from registry_desk.demo.letters import sample_letters
    from registry_desk.demo.register import credential
    from registry_desk.demo.stage import stage
    from registry_desk.journey import way

    target.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        colleague_in(Path(folder)),
        stage(Path(folder), sample_letters()) as town_hall,
    ):
        by = Onlooker(print, lambda done, total: None, lambda: False)
        for document in scan_letters(town_hall, by)[:REGISTERED]:
            department = document.department or "TEH"
            town_hall.counter.tray.accept(document.id, register="GEN", department=department)
            way.walk(town_hall.counter, document.id)
        told = {
            "folder": folder,
            "address": town_hall.address,
            "tokens": {
                person.role: credential(town_hall.address, person)
                for person in reversed(town_hall.town.people)
            },
            "names": {p.role: p.name for p in reversed(town_hall.town.people)},
            "device": town_hall.scanner.device,
        }
        work(told)
        for name in wanted:
            scale = {"200": "2", "300": "3"}.get(name.rpartition("-")[2], "1")
            print(name, flush=True)
            subprocess.run(
                [sys.executable, "-m", "tests.desk.pictures", str(target), "--one",
                 json.dumps({**told, "set": name})],
                env={**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"},
                check=True,
            )  # fmt: skip


@contextmanager
def colleague_in(folder):
    """Have two people in one department: one stands in for the other."""
    from registry_desk.demo.town import town_in

    file = town_in(folder).office_file
    office = json.loads(file.read_text(encoding="utf-8"))
    colleague = {"username": "urbanism2", "name": "Marinescu Adina", "role": "official"}
    office["accounts"].append({**office["accounts"][1], **colleague})
    file.write_text(json.dumps(office, ensure_ascii=False), encoding="utf-8")
    yield


def work(told):
    """Let the supervisor open and decide one task, so that there is something to be seen."""
    register = parts(told, "supervisor").counter.register
    prepare(
        parts(told, "clerk").counter.register, register, parts(told, "official").counter.register
    )
    task = register.open_task(register.tasks()[0].id)
    register.resolve(task.id, "De verificat pe teren și de răspuns în termen.")


def take(target, told):
    """Take one set of pictures."""
    from registry_desk import i18n

    language, scheme = told["set"].split("-")[:2]
    i18n.use(language)
    from registry_desk.desk.app import application

    app = application(scheme)
    take_clerk(app, told, lambda name: target / f"{name}-{told['set']}.png")
    take_supervisor(app, told, lambda name: target / f"{name}-{told['set']}.png")


def take_clerk(app, told, file):
    window = opened(replace(parts(told, "clerk"), home=home(told)))
    counter = window.counter
    come(app, lambda: len(counter.pile_list.headings) > 3, "the pile on the counter")
    counter.entry.form.line("sender_name").setFocus()
    settle(app, 1.5)
    window.grab().save(str(file("counter")))
    window.resize(1024, 700)
    settle(app, 0.5)
    window.grab().save(str(file("counter-small")))
    window.resize(*size())
    window.commands.open_palette()
    window.commands.palette.line.setText("re")
    settle(app, 1.0)
    window.grab().save(str(file("palette")))
    window.commands.palette.close_palette()
    window.commands.open_shortcuts()
    settle(app, 0.5)
    window.grab().save(str(file("keys")))
    window.commands.overlay.close_overlay()
    for name in ("start", "settings"):
        window.show_screen(name)
        settle(app, 0.7)
        window.grab().save(str(file(name)))
    window.show_screen("tray")
    settle(app, 1.0)
    window.grab().save(str(file("tray")))
    take_register(app, window, file)
    take_dispatch(app, window, file)
    take_mail(app, window, file)
    window.show_screen("diagnostics")
    come(app, window.screen_named("diagnostics").again_button.isEnabled, "what was checked")
    window.grab().save(str(file("diagnostics")))
    window.close()


def take_supervisor(app, told, file):
    window = opened(parts(told, "supervisor"))
    inbox = window.screen_named("inbox")
    come(app, lambda: inbox.column.isVisible() and inbox.paper.is_whole, "the first task")
    inbox.column.go_to_step()
    window.grab().save(str(file("inbox")))
    reply = inbox.column.reply
    reply.editor.insertPlainText(
        "Cele sesizate au fost verificate. Lucrările se execută până la sfârșitul lunii.\n"
    )
    reply.prepare_button.click()
    come(app, reply.send_button.isEnabled, "the reply")
    come(app, lambda: inbox.paper.is_whole, "the reply's page")
    window.grab().save(str(file("reply")))
    window.show_screen("signature")
    come(app, lambda: window.screen_named("signature").paper.is_whole, "what is to be signed")
    window.grab().save(str(file("signature")))
    window.show_screen("inbox")
    inbox.list.choose(1)
    settle(app, 1.0)
    window.grab().save(str(file("inbox-new")))
    window.show_screen("delays")
    settle(app, 1.0)
    window.grab().save(str(file("delays")))
    take_inbox(app, window, file)
    window.close()


def size():
    return SIZE_300 if os.environ.get("QT_SCALE_FACTOR") == "3" else SIZE


def opened(own):
    from registry_desk.desk.window import DeskWindow

    window = DeskWindow(own)
    window.resize(*size())
    window.show()
    return window


def parts(told, role):
    from registry_desk.client import RegisterClient
    from registry_desk.desk.parts import DeskParts
    from registry_desk.journey.counter import Counter
    from registry_desk.journey.devices import ScanSettings
    from registry_desk.journey.pile import ReadingRoom
    from registry_desk.journey.tray import Tray
    from registry_desk.reading import PageReaders, ReadingSettings

    register = RegisterClient(told["address"], told["tokens"][role])
    tray = "tray" if role == "clerk" else f"desks/{role}-{told.get('set', 'work')}"
    counter = Counter(Tray(Path(told["folder"]) / tray), register, register.office())
    room = ReadingRoom(PageReaders(1), ReadingSettings(), counter.office.departments)
    return DeskParts(
        counter=counter,
        room=room,
        operator="registratura",
        operator_name=told["names"][role],
        device=told["device"],
        scan=ScanSettings(source="duplex"),
        register_code="GEN",
        is_demonstration=True,
        role=role,
    )


def home(told):
    """Give the settings of a normal installation, with two scan profiles."""
    from registry_desk.desk.parts import Home
    from registry_desk.settings import Profiles, ScanProfile, load

    folder = Path(told["folder"]) / f"home-{told['set']}"
    profiles = Profiles(folder / "profiles.json")
    profiles.add(ScanProfile("Petiții", source="duplex"))
    profiles.add(ScanProfile("Facturi", dpi=200, mode="gray"))
    return Home(load(folder / "settings.json"), profiles, lambda: None, lambda *_asked: "")


if __name__ == "__main__":
    if "--one" in sys.argv:
        take(Path(sys.argv[1]), json.loads(sys.argv[3]))
    else:
        main(Path(sys.argv[1]), sys.argv[2:] or SETS)
