"""The mail server notices leave by: one address in the settings, TLS unless it is loopback."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from registry_desk.server.configuration import Configuration

_PATIENCE_S = 20


@contextmanager
def post_box(configuration: Configuration) -> Iterator[smtplib.SMTP]:
    """Open the way to the mail server and close it after.

    Raises:
        OSError: it cannot be reached; smtplib.SMTPException: it refuses us.
    """
    url = urlsplit(configuration.smtp_url)
    host, port = url.hostname or "", url.port or 0
    secure = ssl.create_default_context()
    if url.scheme == "smtps":
        box: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=_PATIENCE_S, context=secure)
    else:
        box = smtplib.SMTP(host, port, timeout=_PATIENCE_S)
    with box:
        if url.query == "starttls":
            box.starttls(context=secure)
        if url.username:
            file = configuration.path(configuration.smtp_password_file)
            box.login(unquote(url.username), file.read_text(encoding="utf-8").strip())
        yield box
