"""The API with an OpenAPI document that also says who may ask, and what is answered instead."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from registry_desk.wire.problem import MEDIA_TYPE, Problem

_BEARER = {"type": "http", "scheme": "bearer"}
_PROBLEM = {
    "description": "A problem, with its code (RFC 9457)",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def gives(*media_types: str) -> dict[str, Any]:
    """Say in the document that an operation gives bytes of these types (``openapi_extra``)."""
    bytes_of_any = {"schema": {"type": "string", "format": "binary"}}
    return {"responses": {200: {"content": dict.fromkeys(media_types, bytes_of_any)}}}


class DescribedApi(NinjaAPI):
    """An API whose document names the bearer token and the problem that any address may answer."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Give the document; an operation that needs nobody says so itself."""
        described = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        described["security"] = [{"bearer": []}]
        described["components"]["securitySchemes"] = {"bearer": _BEARER}
        described["components"]["schemas"]["Problem"] = Problem.model_json_schema()
        for operations in described["paths"].values():
            for operation in operations.values():
                operation["responses"]["default"] = _PROBLEM
        return described
