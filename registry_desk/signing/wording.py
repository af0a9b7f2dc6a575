"""What was found of a signature, in words; the same on paper and on the screen."""

from datetime import datetime

from registry_desk.i18n import plural, text
from registry_desk.signing.verdicts import SignatureVerdict


def facts_of(one: SignatureVerdict) -> list[tuple[str, str]]:
    """Give what is known of a signature, as names and values."""
    facts = [
        (text("report.signer"), one.signer or text("report.unknown")),
        (text("report.signed_at"), _signed_at(one)),
        (text("report.level"), one.level or text("report.unknown")),
        (text("report.covers"), _coverage(one)),
        (text("report.revocation"), _revocation(one)),
        (text("report.qualified"), _qualified(one)),
    ]
    if one.filled_fields:
        facts.append((text("report.filled"), ", ".join(one.filled_fields)))
    return facts


def moment(at: datetime) -> str:
    """Give date and time as the office writes them, with the zone."""
    return f"{at:%d.%m.%Y %H:%M %Z}"


def _signed_at(one: SignatureVerdict) -> str:
    source = text(f"verify.time.{one.time_source}")
    if one.signed_at is None:
        return source
    return f"{moment(one.signed_at.astimezone())} ({source})"


def _coverage(one: SignatureVerdict) -> str:
    if one.revision is None or one.revision_count is None or one.page_count is None:
        return text("report.unknown")
    pages = plural("report.pages", one.page_count)
    if one.covers_whole_file:
        return text("report.covers_all", pages=pages)
    of = {"revision": one.revision, "count": one.revision_count}
    return text("report.covers_part", pages=pages, **of)


def _revocation(one: SignatureVerdict) -> str:
    told = text(f"report.revocation.{one.revocation}")
    if one.revocation_source == "none":
        return told
    return f"{told} ({text(f'report.source.{one.revocation_source}')})"


def _qualified(one: SignatureVerdict) -> str:
    told = text(f"qualified.{one.qualification.status}")
    service = one.qualification.service
    return f"{told} ({service})" if service else told
