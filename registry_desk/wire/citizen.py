"""What concerns the petitioner: a lost code, and being told each step."""

from typing import Annotated, Literal

from pydantic import Field

from registry_desk.wire.words import Answered, Asked, Line


class NoticeConsent(Asked):
    """Whether the petitioner wants each step told by e-mail, and where."""

    address: Annotated[str, Field(max_length=254)] = ""
    """Empty: no longer."""


class Identified(Asked):
    """Somebody showed an identity document at the counter. Nothing of this is kept."""

    document: Literal["identity_card", "passport", "residence_permit"]
    name: Annotated[Line, Field(min_length=3)]
    """As the document says it; compared with the sender's, then forgotten."""


class PersonalNumber(Answered):
    """A petitioner's personal number, for who must see it."""

    number: str
    """Of the entry."""
    cnp: str | None = None


class RecoveredCode(Answered):
    """The code of an entry, for who lost it."""

    number: str
    tracking_code: str
    tracking_url: str
