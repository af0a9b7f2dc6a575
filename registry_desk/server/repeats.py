"""Requests that come again: the same one is one, and another one never passes for it."""

from registry_desk.wire.errors import RequestReused


def require_repeat(*, is_same: bool) -> None:
    """Stop a request under the id of another one: its thing would silently not be done.

    Raises:
        RequestReused: the id came before, about something else.
    """
    if not is_same:
        raise RequestReused
