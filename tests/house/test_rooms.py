"""The rooms keep to their arrows, and load without what they must not need."""

import os
import subprocess
import sys

import pytest

from tests.conftest import CHECKOUT

BLOCKED = """
import importlib, pkgutil, sys
from pathlib import Path
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split('.')[0] in {blocked!r}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
import registry_desk
if 'django' not in {blocked!r}:
    from registry_desk.server.configuration import Configuration
    from registry_desk.server.site import set_up
    set_up(Configuration(Path({folder!r}), 'Test', 'secret'))
for found in pkgutil.walk_packages(registry_desk.__path__, 'registry_desk.'):
    room = found.name.split('.')[1]
    if room in {without!r} or found.name.startswith({beside!r}):
        continue
    importlib.import_module(found.name)
"""


def test_arrows_run_one_way():
    linted = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr


@pytest.mark.parametrize(
    ("blocked", "without", "beside"),
    [
        (("PySide6", "shiboken6"), ("desk",), ("registry_desk.cli.window",)),
        (("django", "ninja"), ("server",), ()),
    ],
    ids=["no Qt", "no Django"],
)
def test_rooms_load_without(blocked, without, beside, tmp_path):
    program = BLOCKED.format(
        blocked=blocked, without=without, beside=beside or ("-",), folder=str(tmp_path)
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert loaded.returncode == 0, loaded.stderr[-2000:]


def test_command_line_starts_light():
    program = (
        "import sys; from registry_desk.cli.door import run; run(['--lang', 'ro', '--help']);"
        "heavy = {'numpy', 'cv2', 'PIL', 'django', 'pyhanko', 'PySide6', 'pikepdf', 'requests'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert shown.stderr.strip() == "[]"
    for verb in ("demo", "process", "verify", "server", "doctor"):
        assert verb in shown.stdout


LOADING = """
import sys, threading

class Watching:
    found = set()

    def find_spec(self, name, *_):
        if threading.current_thread() is threading.main_thread():
            self.found.add(name)

sys.meta_path.insert(0, Watching())
from tests.bench.bench_window import open_and_close
import registry_desk.cli.window as window
nobody = window._nobody()
account = nobody.account.__class__(username="x", name="X", role=sys.argv[1])
window._nobody = lambda: nobody.__class__(nobody.office, account)
open_and_close('x')
print(sorted(Watching.found & set(sys.argv[2:])), file=sys.stderr)
"""


@pytest.mark.parametrize("role", ["clerk", "official", "supervisor"])
def test_window_waits_for_nothing_heavy(role, tmp_path):
    homes = {f"XDG_{name}_HOME": str(tmp_path) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    place = {"HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", **homes}
    address = {"REGISTRY_DESK_SERVER_URL": "http://127.0.0.1:9"}
    shown = subprocess.run(
        [
            *(sys.executable, "-c", LOADING, role, "registry_desk.signing.verification"),
            *("numpy", "cv2", "PIL", "pyhanko", "keyring", "pikepdf", "pydantic", "requests"),
        ],
        cwd=CHECKOUT,
        env={**os.environ, **place, **address},
        capture_output=True,
        text=True,
    )
    assert shown.stderr.strip() == "[]", shown.stderr
