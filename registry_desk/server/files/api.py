"""Addresses of files and uploads."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse

from registry_desk import wire
from registry_desk.server.audit.log import record
from registry_desk.server.described import gives
from registry_desk.server.entries.sight import may_see
from registry_desk.server.files import sealing, store, tus, uploads
from registry_desk.server.files.models import FileVersion
from registry_desk.server.people.rights import Actor
from registry_desk.server.request import actor
from registry_desk.server.routing import Router
from registry_desk.server.site import register_configuration
from registry_desk.server.writing import write
from registry_desk.wire.errors import FileUnknown

router = Router(tags=["files"])
_PIECE: dict[str, Any] = {
    "parameters": [
        {
            "in": "header",
            "name": "Upload-Offset",
            "required": True,
            "schema": {"type": "integer", "minimum": 0},
        },
        {
            "in": "header",
            "name": "Upload-Checksum",
            "description": "``sha256`` or ``sha1``, and the piece's hash in Base64",
            "schema": {"type": "string"},
        },
    ],
}


@router.post("/entries/{uuid:entry_id}/uploads", response=wire.UploadState)
def order(request: HttpRequest, entry_id: UUID, asked: wire.UploadOrder) -> Any:
    """Announce a file; the same announcement again finds the same upload."""
    who = actor(request)
    who.require("deliver")
    return uploads.order(entry_id, asked, who)


@router.get("/uploads/{uuid:upload_id}", response=wire.UploadState)
def upload(request: HttpRequest, upload_id: UUID) -> Any:
    """Say how far an upload has come."""
    who = actor(request)
    who.require("deliver")
    return uploads.state_of(uploads.upload_for(upload_id, who))


@router.api_operation(
    ["OPTIONS"], "/uploads", auth=None, response={204: None}, openapi_extra={"security": []}
)
def abilities(request: HttpRequest) -> HttpResponse:
    """Say what of tus is spoken here."""
    return tus.abilities(register_configuration().upload_limit_mb)


@router.api_operation(
    ["OPTIONS"],
    "/uploads/{uuid:upload_id}",
    auth=None,
    response={204: None},
    openapi_extra={"security": []},
)
def abilities_there(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Say what of tus is spoken here, whatever upload is meant."""
    return tus.abilities(register_configuration().upload_limit_mb)


@router.api_operation(["HEAD"], "/uploads/{uuid:upload_id}")
@tus.spoken
def head(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Say how far an upload has come, in tus' headers."""
    who = actor(request)
    who.require("deliver")
    state = uploads.state_of(uploads.upload_for(upload_id, who))
    return tus.state(200, state.offset, length=state.size_bytes)


@router.patch("/uploads/{uuid:upload_id}", response={204: None}, openapi_extra=_PIECE)
@tus.spoken
def take(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Take the piece that begins at ``Upload-Offset``; the body is the bytes, as tus sends them."""
    who = actor(request)
    who.require("deliver")
    offset, announced = tus.offset(request), tus.announced(request)
    found = uploads.upload_for(upload_id, who)
    return tus.state(204, uploads.take(found, offset, request, who, announced=announced))


@router.post("/entries/{uuid:entry_id}/files/{sha256}/seal", response=wire.FileVersion)
def seal(request: HttpRequest, entry_id: UUID, sha256: str) -> Any:
    """Seal a delivered file."""
    who = actor(request)
    who.require("seal")
    return sealing.seal(entry_id, sha256, who)


@router.get("/files/{sha256}", openapi_extra=gives("application/octet-stream"))
def download(request: HttpRequest, sha256: str) -> HttpResponse | FileResponse:
    """Give a file to whoever may see its entry; the look leaves a trace."""
    who = actor(request)
    who.require("read")
    version = _version(sha256, who)
    place = store.place_of(register_configuration().store, version.sha256)
    write(lambda: record(who.username, "downloaded", version.entry.number, sha256=sha256) and None)
    return FileResponse(
        place.open("rb"), content_type="application/octet-stream", filename=f"{sha256}.pdf"
    )


def _version(sha256: str, who: Actor) -> FileVersion:
    if len(sha256) == 64:
        for version in FileVersion.objects.filter(sha256=sha256).select_related("entry"):
            if may_see(who, version.entry):
                return version
    raise FileUnknown
