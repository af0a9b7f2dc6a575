"""The door: ``registry-desk [--lang ro|en] [verb …]``; without a verb, the window."""

import signal
import sys

_CANCELLED = 130


def main() -> int:
    """Start the command line; heavy rooms load only when their verb is called."""
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


if __name__ == "__main__":
    sys.exit(main())
