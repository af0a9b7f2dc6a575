"""Tables and forms of the administration, as HTML: each field has its label, each form its act."""

from collections.abc import Iterable, Sequence
from html import escape

from registry_desk.i18n import text


def table(title: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Give a table under its heading; cells are HTML already, the first one heads its row."""
    named = escape(text(title))
    head = "".join(
        f'<th scope="col">{escape(text(code))}</th>' if code else "<td></td>" for code in heads
    )
    body = "".join(_row(*row) for row in rows)
    return (
        f'<h2>{named}</h2><div class="scroll" tabindex="0" role="region" aria-label="{named}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(first: str, *cells: str) -> str:
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def form(hidden: str, act: str, *fields: str) -> str:
    """Give a form that does one act; it stays folded until somebody wants it."""
    said = escape(text(f"administration.{act}"))
    return (
        f'<details><summary>{said}</summary><form method="post">{_act(hidden, act)}'
        f"{''.join(fields)}<button>{said}</button></form></details>"
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


def field(name: str, label: str, *, of: str = "account", is_required: bool = True) -> str:
    """Give a field with its label; ``of`` tells fields of one name on the page apart."""
    must = " required" if is_required else ""
    return (
        f'<label for="{of}-{name}">{escape(text(label))}</label>'
        f'<input id="{of}-{name}" name="{name}" autocomplete="off" maxlength="1000"{must}>'
    )


def choice(name: str, label: str, options: Sequence[tuple[str, str]]) -> str:
    """Give a choice with its label: values and the words they go by."""
    inside = "".join(
        f'<option value="{escape(value)}">{escape(words)}</option>' for value, words in options
    )
    return (
        f'<label for="choice-{name}">{escape(text(label))}</label>'
        f'<select id="choice-{name}" name="{name}">{inside}</select>'
    )
