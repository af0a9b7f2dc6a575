"""Where the makers of tokens put their PKCS#11 modules.

Source: FACTS of 2026-11, "Signing", discovery of modules.
"""

import os
import sys
from pathlib import Path

_P11_KIT = (
    "/usr/share/p11-kit/modules",
    "/etc/pkcs11/modules",
    "/usr/lib/x86_64-linux-gnu/pkcs11",
)
_LIBRARY_FOLDERS = (
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu",
    "/usr/lib64",
    "/usr/lib",
    "/usr/lib/pkcs11",
    "/usr/lib/x86_64-linux-gnu/pkcs11",
    "/usr/local/lib",
)
_VENDOR_NAMES = (
    "libeTPkcs11.so",
    "libIDPrimePKCS11.so",
    "opensc-pkcs11.so",
    "libaetpkss.so",
    "libgclib.so",
)
_VENDOR_PATHS = ("/lib/bit4id/libbit4xpki.so", "/usr/lib/bit4id/libbit4xpki.so")
_WINDOWS_NAMES = (
    "eTPKCS11.dll",
    "IDPrimePKCS1164.dll",
    "asepkcs.dll",
    "gclib.dll",
    "aetpkss1.dll",
    "eps2003csp11v2.dll",
)
_NO_TOKENS = ("p11-kit-trust.so", "p11-kit-proxy.so", "p11-kit-client.so", "gnome-keyring")
"""Modules that hold no official's key: certificate stores and relays."""


def find_modules() -> list[Path]:
    """Give the modules installed here, p11-kit's first, each once."""
    wanted = [*_from_p11_kit(), *_from_vendors()]
    found: dict[Path, Path] = {}
    for path in wanted:
        if _is_there(path) and not any(name in path.name for name in _NO_TOKENS):
            found.setdefault(path.resolve(), path)
    return list(found.values())


def _from_p11_kit() -> list[Path]:
    """Read the module files that packages register with p11-kit."""
    paths = []
    for folder in _P11_KIT:
        for registered in sorted(Path(folder).glob("*.module")):
            for line in _lines(registered):
                key, _, value = line.partition(":")
                if key.strip() == "module" and value.strip():
                    paths += _places(value.strip())
    return paths


def _lines(registered: Path) -> list[str]:
    """Read a module file; one that cannot be read registers nothing, the others still count."""
    try:
        return registered.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _is_there(path: Path) -> bool:
    """Tell whether a file is there; a path that the system refuses (too long) is not."""
    try:
        return path.is_file()
    except OSError:
        return False


def _from_vendors() -> list[Path]:
    if sys.platform == "win32":
        system = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32"
        return [system / name for name in _WINDOWS_NAMES]
    named = [path for name in _VENDOR_NAMES for path in _places(name)]
    return named + [Path(path) for path in _VENDOR_PATHS]


def _places(name: str) -> list[Path]:
    if name.startswith("/"):
        return [Path(name)]
    return [Path(folder) / name for folder in _LIBRARY_FOLDERS]
