"""The door: ``registry-desk [--lang ro|en] [verb …]``; without a verb, the window."""

import _thread
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_CANCELLED = 130
_AGAIN_S = 0.02


def main() -> int:
    """Start the command line; heavy rooms load only when their verb is called."""
    # Nobody plugs anything into pydantic here; it would look through every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "true")
    sys.unraisablehook = _heard_again
    try:
        from registry_desk.cli.door import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = _CANCELLED
    if code == _CANCELLED and hasattr(signal, "pthread_sigmask"):
        # Where Ctrl+C came inside exec() (dataclasses use it while modules load) Python would send
        # itself the signal at its end, whatever the code; a blocked one leaves the code.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    return code


def _heard_again(told: "UnraisableHookArgs") -> None:
    """Raise a Ctrl+C once more that came where Python can raise nothing.

    While something is cleared away it only says so and goes on: with every module that is loaded a
    lock is, through a weak reference. Source: Python, ``sys.unraisablehook``.
    """
    if issubclass(told.exc_type, KeyboardInterrupt):
        # From another thread, a moment later: here it would be lost again.
        threading.Timer(_AGAIN_S, _thread.interrupt_main).start()
    else:
        sys.__unraisablehook__(told)


if __name__ == "__main__":
    sys.exit(main())
