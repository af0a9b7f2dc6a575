"""Problem JSON: what the server says when it does not do as asked.

Source: RFC 9457, Problem Details for HTTP APIs.
"""

from typing import Any

from pydantic import Field

from registry_desk.errors import RegistryDeskError
from registry_desk.wire.words import Answered

MEDIA_TYPE = "application/problem+json"


class Problem(Answered):
    """One problem; ``code`` names the same error class on both sides."""

    type: str
    title: str
    status: int
    detail: str = ""
    code: str
    family: str
    params: dict[str, Any] = Field(default_factory=dict)


def problem_of(error: RegistryDeskError, status: int) -> Problem:
    """Say an error in the language in use, for the wire."""
    return Problem(
        type=f"urn:registry-desk:problem:{error.code}",
        title=error.message,
        status=status,
        detail=error.next_step,
        code=error.code,
        family=error.family,
        params=error.params,
    )
