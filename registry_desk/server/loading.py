"""Load the program of the register, so that the first answer finds it and waits for nothing."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


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
