"""The desk's side of the register: one method for each thing that can be asked."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

from registry_desk.client.asking import require_hash
from registry_desk.client.calls import Caller
from registry_desk.client.delays import Behind
from registry_desk.client.hierarchy import Hierarchy
from registry_desk.client.later import Later
from registry_desk.client.petitioner import Petitioner
from registry_desk.client.sending import Dispatching
from registry_desk.client.together import Together
from registry_desk.client.upload import upload
from registry_desk.model.number import RegistrationNumber
from registry_desk.model.office import Account, Office
from registry_desk.wire import (
    Annulment,
    Assignment,
    CalendarDay,
    Closing,
    Delays,
    Dispatch,
    Entry,
    EntryCount,
    Event,
    Extension,
    FileVersion,
    NumbersProof,
    Reason,
    Registration,
    Reply,
    Resolution,
    Search,
    Task,
    UploadOrder,
)
from registry_desk.wire import office as told
from registry_desk.wire.errors import EntryUnknown
from registry_desk.wire.files import FileRole
from registry_desk.wire.register import Outcome
from registry_desk.wire.words import Listed, ask


class _Entries(Listed[Entry]):
    pass


class _Tasks(Listed[Task]):
    pass


class _Events(Listed[Event]):
    pass


class _Days(Listed[CalendarDay]):
    pass


class RegisterClient(Later, Dispatching, Hierarchy, Together, Petitioner, Behind):
    """Asks one server in one person's name; may be used from several threads.

    Every change is keyed by a UUID or a hash and may be sent twice without harm. All methods raise
    ``RegisterAway`` when the server does not answer, ``RegisterConfused`` when something else
    does, ``LoginRefused`` when the credential does not fit, and the classes of ``wire.errors``.
    """

    def __init__(
        self, url: str, credential: str | Callable[[], str], *, timeout_s: float = 10
    ) -> None:
        """Speak with the register at an address.

        Args:
            url: where it is.
            credential: of who works here, or what gives it when it is first needed.
            timeout_s: how long an answer is waited for.
        """
        self._caller = Caller(url, credential, timeout_s=timeout_s)

    @property
    def url(self) -> str:
        """Give the server's address."""
        return self._caller.url

    def close(self) -> None:
        """Close this thread's connections."""
        self._caller.close()

    def office(self) -> Office:
        """Give departments, registers, people, and how the institution is called."""
        return self._caller.value(told.Office, "GET", "/office").value()

    def me(self) -> Account:
        """Give the account this credential belongs to."""
        return self._caller.value(told.Account, "GET", "/me").value()

    def log_out(self) -> None:
        """Make the credential worthless."""
        self._caller.content("POST", "/logout")

    # --- the register ---------------------------------------------------------

    def register(self, registration: Registration) -> Entry:
        """Ask for a number; the same registration again gives the same entry."""
        return self._caller.value(Entry, "POST", "/entries", registration)

    def entry(self, number: str) -> Entry:
        """Give the entry with a number as people write it.

        Raises:
            EntryUnknown: there is none, or it is no number.
        """
        try:
            parsed = RegistrationNumber.parse(number)
        except ValueError as error:
            raise EntryUnknown(number=number) from error
        found = self._caller.value(_Entries, "GET", "/entries", params={"number": str(parsed)})
        if not found.root:
            raise EntryUnknown(number=str(parsed))
        return found.root[0]

    def entry_by_id(self, entry_id: UUID) -> Entry:
        """Give one entry."""
        return self._caller.value(Entry, "GET", f"/entries/{entry_id}")

    def find(self, words: str, *, before: str | None = None) -> list[Entry]:
        """Give the newest entries that have all these words; ``before`` a number, the next page."""
        return self.search(ask(Search, words=words, before=before or ""))

    def search(self, search: Search) -> list[Entry]:
        """Give the newest entries for which all that is asked holds."""
        asked = search.model_dump(mode="json", exclude_defaults=True)
        return self._caller.value(_Entries, "GET", "/entries", params=asked).root

    def count(self, search: Search) -> int:
        """Count the entries for which all that is asked holds."""
        asked = search.model_dump(mode="json", exclude_defaults=True)
        return self._caller.value(EntryCount, "GET", "/entries/count", params=asked).count

    def numbers(self, year: int) -> NumbersProof:
        """Give the proof that the year's numbers have neither gap nor double."""
        return self._caller.value(NumbersProof, "GET", f"/numbers/{year}")

    def history(self, entry_id: UUID) -> list[Event]:
        """Tell who did what to an entry, in order."""
        return self._caller.value(_Events, "GET", f"/entries/{entry_id}/history").root

    def annul(self, entry_id: UUID, reason: str) -> Entry:
        """Annul a number with a reason; it is never given again."""
        return self._change(Entry, f"/entries/{entry_id}/annulment", ask(Annulment, reason=reason))

    def extend(self, entry_id: UUID, days: int, reason: str) -> Entry:
        """Extend an entry's term as far as its law allows."""
        asked = ask(Extension, days=days, reason=reason)
        return self._change(Entry, f"/entries/{entry_id}/extension", asked)

    def close_entry(self, entry_id: UUID, outcome: Outcome = "answered", reason: str = "") -> Entry:
        """Close an entry with its outcome."""
        asked = ask(Closing, outcome=outcome, reason=reason)
        return self._change(Entry, f"/entries/{entry_id}/closing", asked)

    # --- files ----------------------------------------------------------------

    def deliver(
        self,
        entry_id: UUID,
        path: Path,
        *,
        sha256: str,
        role: FileRole,
        name: str,
        reply_id: UUID | None = None,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> FileVersion:
        """Bring a file to its entry; interrupted, it goes on where it was.

        Raises:
            UploadDamaged: the file is not what ``sha256`` says, here or there.
            Cancelled: asked to stop between two pieces.
        """
        order = ask(
            UploadOrder,
            sha256=sha256,
            size_bytes=path.stat().st_size,
            role=role,
            name=name,
            reply_id=reply_id,
        )
        return upload(self._caller, entry_id, path, order, progress=progress, cancelled=cancelled)

    def seal(self, entry_id: UUID, sha256: str) -> FileVersion:
        """Have a delivered file sealed by the institution; the sealed version is a new one."""
        require_hash(sha256)
        return self._change(FileVersion, f"/entries/{entry_id}/files/{sha256}/seal")

    def download(self, sha256: str, target: Path) -> None:
        """Write a file to ``target``: part file, hash checked, fsync, rename.

        Raises:
            UploadDamaged: what arrived has another hash; nothing is written.
        """
        self._fetch(f"/files/{sha256}", sha256, target)

    # --- tasks ----------------------------------------------------------------

    def assign(self, assignment: Assignment) -> Task:
        """Give an entry to a department, and to a person of it."""
        return self._change(Task, "/assignments", assignment)

    def tasks(self, *, state: str | None = None) -> list[Task]:
        """Give the tasks this person may see, the most pressing first."""
        return self._all(_Tasks, "/tasks", lambda task: task.id, state=state)

    def open_task(self, task_id: UUID) -> Task:
        """Open a task: the first opening acknowledges it, with who and when."""
        return self._change(Task, f"/tasks/{task_id}/opening")

    def resolve(self, task_id: UUID, text: str, *, seen: str | None = None) -> Task:
        """Write the resolution of a task.

        Args:
            task_id: the task.
            text: what was decided.
            seen: the resolution as it was looked at; None asks nothing.

        Raises:
            TaskChangedMeanwhile: somebody else wrote another one after that.
        """
        given = {"text": text} if seen is None else {"text": text, "seen": seen}
        return self._change(Task, f"/tasks/{task_id}/resolution", ask(Resolution, **given))

    def refuse(self, task_id: UUID, reason: str) -> Task:
        """Give a task back with a reason."""
        return self._change(Task, f"/tasks/{task_id}/refusal", ask(Reason, reason=reason))

    def begin_reply(self, reply: Reply) -> None:
        """Open a reply under the number of the letter it answers."""
        self._caller.content("POST", "/replies", reply)

    def dispatch(self, reply_id: UUID, dispatch: Dispatch) -> None:
        """Record how a reply left the house."""
        self._caller.content("POST", f"/replies/{reply_id}/dispatch", dispatch)

    def calendar(self, year: int) -> list[CalendarDay]:
        """Give the days of a year that are free, or worked, against the usual week."""
        return self._caller.value(_Days, "GET", f"/calendar/{year}").root

    def decide_day(self, day: CalendarDay) -> CalendarDay:
        """Decide that a day is free or worked; terms given from now on are counted with it."""
        return self._change(CalendarDay, "/calendar", day)

    def delays(self, *, on: date | None = None) -> Delays:
        """Give the honest delay figures, worst department first."""
        return self._caller.value(Delays, "GET", "/delays", params={"on": on})

    def delays_of(self, department: str) -> Delays:
        """Give the honest delay figures of one department with its people."""
        return self._caller.value(Delays, "GET", "/delays", params={"department": department})
