"""Draw lists of letters for the post; loaded when the first is made."""

from pathlib import Path

from registry_desk.i18n import speaking, text
from registry_desk.pdf.post_list import PostalRow, post_list
from registry_desk.pdf.post_list import PostList as Drawn
from registry_desk.server.dispatch.models import PostList, Sending
from registry_desk.server.people.models import Account
from registry_desk.server.site import register_configuration


def draw(made: PostList, file: Path) -> str:
    """Draw a list into a file and give its SHA-256."""
    return post_list(_value(made), file)


def _value(made: PostList) -> Drawn:
    sender = Account.objects.filter(username=made.made_by).first()
    sendings = Sending.objects.filter(post_list=made).select_related("entry").order_by("value")
    with speaking("ro"):
        rows = tuple(
            PostalRow(
                number=sending.number,
                entry_number=sending.entry.number,
                addressee=sending.addressee,
                address=sending.address,
                kind=text(f"post_kind.{sending.kind}"),
            )
            for sending in sendings
        )
    return Drawn(
        institution=register_configuration().institution,
        number=made.number,
        made_at=made.made_at,
        handed_by=sender.name if sender else made.made_by,
        rows=rows,
    )
