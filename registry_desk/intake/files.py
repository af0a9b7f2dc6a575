"""Files that somebody drops, sends or names: counted and rendered in a child process with limits.

A foreign file may hang its parser, ask for all memory or crash it. The child pays for that; the
caller gets a named error and goes on with the next file.
"""

import multiprocessing
import os
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any

from registry_desk.children import interrupts_held
from registry_desk.errors import RegistryDeskError, by_code
from registry_desk.intake.file_errors import (
    FileBrokeReader,
    FileEmpty,
    FileNotRecognised,
    FileTookTooLong,
    ImageDamaged,
    ImageTooLarge,
    ImageTruncated,
    PageMissing,
    PdfDamaged,
    PdfEncrypted,
)
from registry_desk.model.message import Message

__all__ = [
    "FileBrokeReader", "FileEmpty", "FileNotRecognised", "FileOpener", "FileTookTooLong",
    "ImageDamaged", "ImageTooLarge", "ImageTruncated", "PageMissing", "PdfDamaged", "PdfEncrypted",
    "count_pages", "render_page", "shown_name",
]  # fmt: skip

_MEMORY_BYTES = 3 << 30
"""Address space, of which libraries alone map a good part."""


class FileOpener:
    """A child process that opens files, started when first asked and anew when one broke it.

    A context manager, for one thread.
    """

    def __init__(self, *, time_limit_s: float = 30) -> None:
        self._time_limit_s = time_limit_s
        self._child: Any = None
        self._line: Connection | None = None

    def count_pages(self, path: Path) -> int:
        """Count the pages of an image file (1), a multi-page TIFF or a PDF.

        Raises:
            DamagedError: a subclass of it that names what is wrong with the file.
        """
        return int(self._ask("count", path))

    def finished_reason(self, path: Path) -> str | None:
        """Tell why a PDF must stay byte for byte; see :mod:`registry_desk.intake.finished`.

        Raises:
            DamagedError: a subclass of it that names what is wrong with the file.
        """
        answer: str | None = self._ask("finished", path)
        return answer

    def read_message(self, path: Path, folder: Path) -> Message:
        """Read an e-mail as it arrived and write its attachments into a folder.

        Raises:
            DamagedError: a subclass of it that names what is wrong with the file.
        """
        found: Message = self._ask("message", path, folder)
        return found

    def render_page(self, path: Path, page: int, target: Path, dpi: int = 300) -> None:
        """Write one page as a picture: JPEG, or PNG where the target's name ends so.

        Args:
            path: an image, a TIFF or a PDF.
            page: counted from 1.
            target: written whole or not at all, durable when this returns.
            dpi: for PDFs, which have no resolution of their own.

        Raises:
            DamagedError: a subclass of it that names what is wrong with the file.
        """
        self._ask("render", path, page, target, dpi)

    def _ask(self, verb: str, path: Path, *arguments: Any) -> Any:
        if not path.is_file():
            raise FileNotFoundError(path)
        line = self._open_line()
        try:
            line.send((verb, path, *arguments))
            if not line.poll(self._time_limit_s):
                self.close()
                raise FileTookTooLong
            is_done, answer = line.recv()
        except (EOFError, OSError) as error:
            self.close()
            raise FileBrokeReader from error
        if not is_done:
            raise by_code(*answer)
        return answer

    def _open_line(self) -> Connection:
        if self._line is None:
            context = multiprocessing.get_context("spawn")
            self._line, far = context.Pipe()
            self._child = context.Process(target=_serve, args=(far,), daemon=True)
            with interrupts_held():
                self._child.start()
            far.close()
        return self._line

    def close(self) -> None:
        """End the child."""
        if self._line is not None:
            self._line.close()
            self._child.kill()
            self._child.join()
            self._child.close()
            self._line = None

    def __enter__(self) -> "FileOpener":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def shown_name(path: Path) -> str:
    """Give a file's name as text that can be stored; bytes that are no UTF-8 become U+FFFD."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def count_pages(path: Path) -> int:
    """Count the pages of one file in a child of its own; see :class:`FileOpener` for many."""
    with FileOpener() as opener:
        return opener.count_pages(path)


def render_page(path: Path, page: int, target: Path, dpi: int = 300) -> None:
    """Render one page in a child of its own; see :class:`FileOpener` for many."""
    with FileOpener() as opener:
        opener.render_page(path, page, target, dpi)


def _serve(line: Connection) -> None:
    """Answer one request after the other; runs in the child."""
    from registry_desk import children

    children.end_with_parent()
    children.keep_libraries_quiet()
    children.limit_memory(_MEMORY_BYTES)
    while True:
        try:
            verb, path, *arguments = line.recv()
        except EOFError:
            return
        try:
            line.send((True, _answer(verb, path, arguments)))
        except RegistryDeskError as error:
            line.send((False, (error.code, error.family, error.params)))
        except MemoryError:
            os._exit(1)


def _answer(verb: str, path: Path, arguments: list[Any]) -> Any:
    from registry_desk.intake.opening import count_pages_here

    if verb == "count":
        return count_pages_here(path)
    if verb == "finished":
        from registry_desk.intake.finished import finished_reason

        return finished_reason(path)
    if verb == "message":
        from registry_desk.intake.message import read_message

        return read_message(path, *arguments)
    return _render(path, *arguments)


def _render(path: Path, page: int, target: Path, dpi: int) -> None:
    from PIL import Image

    from registry_desk.intake.opening import open_page

    opened = open_page(path, page, dpi=dpi)
    told = opened.dpi or (dpi, dpi)
    image = Image.fromarray(opened.pixels)
    part = target.with_name(target.name + ".part")
    with part.open("wb") as file:
        if target.suffix.lower() == ".png":
            image.save(file, "PNG", compress_level=1, dpi=told)
        else:
            image.save(file, "JPEG", quality=92, dpi=tuple(round(d) for d in told))
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
