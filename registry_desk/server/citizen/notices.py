"""Tell each step by e-mail to who asked for it: what step, of which number, and where to look.

The database is the queue: a notice is entered with the step it tells, and who sends it first moves
its next moment on by a conditional UPDATE, so that several processes never send one twice at a
time. Nothing of the letter's content, no name, and no address but the petitioner's own is told.
"""

import logging
import re
import smtplib
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from django.db.models import F

from registry_desk.i18n import speaking, text
from registry_desk.server import clock
from registry_desk.server.citizen.models import Notice
from registry_desk.server.citizen.post import post_box
from registry_desk.server.entries.models import Milestone
from registry_desk.server.site import register_configuration
from registry_desk.server.writing import write

_log = logging.getLogger("registry_desk.server.notices")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_HELD_FOR = timedelta(minutes=5)
_MOST_TRIES = 12
_LONGEST_WAIT = timedelta(hours=6)
_AT_ONCE = 50


def readable_address(written: str) -> str:
    """Give an e-mail address that can be written to, empty where it is none."""
    found = written.strip()
    return found if len(found) <= 254 and _ADDRESS.fullmatch(found) else ""


def tell(step: Milestone) -> None:
    """Put a step into the queue where its petitioner asked to be told; inside a write."""
    if step.entry.notice_to and register_configuration().smtp_url:
        Notice.objects.create(milestone=step, next_at=clock.now())


def send_waiting() -> int:
    """Send what is due; give how many went out. A copy that was put back sends nothing."""
    if register_configuration().is_restored:
        return 0
    waiting = Notice.objects.filter(state="waiting", next_at__lte=clock.now())
    return sum(_send(notice) for notice in waiting.order_by("next_at")[:_AT_ONCE])


def _send(notice: Notice) -> bool:
    """Send one, unless somebody else holds it."""
    held_until = clock.now() + _HELD_FOR
    same = Notice.objects.filter(pk=notice.pk, state="waiting", next_at=notice.next_at)
    if not write(lambda: same.update(next_at=held_until, tries=F("tries") + 1)):
        return False
    try:
        message = message_of(notice.milestone)
        with post_box(register_configuration()) as box:
            box.send_message(message)
    except (smtplib.SMTPException, OSError, MessageError, ValueError) as error:
        _log.warning("notice %s: %s", notice.pk, type(error).__name__)
        _wait_or_give_up(notice, is_final=isinstance(error, smtplib.SMTPRecipientsRefused))
        return False
    write(lambda: Notice.objects.filter(pk=notice.pk).update(state="sent"))
    return True


def _wait_or_give_up(notice: Notice, *, is_final: bool) -> None:
    if is_final or notice.tries + 1 >= _MOST_TRIES:
        write(lambda: Notice.objects.filter(pk=notice.pk).update(state="given_up"))
        return
    next_at = clock.now() + min(timedelta(minutes=2**notice.tries), _LONGEST_WAIT)
    write(lambda: Notice.objects.filter(pk=notice.pk).update(next_at=next_at))


def message_of(step: Milestone) -> EmailMessage:
    """Give the letter that tells a step.

    Raises:
        ValueError: the address is none that can be written to; nothing of it reaches a header.
    """
    configuration = register_configuration()
    to = readable_address(step.entry.notice_to)
    if not to:
        raise ValueError("address")
    said = EmailMessage()
    with speaking("ro"):
        what = text(f"milestone.{step.code}")
        said["Subject"] = text("notice.subject", number=step.entry.number, step=what)
        said["From"] = Address(addr_spec=configuration.smtp_sender)
        said["To"] = Address(addr_spec=to)
        said["Date"] = format_datetime(step.at)
        ours = configuration.smtp_sender.rpartition("@")[2]
        said["Message-ID"] = f"<step-{step.pk}-{step.entry.uuid.hex}@{ours}>"
        said["Auto-Submitted"] = "auto-generated"
        said.set_content(
            text(
                "notice.body",
                institution=configuration.institution,
                number=step.entry.number,
                step=what,
                on=clock.written(clock.day_of(step.at)),
                url=f"{configuration.public_url}/u/{step.entry.tracking_code}",
            )
        )
    return said
