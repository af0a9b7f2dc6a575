"""What concerns the petitioner: a lost code, and being told each step."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from registry_desk.wire.words import Answered, Asked, Line


class NoticeConsent(Asked):
    """Whether the petitioner wants each step told by e-mail, and where."""

    address: Annotated[str, Field(max_length=254)] = ""
    """Empty: no longer."""


class Identified(Asked):
    """Somebody showed an identity document at the counter. Of the person nothing is kept."""

    document: Literal["identity_card", "passport", "residence_permit"]
    name: Annotated[Line, Field(min_length=3)]
    """As the document says it; compared with the sender's, then forgotten."""
    cui: Annotated[str, StringConstraints(pattern=r"^(RO ?)?\d{2,10}$")] | None = None
    """Of the firm they stand for, from its registration certificate, which they showed as well: it
    is compared with the sender's in place of the name, and stays in the audit."""


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
