"""Processes hold a file or folder, alone or together; the system lets go of it when they die."""

import fcntl


def locked_now(descriptor: int) -> bool:
    """Lock what is open here, unless another process holds it.

    Args:
        descriptor: of an open file or folder; closing it lets go.

    Returns:
        False where another process holds it.
    """
    return _locked(descriptor, fcntl.LOCK_EX)


def shared_now(descriptor: int) -> bool:
    """Lock what is open here beside others who share it.

    Args:
        descriptor: of an open file or folder; closing it lets go.

    Returns:
        False where a process holds it alone.
    """
    return _locked(descriptor, fcntl.LOCK_SH)


def _locked(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
