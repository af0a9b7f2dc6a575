"""Put the API together; its OpenAPI document comes from the wire types."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import BaseRenderer
from pydantic_core import to_json

import registry_desk
from registry_desk.server.archive.api import router as archive
from registry_desk.server.board.api import router as board
from registry_desk.server.citizen.api import router as citizen
from registry_desk.server.deadlines.api import router as deadlines
from registry_desk.server.described import DescribedApi
from registry_desk.server.dispatch.api import router as dispatch
from registry_desk.server.entries.api import router as entries
from registry_desk.server.files.api import router as files
from registry_desk.server.originals.api import router as originals
from registry_desk.server.people.api import router as people
from registry_desk.server.prints.api import router as prints
from registry_desk.server.problems import problem_answer
from registry_desk.server.request import as_ours, authenticate
from registry_desk.server.tasks.api import router as tasks
from registry_desk.server.tasks.hierarchy import router as hierarchy
from registry_desk.wire.errors import FieldInvalid, LoginRefused, RequestMalformed

_WHERE = ("body", "query", "path", "asked")
"""Where a field stands; who fills it in needs its name only."""


class _Renderer(BaseRenderer):
    """Write answers as the wire types do, instants with all their digits."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """Give an answer's bytes."""
        return to_json(data)


api = DescribedApi(
    title="Registry Desk",
    version=registry_desk.__version__,
    description="The central register of entries and exits.",
    docs_url=None,
    auth=authenticate,
    urls_namespace="api",
    renderer=_Renderer(),
)
for _router in (
    people,
    entries,
    files,
    tasks,
    deadlines,
    prints,
    originals,
    board,
    citizen,
    archive,
    dispatch,
    hierarchy,
):
    api.add_router("", _router)


@api.exception_handler(ValidationError)
def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name the first field that does not fit; never its value."""
    first: dict[str, Any] = error.errors[0]
    place = [str(part) for part in first.get("loc", ()) if part not in _WHERE]
    return problem_answer(FieldInvalid(field=".".join(place or ["asked"])[:100]))


@api.exception_handler(AuthenticationError)
def _nobody(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return problem_answer(LoginRefused())


@api.exception_handler(HttpError)
def _malformed(_request: HttpRequest, _error: HttpError) -> HttpResponse:
    return problem_answer(RequestMalformed())


@api.exception_handler(Exception)
def _other(_request: HttpRequest, error: Exception) -> HttpResponse:
    return problem_answer(as_ours(error))
