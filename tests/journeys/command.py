"""Run ``registry-desk`` verbs as a person or a script does: processes of their own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass

LIMIT_S = 120


@dataclass
class Told:
    code: int
    value: dict | None
    words: str


class Desk:
    """A desk that is set to a register, with a tray of its own."""

    def __init__(self, folder, address, token):
        self.tray = folder / "desk-tray"
        self._credential = folder / "credential"
        self._credential.touch(mode=0o600)
        self._credential.write_text(token)
        self.address = address
        self.before = []
        """Words put before the command (``sh -c …``)."""

    def start(self, *arguments, **environment):
        return subprocess.Popen(
            [
                *self.before,
                *(sys.executable, "-m", "registry_desk", "--lang", "en"),
                *map(str, arguments),
                "--json",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "OMP_THREAD_LIMIT": "1",
                "REGISTRY_DESK_SERVER_URL": self.address,
                "REGISTRY_DESK_SERVER_CREDENTIAL_FILE": str(self._credential),
                "REGISTRY_DESK_TRAY_FOLDER": str(self.tray),
                "REGISTRY_DESK_READING_JOBS": "1",
                **environment,
            },
        )

    def __call__(self, *arguments, **environment):
        return finished(self.start(*arguments, **environment))


def finished(process):
    """Wait for a verb; its standard output must be one JSON value or nothing."""
    said, words = process.communicate(timeout=LIMIT_S)
    assert "Traceback" not in words, words
    return Told(process.returncode, json.loads(said) if said.strip() else None, words)
