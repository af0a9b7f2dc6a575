"""The embedded server: how soon it answers and what it holds, beside the barest peer.

    python -m tests.bench.bench_server [--rounds 7]

The peer is the same interpreter loading Django and django-ninja with one address that says "ok",
answered in process. Quiet machines hold the absolute limits; the ratio holds on busy ones too.
Our own bytecode is made first, as the installer does. The memory is that after fifty numbers and
eight logins, four at once.
"""

import argparse
import compileall
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import requests

import registry_desk
from registry_desk.client import log_in
from tests.server.office import Server, found, registration

LIMIT_S, LIMIT_MB, LIMIT_RATIO = 0.6, 90, 2.5
_PEER = """
import django
from django.conf import settings
settings.configure(ROOT_URLCONF="__main__", SECRET_KEY="x", INSTALLED_APPS=[], ALLOWED_HOSTS=["*"])
django.setup()
from django.urls import path
from ninja import NinjaAPI
api = NinjaAPI()
@api.get("/ok")
def ok(request):
    return "ok"
urlpatterns = [path("api/", api.urls)]
from django.test import RequestFactory
from django.urls import resolve
request = RequestFactory().get("/api/ok")
found = resolve("/api/ok")
assert found.func(request).status_code == 200
"""


def peer():
    """Give how long the peer takes to its first answer."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", _PEER], check=True)
    return time.perf_counter() - begun


def ours(folder):
    """Give how long the register takes to its first answer, its CPU seconds and its memory."""
    begun = time.perf_counter()
    server = Server(folder).start()
    assert requests.get(f"{server.url}/healthz", timeout=10).status_code == 200
    seconds = time.perf_counter() - begun
    process = psutil.Process(server.process.pid)
    spent = sum(process.cpu_times()[:2])
    clerk = server.client("clerk")
    for _ in range(50):
        clerk.register(registration())
    with ThreadPoolExecutor(4) as together:
        list(together.map(lambda _: log_in(server.url, "clerk", "parola-clerk"), range(8)))
    memory_mb = process.memory_info().rss / 2**20
    server.stop()
    return seconds, spent, memory_mb


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=7)
    given = asked.parse_args()
    compileall.compile_dir(Path(registry_desk.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        made = found(Path(folder) / "bench")
        ours(made)
        rows = [(peer(), *ours(made)) for _ in range(given.rounds)]
    bare, seconds, spent, memory_mb = (
        statistics.median(column) for column in zip(*rows, strict=True)
    )
    print(f"answers {seconds * 1000:.0f} ms after start ({spent * 1000:.0f} ms of CPU; "
          f"{seconds / bare:.1f} of Django and ninja alone, {bare * 1000:.0f} ms); "
          f"{memory_mb:.0f} MiB after fifty numbers and eight logins")  # fmt: skip
    is_quick = seconds <= LIMIT_S or seconds / bare <= LIMIT_RATIO
    return 0 if is_quick and memory_mb <= LIMIT_MB else 1


if __name__ == "__main__":
    raise SystemExit(main())
