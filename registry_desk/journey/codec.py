"""Plain values to JSON and back, checked by their types."""

import json
from datetime import datetime
from typing import Any, TypeVar

Value = TypeVar("Value")


_adapters: dict[Any, Any] = {}


def _adapter(kind: Any) -> Any:
    if kind not in _adapters:
        from pydantic import TypeAdapter  # loads late: the window shows before it is needed

        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def to_json(kind: type[Value], value: Value) -> str:
    """Write a value of a dataclass or a wire type as JSON."""
    written: bytes = _adapter(kind).dump_json(value)
    return written.decode()


def from_json(kind: type[Value], written: str) -> Value:
    """Read what :func:`to_json` wrote.

    Raises:
        ValueError: it does not fit the type.
    """
    value: Value = _adapter(kind).validate_json(written)
    return value


def instant(written: str | None) -> datetime | None:
    """Read an instant as the database keeps it (ISO 8601, UTC)."""
    return datetime.fromisoformat(written) if written else None


def plain(written: str | None) -> Any:
    """Read untyped JSON; None stays None."""
    return json.loads(written) if written else None
