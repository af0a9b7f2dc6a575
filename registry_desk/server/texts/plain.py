"""What a PDF says, as plain text: its text layer, read in a child process with limits.

A file of somebody else's may take a parser minutes or gigabytes, or make it crash; then the child
ends, and the file says nothing.
"""

import subprocess
import sys
from pathlib import Path

from registry_desk import children
from registry_desk.errors import DamagedError

_PATIENCE_S = 60
_CPU_S = 30
_MEMORY_BYTES = 2**30
_MOST_PAGES = 2_000
_MOST_CHARACTERS = 1_000_000


class DocumentUnreadable(DamagedError):
    """The document is no PDF, is locked, or takes too much to read: ``file``."""

    code = "document_unreadable"


def plain_text(file: Path) -> str:
    """Give a PDF's text, page after page, at most a million characters.

    Raises:
        DocumentUnreadable: it is none, is locked, or takes too much.
    """
    command = [sys.executable, "-m", "registry_desk.server.texts.plain", str(file)]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE_S, check=True
        )
    except subprocess.SubprocessError as error:
        raise DocumentUnreadable(file=file.name[:12]) from error
    return done.stdout.decode("utf-8", "replace")


def _limit() -> None:
    children.limit_memory(_MEMORY_BYTES)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))


def _read(file: str) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(file)
    said: list[str] = []
    room = _MOST_CHARACTERS
    for number in range(min(len(document), _MOST_PAGES)):
        page = document[number].get_textpage().get_text_bounded()[:room]
        said.append(page)
        room -= len(page)
        if room <= 0:
            break
    return "\n".join(said)


if __name__ == "__main__":
    _limit()
    sys.stdout.buffer.write(_read(sys.argv[1]).encode("utf-8", "replace"))
