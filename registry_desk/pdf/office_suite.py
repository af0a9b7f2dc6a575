"""LibreOffice, found on this machine: makes the PDF/A-2b of a template that was filled in.

Nothing of a template is read in this process: a child with limits opens it, fills it in and runs
LibreOffice without macros, without links, with a profile that is thrown away.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from registry_desk.durable import part_file, sha256_of
from registry_desk.errors import by_code
from registry_desk.pdf.errors import OfficeSuiteMissing, TemplateNotConverted
from registry_desk.pdf.reply import Reply

_NAMES = ("soffice", "libreoffice")
_KNOWN = (
    "/usr/lib/libreoffice/program/soffice", "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)  # fmt: skip
_PATIENCE_S = 90.0
"""The first start on a slow disk takes some 20 s."""


def find_suite() -> Path | None:
    """Give the place of LibreOffice's program; None where it is not installed."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is not None:
        return Path(found)
    return next((Path(place) for place in _KNOWN if Path(place).is_file()), None)


def suite_version(suite: Path) -> str:
    """Give what LibreOffice says of itself, empty where it does not answer."""
    try:
        told = subprocess.run(
            [suite, "--version"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return " ".join(told.stdout.split()[:2])


def compose_from_template(
    value: Reply, template: Path, target: Path, *, suite: Path | None = None
) -> str:
    """Write a reply as PDF/A-2b on the institution's own template.

    Args:
        value: what its fields are filled with.
        template: see :func:`registry_desk.pdf.template.fill`.
        target: the PDF, whole or not at all.
        suite: LibreOffice's program; None looks for it.

    Returns:
        SHA-256 of the file, hexadecimal.

    Raises:
        OfficeSuiteMissing: it is not installed.
        TemplateDamaged, TemplateFieldUnknown, TemplateWithoutText: the template cannot be filled.
        TemplateNotConverted: no page came of it, or not in time.
        DiskFull: no room; nothing half is left.
    """
    suite = suite or find_suite()
    if suite is None:
        raise OfficeSuiteMissing
    with tempfile.TemporaryDirectory(prefix="template-", dir=target.parent) as name:
        folder = Path(name)
        job = {"suite": str(suite), "template": str(template), "value": asdict(value)}
        (folder / "job.json").write_text(json.dumps(job, default=str), encoding="utf-8")
        _work(folder, template.name)
        with part_file(target) as part:
            shutil.copyfile(folder / "reply.pdf", part)
            return sha256_of(part)


def _work(folder: Path, name: str) -> None:
    """Have the child do the job in a folder, in a group of its own that ends with it.

    Raises:
        TemplateNotConverted: it ended without an answer, or not in time.
    """
    child = subprocess.Popen(
        [sys.executable, "-m", "registry_desk.pdf.template_worker", str(folder)],
        stdin=subprocess.PIPE,  # held open: the child ends when this process does
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        child.wait(_PATIENCE_S)
        answer = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
    except (subprocess.TimeoutExpired, FileNotFoundError, ValueError) as error:
        raise TemplateNotConverted(file=name) from error
    finally:
        _end(child)
    if answer:
        raise by_code(answer["code"], answer["family"], answer["params"])


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and what it started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):  # all of them have ended by themselves
            os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
    child.communicate()
