"""A draft that leaves as it is: its version becomes the reply's, for an entry has a file once.

Nothing of the file changes; the audit log tells when it was delivered as which.
"""

from registry_desk.server.files.models import FileVersion, Upload
from registry_desk.server.tasks.models import Reply
from registry_desk.server.texts import reading
from registry_desk.wire.upload_errors import FileTaken


def waits_for(upload: Upload, found: FileVersion) -> bool:
    """Tell whether a version is the draft that an upload delivers as its reply."""
    return upload.role == "reply" and found.role == "draft"


def require_free(sha256: str, reply: Reply) -> None:
    """Stop a reply whose bytes would never count as one, because they are another file.

    Raises:
        FileTaken: the entry has them as a letter, or as another reply.
    """
    same = FileVersion.objects.filter(entry=reply.entry_id, sha256=sha256)
    if same.exclude(role="draft").exclude(reply=reply).exists():
        raise FileTaken(number=reply.entry.number)


def become_reply(upload: Upload) -> bool:
    """Make the draft with an upload's bytes its reply, inside a write; False without one."""
    drafts = FileVersion.objects.select_for_update().filter(entry=upload.entry, role="draft")
    found = drafts.filter(sha256=upload.sha256).first()
    if found is None:
        return False
    found.role, found.reply_id, found.name = upload.role, upload.reply_id, upload.name
    found.save(update_fields=["role", "reply", "name"])
    reading.ask_for(found)
    return True
