"""A private PostgreSQL of the tests' own, on a free port of this machine."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest


class Cluster:
    """One running PostgreSQL."""

    def __init__(self, folder: Path, programs: Path, as_user: dict):
        self.folder = folder
        self.port = _free_port()
        self._programs = programs
        self._as_user = as_user
        if (folder / "port").exists():  # a run before began here
            self.port = int((folder / "port").read_text())
        else:
            initdb = ("initdb", "-D", str(folder / "db"), "-U", "office", "-A", "trust")
            self._call(*initdb, "-E", "UTF8", "--no-sync")
            (folder / "port").write_text(str(self.port))
        self.start()

    @classmethod
    @contextlib.contextmanager
    def private(cls):
        """Give a new cluster, or skip the test where none can be started."""
        folder = Path(tempfile.mkdtemp(prefix="registry-desk-pg-"))
        try:
            with cls.lasting(folder) as cluster:
                yield cluster
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @classmethod
    @contextlib.contextmanager
    def lasting(cls, folder):
        """Give the cluster of a folder, which stays; skips as :meth:`private` does."""
        pytest.importorskip("psycopg", reason="PostgreSQL's driver psycopg is not installed")
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        on_path = shutil.which("initdb")
        if not found and not on_path:
            pytest.skip("PostgreSQL is not installed on this machine")
        programs = found[-1].parent if found else Path(on_path).parent
        as_user = {}
        folder.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            name = _somebody()
            as_user = {"user": name, "group": name, "extra_groups": []}
            shutil.chown(folder, name, name)
        cluster = None
        try:
            cluster = cls(folder, programs, as_user)
            yield cluster
        finally:
            if cluster:
                cluster.stop()

    def start(self):
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    str(self._programs / "postgres"),
                    *("-D", str(self.folder / "db"), "-p", str(self.port)),
                    *("-k", str(self.folder), "-c", "listen_addresses=127.0.0.1"),
                ],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                **self._as_user,
            )
        until = time.monotonic() + 60
        while self._answers("SELECT 1") != 0:
            assert time.monotonic() < until, (self.folder / "log").read_text()
            time.sleep(0.1)

    def kill(self):
        """End every process of it at once, as a power cut does."""
        self._process.kill()
        self._process.wait(10)

    def stop(self):
        self._process.send_signal(2)
        self._process.wait(30)

    def database(self, name: str) -> str:
        """Make a database and give its URL."""
        assert self._answers(f"CREATE DATABASE {name}") == 0
        return f"postgresql://office@127.0.0.1:{self.port}/{name}"

    def _answers(self, statement: str) -> int:
        where = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "office", "-d", "postgres"]
        psql = [str(self._programs / "psql"), *where, "-qAtc", statement]
        return subprocess.run(psql, capture_output=True, **self._as_user, cwd="/").returncode

    def _call(self, program: str, *arguments: str):
        subprocess.run(
            [str(self._programs / program), *arguments],
            check=True,
            capture_output=True,
            cwd=self.folder,
            **self._as_user,
        )


def _somebody() -> str:
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
