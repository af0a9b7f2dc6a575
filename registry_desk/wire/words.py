"""Text as it may travel: cleaned of what no register can keep, limited in length."""

import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
    ValidationError,
)

from registry_desk.wire.errors import FieldInvalid

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CEDILLA = str.maketrans("şţŞŢ", "șțȘȚ")


def cleaned(written: str) -> str:
    """Give text in Unicode NFC with comma-below ș ț, without control and direction characters.

    Direction overrides can make a name read as another one; NUL cannot be stored everywhere.
    """
    return _UNSEEN.sub("", unicodedata.normalize("NFC", written).translate(_CEDILLA)).strip()


Line = Annotated[str, StringConstraints(max_length=1000), AfterValidator(cleaned)]
"""A field of an entry: at most 1,000 characters."""

Prose = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(cleaned)]
"""A resolution or a reason: at most 20,000 characters."""

Code = Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,40}$")]
"""The short, stable name of a department, register or account."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 in small hexadecimal digits."""


Day = Annotated[date, Field(ge=date(1800, 1, 1), le=date(2199, 12, 31))]
"""A day somebody asks about: counting on from it never leaves the calendar."""

Instant = Annotated[
    AwareDatetime,
    Field(ge=datetime(1800, 1, 1, tzinfo=UTC), le=datetime(2199, 12, 31, tzinfo=UTC)),
]
"""An instant a desk tells, whatever its clock says."""

Request = TypeVar("Request", bound=BaseModel)


class Asked(BaseModel):
    """What a desk asks: unknown fields are refused, so that nothing is lost in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def ask(kind: type[Request], /, **values: Any) -> Request:
    """Build a request, and say which field does not fit in the register's own words.

    Raises:
        FieldInvalid: a value is not what the register takes.
    """
    try:
        return kind(**values)
    except ValidationError as error:
        place = error.errors()[0]["loc"]
        raise FieldInvalid(field=".".join(str(part) for part in place)) from error


class Answered(BaseModel):
    """What the server answers: fields of a newer server are left aside."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


Item = TypeVar("Item")
PAGE = 500
"""How many rows of a list one answer holds at the most; the next are asked for behind the last."""


class Listed(RootModel[list[Item]], Generic[Item]):
    """Several of what the server answers; built when the first such answer is read."""

    model_config = ConfigDict(defer_build=True)
