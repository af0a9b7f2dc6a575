"""Work on one thing at a time, and on different things at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class OneByOne:
    """A lock for each name that is worked on; gone when nobody works on it or waits."""

    def __init__(self) -> None:
        self._door = threading.Lock()
        self._locks: dict[str, tuple[threading.Lock, int]] = {}
        """Each name's lock, and how many hold it or wait for it."""

    @contextmanager
    def holding(self, name: str) -> Iterator[None]:
        """Wait until nobody works on a name, and keep others from it meanwhile."""
        with self._door:
            lock, count = self._locks.get(name, (threading.Lock(), 0))
            self._locks[name] = (lock, count + 1)
        try:
            with lock:
                yield
        finally:
            with self._door:
                _, count = self._locks[name]
                if count == 1:
                    del self._locks[name]
                else:
                    self._locks[name] = (lock, count - 1)
