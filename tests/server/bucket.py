"""A private S3 service of the tests' own (seaweedfs), on free ports of this machine."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

_PATH = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
_WEED = shutil.which("weed", path=_PATH)
"""It comes with the tests' packages, whether their folder is on the path or not."""
NAME, SECRET, BUCKET = "office", "secret-of-the-office-that-no-log-shows", "documents"
_PORTS = ("master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port",
          "filer.port.grpc", "s3.port", "s3.port.grpc", "admin.port",
          "admin.port.grpc")  # fmt: skip


class Service:
    """One running S3 service with one bucket."""

    def __init__(self, folder: Path):
        """Start on a folder; one that was used before goes on with what it holds."""
        self.folder = folder
        self.key_file = folder / "key"
        self.key_file.write_text(f"{NAME}\n{SECRET}\n")
        self.key_file.chmod(0o600)
        right = {"name": "office", "actions": ["Admin", "Read", "Write", "List"],
                 "credentials": [{"accessKey": NAME, "secretKey": SECRET}]}  # fmt: skip
        (folder / "s3.json").write_text(json.dumps({"identities": [right]}))
        ports = folder / "ports.json"
        if not ports.exists():
            ports.write_text(json.dumps(_free_ports(len(_PORTS))))
        self._ports = dict(zip(_PORTS, json.loads(ports.read_text()), strict=True))
        self.start()
        self.wait(120)

    @classmethod
    @contextlib.contextmanager
    def private(cls):
        """Give a new service, or skip the test where none can be started."""
        folder = Path(tempfile.mkdtemp(prefix="registry-desk-s3-"))
        try:
            with cls.lasting(folder) as service:
                yield service
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @classmethod
    @contextlib.contextmanager
    def lasting(cls, folder):
        """Give the service of a folder, which stays; skips as :meth:`private` does."""
        if _WEED is None:
            pytest.skip("seaweedfs (weed) is not installed on this machine")
        folder.mkdir(exist_ok=True)
        service = None
        try:
            service = cls(folder)
            yield service
        finally:
            if service:
                service.kill()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._ports['s3.port']}"

    @property
    def url(self) -> str:
        return f"s3://{BUCKET}?endpoint={self.endpoint}"

    @property
    def arguments(self) -> tuple[str, ...]:
        """Give what ``server init`` is told."""
        return ("--store", self.url, "--store-key-file", str(self.key_file))

    def start(self):
        data = self.folder / "data"
        data.mkdir(exist_ok=True)
        ports = [f"-{name}={port}" for name, port in self._ports.items()]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [_WEED, "mini", f"-dir={data}", f"-bucket={BUCKET}", "-ip=127.0.0.1",
                 "-ip.bind=127.0.0.1", "-master.telemetry=false", "-s3.iam=false",
                 "-webdav=false", "-admin.ui=false", "-s3.port.iceberg=0", "-s3.port.lance=0",
                 f"-s3.config={self.folder / 's3.json'}", *ports],
                stdout=log, stderr=log, cwd=self.folder, start_new_session=True,
            )  # fmt: skip

    def wait(self, seconds=60):
        """Wait until it takes and gives objects."""
        until = time.monotonic() + seconds
        while not self._works():
            assert self._process.poll() is None, (self.folder / "log").read_text()[-3000:]
            assert time.monotonic() < until, (self.folder / "log").read_text()[-3000:]
            time.sleep(0.2)

    def kill(self):
        """End it at once, as a power cut does."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)

    def pause(self):
        os.killpg(self._process.pid, signal.SIGSTOP)

    def go_on(self):
        os.killpg(self._process.pid, signal.SIGCONT)

    def hashes(self) -> list[str]:
        return sorted(found["path"] for some in self.client().list() for found in some)

    def client(self):
        from obstore.store import S3Store

        return S3Store(BUCKET, endpoint=self.endpoint, region="us-east-1", access_key_id=NAME,
                       secret_access_key=SECRET, virtual_hosted_style_request=False,
                       client_options={"allow_http": True, "timeout": "5s"},
                       retry_config={"max_retries": 0})  # fmt: skip

    def _works(self) -> bool:
        import obstore
        from obstore.exceptions import BaseError

        try:
            obstore.put(self.client(), "probe", b"x")
            obstore.delete(self.client(), "probe")
        except (BaseError, OSError):
            return False
        return True


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
