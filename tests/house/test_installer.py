"""Set-up says one clear sentence, in both languages, and asks for nothing that is there."""

import os
import re
import shutil
import subprocess

import pytest

from tests.conftest import CHECKOUT

INSTALLER = CHECKOUT / "installer"
PROGRAMS = ("dpkg-query", "grep", "cat", "sha256sum", "basename", "dirname", "mktemp", "tail", "rm")
LANGUAGES = {"en_GB.UTF-8": "en", "de_DE.UTF-8": "en", "ro_RO.UTF-8": "ro", "C.UTF-8": "ro"}


@pytest.fixture
def machine(tmp_path):
    """Give a machine of a normal user without sudo, and a copy of the checkout's installer."""
    if not shutil.which("dpkg-query"):
        pytest.skip("set-up knows Debian and Ubuntu")
    copy, programs = tmp_path / "copy", tmp_path / "bin"
    shutil.copytree(INSTALLER, copy / "installer")
    shutil.copy(CHECKOUT / "pyproject.toml", copy)
    programs.mkdir()
    for name in PROGRAMS:
        (programs / name).symlink_to(shutil.which(name))
    script(programs / "id", "echo 1000")
    return copy, programs


def script(path, body):
    path.write_text(f"#!/bin/bash\n{body}\n")
    path.chmod(0o755)


def run(machine, *lines, **environment):
    copy, programs = machine
    given = {"PATH": str(programs), "LANG": "ro_RO.UTF-8", "HOME": str(copy), **environment}
    return subprocess.run(
        ["/bin/bash", "-c", "\n".join(("set -euo pipefail", "source installer/set-up.sh", *lines))],
        cwd=copy,
        env=given,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("name", ["demo", "test", "set-up.sh"])
def test_scripts_are_sound(name):
    subprocess.run(["/bin/bash", "-n", str(INSTALLER / name)], check=True)
    assert name == "set-up.sh" or os.access(INSTALLER / name, os.X_OK)


@pytest.mark.parametrize("lock", sorted(INSTALLER.glob("*.lock")), ids=lambda path: path.name)
def test_locks_are_hashed_and_name_no_host(lock):
    written = lock.read_text()
    assert "://" not in written and "--index-url" not in written
    assert written.count("--hash=sha256:") >= len(re.findall(r"^[a-z0-9]", written, re.M)) > 5


@pytest.mark.parametrize("listed", ["packages.txt", "packages-test.txt"])
def test_packages_are_named_once_with_a_plain_name(listed):
    rows = (INSTALLER / listed).read_text().splitlines()
    names = [row.split()[0] for row in rows if row and not row.startswith("#")]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9.+-]+", name) for name in names)


@pytest.mark.parametrize(("locale", "language"), LANGUAGES.items())
def test_language_is_the_programs(machine, locale, language):
    told = run(machine, "say RO EN", LANG=locale)
    assert told.stderr.strip() == language.upper()
    assert told.stdout == ""


@pytest.mark.parametrize("locale", ["ro_RO.UTF-8", "en_GB.UTF-8"])
def test_missing_package_is_one_sentence_with_the_line_to_run(machine, locale):
    (machine[0] / "list.txt").write_text("no-such-package-here  # why\nbash\n# a remark\n\n")
    told = run(machine, "install_system_packages list.txt", "echo went on", LANG=locale)
    assert (told.returncode, told.stdout) == (5, "")
    (sentence,) = told.stderr.strip().splitlines()
    assert "sudo apt-get install -y --no-install-recommends no-such-package-here" in sentence
    assert "bash" not in sentence


def test_packages_that_cannot_be_had_are_one_sentence(machine):
    copy, programs = machine
    script(programs / "id", "echo 0")
    script(programs / "apt-get", "echo 'Temporary failure resolving'; exit 100")
    (copy / "list.txt").write_text("no-such-package-here\n")
    told = run(machine, "install_system_packages list.txt")
    assert told.returncode == 5
    doing, sentence = told.stderr.strip().splitlines()
    assert "no-such-package-here" in doing and "rețeaua" in sentence
    assert "Temporary failure" in run(machine, "install_system_packages list.txt", CI="true").stderr


def test_no_python_is_one_sentence(machine):
    told = run(machine, "install_python_packages installer/requirements.lock", LANG="en_GB.UTF-8")
    assert told.returncode == 5
    assert told.stderr.strip() == "Python 3.11 or newer (with the venv module) is missing."


def python_that(programs, pip):
    """Put a Python there whose venv makes ``.venv`` and whose pip does as told."""
    body = f"""case "$1 ${{2:-}}" in
"-m venv")
    /bin/mkdir -p .venv/bin
    for name in python registry-desk; do /bin/cp "$0" .venv/bin/$name; done ;;
"-m pip")
    echo pip "$@" >> pip.txt
    {pip} ;;
esac"""
    script(programs / "python3", body)


def test_python_packages_that_cannot_be_had_are_one_sentence(machine):
    python_that(machine[1], "exit 1")
    told = run(machine, "install_python_packages installer/requirements.lock")
    assert told.returncode == 5
    _doing, sentence = told.stderr.strip().splitlines()
    assert "rețeaua" in sentence


@pytest.mark.parametrize("first", ["requirements.lock", "requirements-test.lock"])
def test_second_time_nothing_is_asked_for(machine, first):
    copy, programs = machine
    python_that(programs, "exit 0")
    told = run(machine, f"install_python_packages installer/{first}")
    assert (told.returncode, len(told.stderr.splitlines())) == (0, 1), told.stderr
    asked = (copy / "pip.txt").read_text()
    assert asked.count("--require-hashes") == 2
    again = run(machine, "install_python_packages installer/requirements.lock")
    assert (again.returncode, again.stderr) == (0, "")
    assert (copy / "pip.txt").read_text() == asked
    (copy / "pyproject.toml").write_text("# changed\n")
    assert run(machine, "install_python_packages installer/requirements.lock").stderr
    moved = copy.rename(copy.with_name("moved"))
    told = run((moved, programs), "install_python_packages installer/requirements.lock")
    assert told.stderr, "a folder that moved is set up anew"
