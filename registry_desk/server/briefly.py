"""Remember for a moment what every request asks the database for.

Who a token belongs to, which days are worked, what a register is called: asked a thousand times,
changed once a month. What is remembered is forgotten at the end of every write of this process,
so that a revoked token or a moved holiday holds here at once; what another process of the same
register changed holds after a second at the latest.
"""

import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

_SECONDS = 1.0
_MOST_VALUES = 4096

Asked = ParamSpec("Asked")
Value = TypeVar("Value")


class _Memory:
    """Values with the moment they run out; a generation counts how often all was forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: dict[Any, tuple[float, Any]] = {}
        self.generation = 0

    def get(self, key: Any) -> tuple[float, Any] | None:
        found = self._values.get(key)
        return found if found and found[0] > time.monotonic() else None

    def keep(self, key: Any, value: Any, generation: int) -> None:
        """Keep a value, unless something was written since it was asked for."""
        with self._lock:
            if generation != self.generation:
                return
            if len(self._values) >= _MOST_VALUES:
                self._values.clear()
            self._values[key] = (time.monotonic() + _SECONDS, value)

    def forget(self) -> None:
        with self._lock:
            self.generation += 1
            self._values.clear()


_memory = _Memory()


def remembered(ask: Callable[Asked, Value]) -> Callable[Asked, Value]:
    """Let a function's values be remembered by its arguments; what it raises is not."""

    @wraps(ask)
    def asked(*args: Asked.args, **kwargs: Asked.kwargs) -> Value:
        key = (ask, args, tuple(kwargs.items()))
        found = _memory.get(key)
        if found is not None:
            value: Value = found[1]
            return value
        generation = _memory.generation
        value = ask(*args, **kwargs)
        _memory.keep(key, value, generation)
        return value

    return asked


def forget() -> None:
    """Forget everything: something was written."""
    _memory.forget()
