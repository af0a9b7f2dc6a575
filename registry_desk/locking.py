"""One process at a time holds a file or folder; the system lets go of it when the process dies."""

import fcntl


def locked_now(descriptor: int) -> bool:
    """Lock what is open here, unless another process holds it.

    Args:
        descriptor: of an open file or folder; closing it lets go.

    Returns:
        False where another process holds it.
    """
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
