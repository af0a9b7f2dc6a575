"""A small town hall and a running server for tests."""

import atexit
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from registry_desk.client import RegisterClient, log_in
from registry_desk.model.tracking import new_tracking_code
from registry_desk.wire import Assignment, Dispatch, Registration, Reply

PEOPLE = {
    "clerk": ("clerk", None),
    "urb": ("official", "URB"),
    "urb2": ("official", "URB"),
    "fin": ("official", "FIN"),
    "headurb": ("supervisor", "URB"),
    "mayor": ("supervisor", None),
    "admin": ("administrator", None),
    "clerk2": ("clerk", None),
    "chief": ("head", "TEH"),
    "arch": ("archivist", None),
    "audit": ("auditor", None),
}
OFFICE = {
    "institution": "Primăria Orașului Valea Stejarului (TEST)",
    "departments": [
        {
            "code": "URB",
            "name": "Urbanism și amenajarea teritoriului",
            "words": ["urbanism"],
            "parent": "TEH",
        },
        {"code": "FIN", "name": "Financiar-contabil"},
        {"code": "TEH", "name": "Direcția tehnică"},
    ],
    "registers": [
        {"code": "GEN", "name": "Registrul general"},
        {"code": "PET", "name": "Registrul de petiții"},
        {"code": "U", "name": "Certificate de urbanism", "prefix": "U"},
        {"code": "INT", "name": "Acte din oficiu", "direction": "internal"},
    ],
    "accounts": [
        {
            "username": name,
            "name": f"Numele lui {name}",
            "role": role,
            "department": department,
            "password": f"parola-{name}",
        }
        for name, (role, department) in PEOPLE.items()
    ],
}
BUCHAREST = ZoneInfo("Europe/Bucharest")
COMMAND = [sys.executable, "-m", "registry_desk", "--lang", "ro", "server"]


def found(folder: Path, *more: str, office=None) -> Path:
    """Found a register in a folder; the usual one is a copy, for founding takes its seconds."""
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / "register"
    if more or office:
        return _found(folder, made, *more, office=office or OFFICE)
    shutil.copytree(_usual(), made)
    shutil.copy(_usual().with_name("office.json"), folder)
    return made


@cache
def _usual() -> Path:
    """Give the usual register, founded once for all tests of this process."""
    folder = Path(tempfile.mkdtemp(prefix="registry-desk-founded-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return _found(folder, folder / "register", office=OFFICE)


def _found(folder: Path, made: Path, *more: str, office) -> Path:
    plan = folder / "office.json"
    plan.write_text(json.dumps(office))
    command("init", "--folder", str(made), "--office", str(plan), *more)
    return made


def command(*arguments: str):
    """Run ``registry-desk server …`` and give its JSON."""
    done = subprocess.run(
        [*COMMAND, *arguments, "--json"], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return json.loads(done.stdout)


class Server:
    """A server process on a founded folder."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.url = ""
        self.port = 0
        self.process = None
        self.more = ()
        self.tokens = {}
        self.logging_in = threading.Lock()

    def start(self):
        announce = self.folder / "announced"
        announce.unlink(missing_ok=True)
        self.log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(
            [
                *COMMAND,
                "run",
                "--folder",
                str(self.folder),
                "--port",
                str(self.port),
                "--announce",
                str(announce),
                "--with-parent",
                *self.more,
            ],
            stdin=subprocess.PIPE,
            stderr=self.log,
            stdout=self.log,
        )
        until = time.monotonic() + 60
        while not announce.exists():
            assert self.process.poll() is None, (self.folder / "server.log").read_text()
            assert time.monotonic() < until, "the server does not start"
            time.sleep(0.01)
        self.url = announce.read_text().strip()
        self.port = int(self.url.rpartition(":")[2])  # a restarted server keeps its address
        return self

    def stop(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.log.close()

    def kill(self):
        self.process.kill()
        self.process.wait(10)
        self.process.stdin.close()
        self.log.close()

    def token(self, name: str) -> str:
        with self.logging_in:
            if name not in self.tokens:
                self.tokens[name] = log_in(self.url, name, f"parola-{name}").token
            return self.tokens[name]

    def client(self, name: str, **options) -> RegisterClient:
        return RegisterClient(self.url, self.token(name), **options)


def today() -> date:
    """Give the office's day, which begins two or three hours before the clock's."""
    return datetime.now(BUCHAREST).date()


def registration(**fields) -> Registration:
    """Make a registration nobody sent before."""
    filled = {
        "id": uuid.uuid4(),
        "register": "GEN",
        "tracking_code": new_tracking_code(),
        "received_at": datetime.now(UTC),
        "kind": "petition",
        "sender_name": "Crăciun Sânziana",
        "subject": "Certificat de nomenclatură",
        "sheet_count": 1,
    }
    return Registration(**{**filled, **fields})


def file_of(folder: Path, content: bytes) -> tuple[Path, str]:
    """Write a file and give it with its SHA-256."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = folder / f"{sha256[:12]}.pdf"
    path.write_bytes(content)
    return path, sha256


def resolved_task(server: Server, entry, *, department="URB", official="urb"):
    """Bring an entry to an official's resolution."""
    given = Assignment(id=uuid.uuid4(), entry_id=entry.id, department=department, official=official)
    task = server.client("clerk").assign(given)
    worker = server.client(official)
    worker.open_task(task.id)
    return worker.resolve(task.id, "Se răspunde favorabil.")


def answered(server: Server, entry, folder: Path, *, official="urb", how="post"):
    """Bring an entry to a dispatched reply (an office without a seal)."""
    task = resolved_task(server, entry, official=official)
    worker = server.client(official)
    reply = Reply(id=uuid.uuid4(), entry_id=entry.id, task_id=task.id, subject="Răspuns")
    worker.begin_reply(reply)
    path, sha256 = file_of(folder, b"%PDF-1.4 reply " + str(reply.id).encode())
    worker.deliver(
        entry.id, path, sha256=sha256, role="reply", name="raspuns.pdf", reply_id=reply.id
    )
    worker.dispatch(reply.id, Dispatch(how=how))
    return reply
