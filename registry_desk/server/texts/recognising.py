"""Pages that are pictures are recognised in a process of their own, one line of JSON for each.

The server's memory stays as it was: everything that reads images is loaded in the child and its
worker, which gives way to the desks and keeps :class:`registry_desk.reading.PageReaders`' limits.
"""

import json
import subprocess
import sys
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from registry_desk import children
from registry_desk.errors import DamagedError, UnavailableError


class RecognitionAway(UnavailableError):
    """Nothing can be recognised now; the pages wait."""

    code = "recognition_away"


def recognised(
    file: Path, pages: Sequence[int], picture: Path, *, languages: str
) -> Generator[tuple[int, str]]:
    """Give each page's number and its text, empty where nothing could be read.

    Args:
        file: the document.
        pages: which, counted from 1.
        picture: where the page in work may be written; removed at the end.
        languages: Tesseract's codes.

    Raises:
        RecognitionAway: the recogniser cannot work, or ended; pages given before are good.
    """
    command = [sys.executable, "-m", "registry_desk.server.texts.recognising", str(file)]
    child = subprocess.Popen(
        [*command, str(picture), languages, *map(str, pages)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    left = len(pages)
    try:
        with child:
            for line in child.stdout or ():
                yield tuple(json.loads(line))
                left -= 1
    finally:
        picture.unlink(missing_ok=True)
    if left:
        raise RecognitionAway


def _main(file: str, picture: str, languages: str, *pages: str) -> None:
    children.end_with_standard_input()
    from registry_desk.reading import PageReaders, ReadingSettings, require_reading

    require_reading(languages)
    settings = ReadingSettings(languages=languages)
    with PageReaders(1, gives_way=True) as readers:
        for page in pages:
            answer = readers.submit(Path(file), int(page), Path(picture), settings=settings)
            sys.stdout.write(json.dumps((int(page), _text(answer))) + "\n")
            sys.stdout.flush()


def _text(answer: Any) -> str:
    try:
        said: str = answer.result().text.text
    except DamagedError:
        return ""  # a page that cannot be read says nothing; the next one may
    return said


if __name__ == "__main__":
    _main(*sys.argv[1:])
