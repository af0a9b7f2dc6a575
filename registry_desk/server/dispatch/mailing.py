"""E-mails with a signed document: sent once each, from a queue that is the database.

Whoever sends a mail first moves it to ``on_its_way`` by a conditional UPDATE, so that of several
processes one sends it. What the mail server refused for now is tried again; what it refused for
good is shown. Where the connection broke after the message went over, or a copy was put back,
nobody knows whether it left: that is shown as doubtful and left to a person, never sent twice by
itself.
"""

import logging
import mimetypes
import smtplib
import threading
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.models import F, Max

from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import speaking, text
from registry_desk.server import clock
from registry_desk.server.citizen.notices import readable_address
from registry_desk.server.citizen.post import post_box
from registry_desk.server.dispatch.models import Sending
from registry_desk.server.dispatch.sendings import gone
from registry_desk.server.files import store
from registry_desk.server.files.models import FileVersion
from registry_desk.server.site import register_configuration
from registry_desk.server.writing import write

_log = logging.getLogger("registry_desk.server.dispatch")
_HELD_FOR = timedelta(minutes=15)
_MOST_TRIES = 12
_LONGEST_WAIT = timedelta(hours=6)
_AT_ONCE = 20
_LARGEST = 20 * 2**20
"""Bytes of an attachment that mail servers commonly take."""
_LOOK_EVERY_S = 5.0
_ANY_KIND = "application/octet-stream"
_due = threading.Event()


def hurry() -> None:
    """Have the queue looked at now."""
    _due.set()


def keep_sending() -> None:
    """Send what is due, in a thread of its own, as long as the process lives."""

    def work() -> None:
        while True:
            _due.wait(_LOOK_EVERY_S)
            _due.clear()
            try:
                send_due()
            except (DatabaseError, RegistryDeskError, OSError) as error:
                _log.warning("mail queue: %s", type(error).__name__)
                connection.close()  # the next round tries again

    if register_configuration().smtp_url:
        threading.Thread(target=work, name="dispatch-mail", daemon=True).start()


def send_due() -> int:
    """Send what is due; give how many left. A copy that was put back sends nothing."""
    if register_configuration().is_restored:
        return 0
    now = clock.now()
    lost = Sending.objects.filter(state="on_its_way", next_at__lt=now)
    if lost.exists():
        write(lambda: lost.update(state="doubtful", problem="cut_off"))
    due = Sending.objects.filter(state="queued", next_at__lte=now).order_by("next_at")
    return sum(_send(sending) for sending in due.select_related("entry", "reply")[:_AT_ONCE])


def doubt_queue() -> int:
    """Leave the queue of a copy that is opened to a person: what it holds may have been sent since.

    Inside a write.

    Returns:
        How many those are.
    """
    queue = Sending.objects.filter(state__in=("queued", "on_its_way"))
    return queue.update(state="doubtful", problem="put_back")


def _send(sending: Sending) -> bool:
    """Send one, unless another process has it."""
    same = Sending.objects.filter(pk=sending.pk, state="queued", next_at=sending.next_at)
    held_until = clock.now() + _HELD_FOR
    taken = write(lambda: same.update(state="on_its_way", next_at=held_until, tries=F("tries") + 1))
    if not taken:
        return False
    outcome = _outcome(sending)
    write(lambda: _enter(sending, outcome))
    return outcome == "sent"


def _outcome(sending: Sending) -> str:
    """Hand a mail to the mail server: ``sent``, ``again``, or why it did not leave."""
    try:
        message = message_of(sending)
    except ValueError as problem:
        return str(problem)
    except (MessageError, OSError):
        return "unreadable"
    try:
        with post_box(register_configuration()) as box:
            return _handed_over(box, message)
    except smtplib.SMTPAuthenticationError:
        return "login"
    except (smtplib.SMTPException, OSError) as error:
        _log.warning("mail server: %s", type(error).__name__)
        return "again"


def _handed_over(box: smtplib.SMTP, message: EmailMessage) -> str:
    try:
        box.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _said in error.recipients.values()]
        return "refused" if all(code >= 500 for code in codes) else "again"
    except smtplib.SMTPResponseException as error:
        return "refused" if error.smtp_code >= 500 else "again"
    except (smtplib.SMTPServerDisconnected, OSError):
        return "cut_off"
    return "sent"


def _enter(sending: Sending, outcome: str) -> None:
    """Write down what came of a try; inside a write."""
    fresh = Sending.objects.select_related("entry", "reply__entry").get(pk=sending.pk)
    if fresh.state != "on_its_way":
        return  # its time ran out meanwhile and it was called doubtful: a person decides
    if outcome == "sent":
        gone(fresh, fresh.left_by)
        return
    fresh.problem = outcome
    if outcome == "cut_off":
        fresh.state = "doubtful"
    elif outcome == "again" and fresh.tries < _MOST_TRIES:
        fresh.state, fresh.problem = "queued", "server_away"
        fresh.next_at = clock.now() + min(timedelta(minutes=2**fresh.tries) / 4, _LONGEST_WAIT)
    else:
        fresh.state = "failed"
        fresh.problem = "server_away" if outcome == "again" else outcome
    fresh.save(update_fields=("state", "problem", "next_at"))


def message_of(sending: Sending) -> EmailMessage:
    """Give the mail: a few words, the signed document as it lies in the store, what goes with it.

    Raises:
        ValueError: ``address`` is none that can be written to, or the files are ``too_large``.
        OSError: the file cannot be read.
    """
    configuration = register_configuration()
    to = readable_address(sending.address)
    if not to:
        raise ValueError("address")
    file = store.place_of(configuration.store, sending.sha256)
    beside = [
        (store.place_of(configuration.store, one.sha256), one.name) for one in attached_to(sending)
    ]
    if sum(one.stat().st_size for one in (file, *(place for place, _name in beside))) > _LARGEST:
        raise ValueError("too_large")
    number = sending.entry.number
    said = EmailMessage()
    with speaking("ro"):
        said["Subject"] = text("dispatch_mail.subject", number=number)
        said["From"] = Address(addr_spec=configuration.smtp_sender)
        said["To"] = Address(addr_spec=to)
        said["Date"] = format_datetime(clock.now())
        domain = configuration.smtp_sender.rpartition("@")[2]
        said["Message-ID"] = f"<{sending.pk}@{domain}>"
        said.set_content(
            text(
                "dispatch_mail.body",
                institution=configuration.institution,
                number=number,
                url=f"{configuration.public_url}/u/{sending.entry.tracking_code}",
            )
        )
    said.add_attachment(
        file.read_bytes(),
        maintype="application",
        subtype="pdf",
        filename=f"{number.replace('/', '-')}.pdf",
    )
    for place, name in beside:
        _attach(said, place, name)
    return said


def attached_to(sending: Sending) -> list[FileVersion]:
    """Give the files that officials added to an answer: those since the answer before it."""
    if sending.reply_id is None:
        return []
    others = Sending.objects.filter(entry=sending.entry_id, reply__isnull=False).exclude(
        reply=sending.reply_id
    )
    before = others.filter(ordered_at__lt=sending.ordered_at).aggregate(at=Max("ordered_at"))["at"]
    added = FileVersion.objects.filter(entry=sending.entry_id, role="attachment")
    return list((added.filter(created_at__gt=before) if before else added).order_by("pk"))


def _attach(said: EmailMessage, place: Path, name: str) -> None:
    kind, encoding = mimetypes.guess_type(name)
    maintype, subtype = (kind if kind and not encoding else _ANY_KIND).split("/")
    if maintype in ("text", "message", "multipart"):  # sent as bytes, never rewritten on the way
        maintype, subtype = _ANY_KIND.split("/")
    said.add_attachment(place.read_bytes(), maintype=maintype, subtype=subtype, filename=name)
