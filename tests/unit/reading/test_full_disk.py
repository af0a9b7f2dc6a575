"""No room in the middle of a batch is said clearly, nothing half left, on a real small disk."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.unit.pages import letter, save


def on_small_disk(disk, command, size):
    """Run a command with a small file system at ``disk``, listing it afterwards."""
    script = f'mount -t tmpfs -o size={size} none "{disk}" && cd / && "$@"; code=$?; ' + (
        f'find "{disk}" -type f >&2; exit $code'
    )
    return ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", *command]


@pytest.mark.parametrize("size", ["60k", "250k"])
def test_a_full_disk_is_named_and_nothing_half_is_left(tmp_path, size):
    disk = tmp_path / "disk"
    disk.mkdir()
    if (
        shutil.which("unshare") is None
        or subprocess.run(
            on_small_disk(disk, ["true"], size), capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("a small disk cannot be mounted here (user namespaces)")
    lines = ["Către Primăria Comunei Exemplu, vă rog să aprobați cererea mea."] * 12
    pages = [str(save(letter(lines), tmp_path / f"page-{n}.png")) for n in range(3)]
    command = [sys.executable, "-m", "registry_desk", "process", *pages, "--json"]
    ran = subprocess.run(
        on_small_disk(disk, [*command, "--out", str(disk / "out")], size),
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.getcwd()},
        timeout=120,
    )
    assert ran.returncode == 5, ran.stderr
    assert json.loads(ran.stdout)["error"]["code"] == "disk_full"
    assert ".part" not in ran.stderr
    assert "batch.json" not in ran.stderr
