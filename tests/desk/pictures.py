"""Take pictures of every screen: ``python -m tests.desk.pictures FOLDER``.

Light and dark, Romanian and English, at 100 and 200 %; one process per picture set, because Qt
reads scale and language once.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

SIZE = (1360, 860)
SETTLE_S = 30


def main(target):
    """Set a town hall up, let its letters be scanned and read, then take every picture."""
    from registry_desk.demo.headless import Onlooker, scan_letters
    from registry_desk.demo.letters import sample_letters
    from registry_desk.demo.register import credential
    from registry_desk.demo.stage import stage

    target.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        stage(Path(folder), sample_letters()) as town_hall,
    ):
        scan_letters(town_hall, Onlooker(print, lambda done, total: None, lambda: False))
        clerk = town_hall.town.one("clerk")
        told = {
            "tray": str(Path(folder) / "tray"),
            "address": town_hall.address,
            "token": credential(town_hall.address, clerk),
            "name": clerk.name,
            "device": town_hall.scanner.device,
        }
        for language, scheme, scale in product(("ro", "en"), ("light", "dark"), ("1", "2")):
            print(language, scheme, scale)
            subprocess.run(
                [sys.executable, "-m", "tests.desk.pictures", str(target), "--one", json.dumps(
                    {**told, "language": language, "scheme": scheme, "scale": scale})],
                env={**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"},
                check=True,
            )  # fmt: skip


def take(target, told):
    """Take one set of pictures."""
    from registry_desk import i18n

    i18n.use(told["language"])
    from registry_desk.desk.app import application
    from registry_desk.desk.window import DeskWindow

    app = application(told["scheme"])
    window = DeskWindow(parts(told))
    window.resize(*SIZE)
    window.show()
    name = f"{told['language']}-{told['scheme']}" + ("-200" if told["scale"] == "2" else "")
    settle(app, lambda: window.counter.pile_list.topLevelItemCount() > 3)
    window.counter.entry.form.line("sender_name").setFocus()
    settle(app, lambda: False, limit_s=1.5)
    window.grab().save(str(target / f"counter-{name}.png"))
    window.show_screen(1)
    settle(app, lambda: False, limit_s=1.0)
    window.grab().save(str(target / f"tray-{name}.png"))
    window.close()


def parts(told):
    from registry_desk.client import RegisterClient
    from registry_desk.desk.parts import DeskParts
    from registry_desk.journey.devices import ScanSettings
    from registry_desk.journey.pile import ReadingRoom
    from registry_desk.journey.registration import Counter
    from registry_desk.journey.tray import Tray
    from registry_desk.reading import PageReaders, ReadingSettings

    register = RegisterClient(told["address"], told["token"])
    counter = Counter(Tray(Path(told["tray"])), register, register.office())
    room = ReadingRoom(PageReaders(1), ReadingSettings(), counter.office.departments)
    return DeskParts(
        counter=counter,
        room=room,
        operator="registratura",
        operator_name=told["name"],
        device=told["device"],
        scan=ScanSettings(source="duplex"),
        register_code="GEN",
        is_demonstration=True,
    )


def settle(app, condition, *, limit_s=SETTLE_S):
    until = time.monotonic() + limit_s
    while time.monotonic() < until and not condition():
        app.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    if "--one" in sys.argv:
        take(Path(sys.argv[1]), json.loads(sys.argv[3]))
    else:
        main(Path(sys.argv[1]))
