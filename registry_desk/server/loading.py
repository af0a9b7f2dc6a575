"""Load the program of the register, so that the first answer finds it and waits for nothing."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import ModuleType

_MMAP_THRESHOLD = -3
_LARGE = 8 * 2**20
"""Bytes; less than the hash of a password needs, more than a piece of an upload."""


def give_large_memory_back() -> None:
    """Have the memory of large things given back as soon as they are over.

    The hash of a password takes 16 MiB for a moment. glibc takes memory that was let go once for
    memory that is wanted again, and keeps it, for each thread: seven logins left 68 MiB. Other C
    libraries keep none, and are left alone.

    Source: mallopt(3), M_MMAP_THRESHOLD and how it grows by itself.
    """
    with suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Load in this block without collecting garbage; what is there afterwards stays for good.

    While modules are loaded nothing becomes garbage, yet the collector walks through all of them
    again and again: a tenth of the start. What stays is looked at no more, and processes that are
    forked afterwards go on sharing it.

    Source: Python's ``gc.freeze``.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def load_addresses() -> None:
    """Load every address of the server, once for all processes that are forked afterwards."""
    _load_ninja()
    from registry_desk.server import addresses, journal, upkeep  # noqa: F401 - loaded for all


def _load_ninja() -> None:
    """Load django-ninja without Django's tools for tests.

    It asks ``django.test.signals`` for a signal that lies in ``django.core``, and with it come the
    test client, forms and template engines: a tenth of the start, 9 MB that nobody uses. Stand-ins
    answer that one question and go away again.
    """
    if "django.test" in sys.modules:
        return
    from django.core import signals

    stand_ins = {name: ModuleType(name) for name in ("django.test", "django.test.signals")}
    vars(stand_ins["django.test.signals"])["setting_changed"] = signals.setting_changed
    sys.modules.update(stand_ins)
    try:
        import ninja.conf  # noqa: F401 - its question is answered now
    finally:
        for name in stand_ins:
            del sys.modules[name]
