"""File versions as they travel."""

from registry_desk import wire
from registry_desk.server.files.models import FileVersion


def view(version: FileVersion) -> wire.FileVersion:
    """Give a version."""
    return wire.FileVersion.model_construct(
        sha256=version.sha256,
        size_bytes=version.size_bytes,
        role=version.role,
        version=version.version,
        name=version.name,
        created_at=version.created_at,
        source_sha256=version.source.sha256 if version.source else None,
        reply_id=version.reply_id,
    )
