"""What is asked of the register on the way up and down: approvals, repartition."""

from uuid import UUID

from registry_desk.client.asking import Asking
from registry_desk.wire import Approval, ApprovalOrder, ApprovalRule, Decision, Entry, Unassigned
from registry_desk.wire.words import Listed, ask


class _Approvals(Listed[Approval]):
    pass


class _Rules(Listed[ApprovalRule]):
    pass


class _Entries(Listed[Entry]):
    pass


class _Unassigned(Listed[Unassigned]):
    pass


class Hierarchy(Asking):
    """The part of :class:`~registry_desk.client.RegisterClient` for approval and repartition."""

    def unassigned(self) -> list[Unassigned]:
        """Give what waits for this person's repartition, the most pressing first."""
        return self._all(_Unassigned, "/repartition", lambda one: one.entry_id)

    def links_of(self, entry_id: UUID) -> list[Entry]:
        """Give the entries connected with one, in the order of registration."""
        return self._all(_Entries, f"/entries/{entry_id}/links", lambda one: one.id)

    def send_up(self, reply_id: UUID, order: ApprovalOrder) -> list[Approval]:
        """Send a reply up for approval; one sent up before is taken back."""
        return self._change(_Approvals, f"/replies/{reply_id}/approvals", order).root

    def approvals_of(self, reply_id: UUID) -> list[Approval]:
        """Give the way a reply took up, in order."""
        return self._caller.value(_Approvals, "GET", f"/replies/{reply_id}/approvals").root

    def approvals(self) -> list[Approval]:
        """Give what this person is to approve now."""
        return self._all(_Approvals, "/approvals", lambda one: one.id)

    def decide(self, approval_id: UUID, *, is_approved: bool, reason: str = "") -> Approval:
        """Approve a reply, or refuse it with a reason."""
        asked = ask(Decision, is_approved=is_approved, reason=reason)
        return self._change(Approval, f"/approvals/{approval_id}/decision", asked)

    def approval_rules(self) -> list[ApprovalRule]:
        """Give the departments whose replies are signed only after approval."""
        return self._caller.value(_Rules, "GET", "/approval-rules").root

    def set_approval_rule(self, department: str, *, is_needed: bool) -> ApprovalRule:
        """Say whether a department's replies are signed only after approval."""
        asked = ask(ApprovalRule, department=department, is_needed=is_needed)
        return self._change(ApprovalRule, "/approval-rules", asked)
