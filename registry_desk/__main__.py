"""The door: ``registry-desk [--lang ro|en] [verb …]``; without a verb, the window."""

import sys


def main() -> int:
    """Start the command line; heavy rooms load only when their verb is called."""
    from registry_desk.cli.door import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
