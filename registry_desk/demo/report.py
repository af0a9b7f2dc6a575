"""What happened to each letter, as data of the contract and as a table for a person."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from registry_desk.demo.sheets import DamagedFile
from registry_desk.i18n import text

WHOLE_WAY = ("received", "assigned", "acknowledged", "answered", "dispatched", "closed")
"""The milestones of a letter that went the whole way."""


@dataclass(frozen=True, slots=True)
class LetterStory:
    """One letter, from the feeder to the tracking page."""

    letter: str
    number: str
    kind: str
    sender_name: str
    page_count: int
    confidence: float
    """Mean confidence of the words read, 0 to 1."""
    seconds_to_number: float
    """From its last page on disk to its number."""
    tracking_url: str
    state: str
    letter_pdf: Path
    letter_signatures: int
    """By pdfsig."""
    reply_pdf: Path
    reply_signatures: int
    """By pdfsig."""
    milestones: tuple[str, ...]
    is_shown: bool
    """pdftotext finds number and sender in the letter, the number in the reply."""
    is_tracked: bool
    """The citizen's page shows every milestone."""

    @property
    def is_whole(self) -> bool:
        """Tell whether the letter went the whole way and every file says so."""
        return (
            self.state == "closed"
            and self.letter_signatures == 1
            and self.reply_signatures == 2
            and set(WHOLE_WAY) <= set(self.milestones)
            and self.is_shown
            and self.is_tracked
        )

    def as_dict(self) -> dict[str, Any]:
        """Give the story as the contract's plain value."""
        return {
            "letter": self.letter,
            "number": self.number,
            "kind": self.kind,
            "sender_name": self.sender_name,
            "page_count": self.page_count,
            "confidence": round(self.confidence, 3),
            "seconds_to_number": round(self.seconds_to_number, 2),
            "tracking_url": self.tracking_url,
            "state": self.state,
            "letter_pdf": str(self.letter_pdf),
            "letter_signatures": self.letter_signatures,
            "reply_pdf": str(self.reply_pdf),
            "reply_signatures": self.reply_signatures,
            "milestones": list(self.milestones),
            "text_found": self.is_shown,
            "tracking_page_complete": self.is_tracked,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """A whole demonstration."""

    letters: tuple[LetterStory, ...]
    given: int
    gaps: int
    doubles: int
    sheets_fed: int
    pages_kept: int
    pages_aside: int
    damaged: tuple[DamagedFile, ...] = ()
    """Files of the person's that could not be fed."""
    seconds: dict[str, float] = field(default_factory=dict)
    """``set_up`` and ``way``, then the parts of the way."""

    @property
    def is_whole(self) -> bool:
        """Tell whether every letter went the whole way and the numbers are whole."""
        letters = bool(self.letters) and all(letter.is_whole for letter in self.letters)
        return letters and not self.gaps and not self.doubles and not self.damaged

    def as_dict(self) -> dict[str, Any]:
        """Give the report as the contract's plain value."""
        return {
            "letters": [letter.as_dict() for letter in self.letters],
            "numbers": {"given": self.given, "gaps": self.gaps, "doubles": self.doubles},
            "paper": {
                "sheets_fed": self.sheets_fed,
                "pages_kept": self.pages_kept,
                "pages_aside": self.pages_aside,
            },
            "damaged": [
                {"source": d.name, "code": d.error.code, "message": d.error.message}
                for d in self.damaged
            ],
            "seconds": {name: round(value, 2) for name, value in self.seconds.items()},
        }

    def as_words(self) -> str:
        """Give the report as a table with a closing line."""
        head = ("letter", "number", "kind", "sender", "pages", "confidence", "seconds", "reader")
        rows = [[text(f"demo.column.{name}") for name in head]]
        rows += [_row(letter) for letter in self.letters]
        widths = [max(len(row[place]) for row in rows) for place in range(len(head))]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        lines.insert(1, "  ".join("─" * width for width in widths))
        lines += [f"  {letter.number}  {letter.tracking_url}" for letter in self.letters]
        lines += [f"  {d.name}  {d.error.message} {d.error.next_step}" for d in self.damaged]
        lines.append(
            text(
                "demo.closing",
                given=self.given,
                gaps=self.gaps,
                doubles=self.doubles,
                sheets=self.sheets_fed,
                pages=self.pages_kept,
                aside=self.pages_aside,
                set_up=f"{self.seconds['set_up']:.1f}",
                way=f"{self.seconds['way']:.1f}",
            )
        )
        lines.append(text("demo.whole") if self.is_whole else text("demo.not_whole"))
        return "\n".join(lines)


def _row(letter: LetterStory) -> list[str]:
    kind = text(f"kind.{letter.kind}") if letter.kind else ""
    found = text("demo.found") if letter.is_shown else text("demo.not_found")
    return [
        letter.letter,
        letter.number,
        kind,
        letter.sender_name[:36],
        str(letter.page_count),
        f"{letter.confidence:.2f}",
        f"{letter.seconds_to_number:.1f}",
        f"pdfsig {letter.letter_signatures}+{letter.reply_signatures} · {found}",
    ]
