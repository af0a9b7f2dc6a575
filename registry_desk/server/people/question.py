"""What is kept between sending somebody to the identity provider and their coming back."""

import secrets
from dataclasses import dataclass

BACK = "/login/provider/back"
"""Where the provider sends people back to."""


@dataclass(frozen=True, slots=True)
class Question:
    """Three values nobody can guess. Source: OpenID Connect Core 1.0, 3.1.2.1; RFC 7636, 4.1."""

    state: str
    nonce: str
    verifier: str


def new_question() -> Question:
    """Draw a question from the system's random source."""
    return Question(*(secrets.token_urlsafe(48) for _ in range(3)))
