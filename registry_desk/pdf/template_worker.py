"""The child in which a template is filled in and LibreOffice makes its PDF/A: one job, its end.

    python -m registry_desk.pdf.template_worker FOLDER

The folder, thrown away by the caller, holds ``job.json``: ``suite``, ``template``, ``value`` (a
Reply). What comes of it lies there too: ``reply.pdf``, and ``answer.json``, empty or an error.
"""

import errno
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from registry_desk import children
from registry_desk.durable import DiskFull
from registry_desk.errors import RegistryDeskError
from registry_desk.pdf.errors import TemplateNotConverted
from registry_desk.pdf.reply import Reply
from registry_desk.pdf.template import fill

_MEMORY_BYTES = 4 << 30
"""Address space, of which LibreOffice's libraries alone map 1 GiB."""
_PROCESSOR_S = 60
_EXPORT = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'
"""PDF/A-2b. Source: LibreOffice help, PDF export filter parameters."""
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
"""A template runs nothing and fetches nothing from anywhere."""


def make(job: dict[str, Any], folder: Path) -> None:
    """Fill in a template and make its page.

    Raises:
        TemplateDamaged, TemplateFieldUnknown, TemplateWithoutText: it cannot be filled in.
        TemplateNotConverted: LibreOffice made no PDF of it.
    """
    template = Path(job["template"])
    filled = folder / f"reply{template.suffix.lower()}"
    fill(template, filled, _reply(job["value"]))
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    subprocess.run(
        [
            job["suite"], f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless", "--norestore", "--nolockcheck", "--nodefault",
            "--convert-to", _EXPORT, "--outdir", str(folder), str(filled),
        ],
        stdin=subprocess.DEVNULL, cwd=folder, check=False,
    )  # fmt: skip
    _check(folder / "reply.pdf", template.name)


def _check(page: Path, name: str) -> None:
    """See that the PDF can be opened and is what was asked for."""
    import pikepdf

    try:
        with pikepdf.open(page) as made, made.open_metadata() as told:
            if len(made.pages) and told.pdfa_status:
                return
    except (FileNotFoundError, pikepdf.PdfError) as error:
        raise TemplateNotConverted(file=name) from error
    raise TemplateNotConverted(file=name)


def _reply(value: dict[str, Any]) -> Reply:
    dates = {name: date.fromisoformat(value[name]) for name in ("number_on", "written_on")}
    return Reply(**{**value, **dates, "paragraphs": tuple(value["paragraphs"])})


def main() -> None:
    """Do the job in the folder named on the command line."""
    children.end_with_standard_input()
    children.limit_memory(_MEMORY_BYTES)
    children.limit_processor_time(_PROCESSOR_S)
    folder = Path(sys.argv[1])
    answer: dict[str, Any] = {}
    try:
        make(json.loads((folder / "job.json").read_text(encoding="utf-8")), folder)
    except RegistryDeskError as error:
        answer = {"code": error.code, "family": error.family, "params": error.params}
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        answer = {"code": DiskFull.code, "family": DiskFull.family, "params": {"folder": ""}}
    (folder / "answer.json").write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main()
