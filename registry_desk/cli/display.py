"""What a window needs of the system, asked before Qt: without a library Qt aborts wordlessly."""

import ctypes
import sys

from registry_desk.errors import UnavailableError

_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
}
"""Shared library to Debian package. Source: FACTS of 2026-11, "Qt"."""


class DisplayLibrariesMissing(UnavailableError):
    """The window cannot open: system libraries are not installed."""

    code = "display_libraries_missing"


def missing_libraries() -> list[str]:
    """Give the Debian packages whose libraries the window would miss; empty elsewhere."""
    if sys.platform != "linux":
        return []
    return [package for name, package in _LIBRARIES.items() if not _loads(name)]


def require_libraries() -> None:
    """Stop with words where Qt would abort.

    Raises:
        DisplayLibrariesMissing: packages are missing; it names them.
    """
    missing = missing_libraries()
    if missing:
        raise DisplayLibrariesMissing(packages=" ".join(missing))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
