"""What desk and server say to each other, said once: request and answer types, problem codes.

The server's API and the desk's client use these same classes. Requests refuse fields they do not
know (a newer desk is told, nothing is lost in silence); answers tolerate them.
"""

from registry_desk.model.department import Department
from registry_desk.wire.archive import (
    ArchiveRow,
    FileCode,
    HoldReason,
    ListAsked,
    Nomenclator,
    PersonAsked,
    PersonEntry,
)
from registry_desk.wire.audit import Event, Inclusion
from registry_desk.wire.calendar import CalendarDay
from registry_desk.wire.citizen import Identified, NoticeConsent, PersonalNumber, RecoveredCode
from registry_desk.wire.delays import (
    AgeDelays,
    DelayedLetter,
    DelayedLetters,
    Delays,
    DelaysAsked,
    DepartmentDelays,
    Figures,
    KindDelays,
    LettersAsked,
    PersonDelays,
    Stay,
    Waiting,
    WeekDelays,
)
from registry_desk.wire.devices import Device, DeviceKey, DeviceOrder
from registry_desk.wire.dispatch import (
    Afterwards,
    Leaving,
    PostList,
    PostOrder,
    Route,
    Sending,
    SendingAgain,
    SendingOrder,
)
from registry_desk.wire.files import FileVersion, UploadOrder, UploadState
from registry_desk.wire.hierarchy import (
    Approval,
    ApprovalOrder,
    ApprovalRule,
    Decision,
    Unassigned,
)
from registry_desk.wire.office import (
    Account,
    Credential,
    DepartmentOrder,
    Login,
    Office,
    RegisterInfo,
)
from registry_desk.wire.papers import (
    Addition,
    Amended,
    Amendment,
    FieldChange,
    Original,
    OriginalMove,
)
from registry_desk.wire.prints import PrintOrder, RegisterPrint
from registry_desk.wire.problem import Problem
from registry_desk.wire.register import (
    Annulment,
    Closing,
    Confidence,
    Entry,
    Extension,
    LetterFields,
    Milestone,
    NumbersProof,
    Registration,
    Search,
)
from registry_desk.wire.tasks import (
    Assignment,
    Dispatch,
    Reason,
    Reply,
    Resolution,
    Task,
)
from registry_desk.wire.terms import Reminder, TermCalculation, TermStep
from registry_desk.wire.together import Consultation, Moving, Pause, Question, Substitution
from registry_desk.wire.words import ask

__all__ = [
    "Account",
    "Addition",
    "Afterwards",
    "AgeDelays",
    "Amended",
    "Amendment",
    "Annulment",
    "Approval",
    "ApprovalOrder",
    "ApprovalRule",
    "ArchiveRow",
    "Assignment",
    "CalendarDay",
    "Closing",
    "Confidence",
    "Consultation",
    "Credential",
    "Decision",
    "DelayedLetter",
    "DelayedLetters",
    "Delays",
    "DelaysAsked",
    "Department",
    "DepartmentDelays",
    "DepartmentOrder",
    "Device",
    "DeviceKey",
    "DeviceOrder",
    "Dispatch",
    "Entry",
    "Event",
    "Extension",
    "FieldChange",
    "Figures",
    "FileCode",
    "FileVersion",
    "HoldReason",
    "Identified",
    "Inclusion",
    "KindDelays",
    "Leaving",
    "LetterFields",
    "LettersAsked",
    "ListAsked",
    "Login",
    "Milestone",
    "Moving",
    "Nomenclator",
    "NoticeConsent",
    "NumbersProof",
    "Office",
    "Original",
    "OriginalMove",
    "Pause",
    "PersonAsked",
    "PersonDelays",
    "PersonEntry",
    "PersonalNumber",
    "PostList",
    "PostOrder",
    "PrintOrder",
    "Problem",
    "Question",
    "Reason",
    "RecoveredCode",
    "RegisterInfo",
    "RegisterPrint",
    "Registration",
    "Reminder",
    "Reply",
    "Resolution",
    "Route",
    "Search",
    "Sending",
    "SendingAgain",
    "SendingOrder",
    "Stay",
    "Substitution",
    "Task",
    "TermCalculation",
    "TermStep",
    "Unassigned",
    "UploadOrder",
    "UploadState",
    "Waiting",
    "WeekDelays",
    "ask",
]
