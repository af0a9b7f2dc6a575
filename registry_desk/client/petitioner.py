"""What is asked of the register for a petitioner at the counter, and about who may see what."""

from collections.abc import Iterable
from typing import Literal
from uuid import UUID

from registry_desk.client.asking import Asking
from registry_desk.wire import Confidence, Entry, Identified, NoticeConsent, RecoveredCode
from registry_desk.wire.words import ask


class Petitioner(Asking):
    """The part of :class:`~registry_desk.client.RegisterClient` for the petitioner's own wishes."""

    def recover_code(
        self,
        entry_id: UUID,
        name: str,
        document: Literal["identity_card", "passport", "residence_permit"],
        cui: str | None = None,
    ) -> RecoveredCode:
        """Give a lost code to who showed an identity document with the sender's name.

        Args:
            entry_id: whose.
            name: as the document says it.
            document: its kind.
            cui: of the firm they stand for, from its registration certificate.
        """
        asked = ask(Identified, name=name, document=document, cui=cui)
        return self._change(RecoveredCode, f"/entries/{entry_id}/recovered-code", asked)

    def set_notices(self, entry_id: UUID, address: str) -> Entry:
        """Note where the petitioner wants each step told; empty: no longer."""
        asked = ask(NoticeConsent, address=address)
        return self._change(Entry, f"/entries/{entry_id}/notices", asked)

    def confide(self, entry_id: UUID, people: Iterable[str] = ()) -> Entry:
        """Keep an entry to its department and the people named."""
        asked = ask(Confidence, is_confidential=True, people=tuple(people))
        return self._change(Entry, f"/entries/{entry_id}/confidence", asked)
