"""Tables and forms of the administration, as HTML: each field has its label, each form its act.

What a form was refused with stands in it again. On a telephone each row is a card; the roles are
said because a table that is laid out otherwise is none to a screen reader any more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from registry_desk.i18n import text


def table(title: str, heads: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """Give a table under its heading; cells are HTML already, the first one heads its row."""
    named = escape(text(title))
    words = [escape(text(code)) if code else "" for code in heads]
    head = "".join(
        f'<th scope="col" role="columnheader">{word}</th>' if word else '<td role="cell"></td>'
        for word in words
    )
    head = f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
    body = "".join(_row(words, *row) for row in rows)
    return (
        f'<h2>{named}</h2><div class="scroll" tabindex="0" role="region" aria-label="{named}">'
        f'<table class="cards" role="table">{head}<tbody role="rowgroup">{body}</tbody></table>'
        "</div>"
    )


def _row(heads: Sequence[str], first: str, *cells: str) -> str:
    rest = "".join(
        f'<td role="cell"{_named(head)}>{cell}</td>'
        for head, cell in zip(heads[1:], cells, strict=True)
    )
    return f'<tr role="row"><th scope="row" role="rowheader">{first}</th>{rest}</tr>'


def _named(head: str) -> str:
    return f' data-head="{head}"' if head else ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form that does one act; it stays folded until somebody wants it, or it was refused."""

    hidden: str
    """The secret that no other site knows."""
    act: str
    about: str
    """Of what its fields are: tells fields of one name on the page apart."""
    said: Mapping[str, str] = field(default_factory=dict)
    """What it was refused with; empty: it was not."""
    refusal: str = ""
    """Why, in HTML: it stands where the fields are, and the first of them has the focus."""

    def folded(self, first: str, *fields: str) -> str:
        """Give it with its fields, and what to know before."""
        said = escape(text(f"administration.{self.act}"))
        hint = escape(text(f"administration.{self.act}_hint"))
        is_open = " open" if self.said else ""
        if self.said:
            first = first.replace("<input ", "<input autofocus ")
        return (
            f'<details{is_open}><summary>{said}</summary><p class="hint">{hint}</p>'
            f'{self.refusal}<form method="post">{_act(self.hidden, self.act)}'
            f"{first}{''.join(fields)}<button>{said}</button></form></details>"
        )

    def field(self, name: str, label: str, *, is_required: bool = True) -> str:
        """Give a field with its label."""
        must = " required" if is_required else ""
        typed = escape(self.said.get(name, ""))
        place = f"{self.about}-{name}"
        return (
            f'<label for="{place}">{escape(text(label))}</label><input id="{place}" name="{name}" '
            f'value="{typed}" autocomplete="off" maxlength="1000"{must}>'
        )

    def choice(self, name: str, label: str, options: Sequence[tuple[str, str]]) -> str:
        """Give a choice with its label: values and the words they go by."""
        place, chosen = f"{self.about}-{name}", self.said.get(name)
        inside = "".join(
            f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
            f"{escape(words)}</option>"
            for value, words in options
        )
        return (
            f'<label for="{place}">{escape(text(label))}</label>'
            f'<select id="{place}" name="{name}">{inside}</select>'
        )


def lone_button(hidden: str, act: str, about: tuple[str, str], label: str, whose: str) -> str:
    """Give a button that does one act to one thing; who hears it hears which."""
    name, value = about
    heard = escape(f"{label}: {whose}")
    return (
        f'<form method="post">{_act(hidden, act)}'
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        f'<button class="quiet" aria-label="{heard}">{escape(label)}</button></form>'
    )


def _act(hidden: str, act: str) -> str:
    return f'{hidden}<input type="hidden" name="act" value="{act}">'
