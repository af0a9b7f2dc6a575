"""The report on one signed file as a page: complete in itself, for the screen and for paper.

No script runs in it and nothing is fetched; both views of changed pages stand side by side.
"""

import base64
from collections.abc import Iterable
from datetime import datetime
from html import escape
from pathlib import Path

from registry_desk import i18n
from registry_desk.durable import part_file, sha256_of
from registry_desk.i18n import text
from registry_desk.resources import resource
from registry_desk.signing.question import PagePair
from registry_desk.signing.verdicts import ChainLink, FileVerdict, SignatureVerdict
from registry_desk.signing.verification import both_views
from registry_desk.signing.wording import facts_of, moment

_MOST_PAGES = 12
"""Pages shown per signature; the others are named."""


def write_report(verdict: FileVerdict, target: Path) -> None:
    """Write the report on a judged file.

    Args:
        verdict: what was found; its file is read again for its hash and the views.
        target: the HTML file.

    Raises:
        DiskFull: FolderClosed: it cannot be written; nothing half is left.
    """
    file = Path(verdict.file)
    shown = [_signature(one, _views(file, one)) for one in verdict.signatures]
    title = text("report.title")
    facts = [
        (text("report.file"), file.name),
        (text("report.sha256"), sha256_of(file)),
        (text("report.at"), moment(datetime.now().astimezone())),
    ]
    body = [
        f"<h1>{escape(title)}</h1>",
        _badge(verdict.verdict.value),
        _facts(facts),
        _reasons(verdict.reasons),
        *shown,
        f"<footer>{escape(text('report.foot'))}</footer>",
    ]
    style = resource("report.css").read_text(encoding="utf-8")
    page = (
        f'<!DOCTYPE html>\n<html lang="{i18n.current()}"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "img-src data:; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}: {escape(file.name)}</title><style>{style}</style></head>"
        f"<body><main>{''.join(body)}</main></body></html>\n"
    )
    with part_file(target) as part:
        part.write_text(page, encoding="utf-8")


def _views(file: Path, one: SignatureVerdict) -> tuple[PagePair, ...]:
    return both_views(file, one, most=_MOST_PAGES) if one.changed_pages else ()


def _signature(one: SignatureVerdict, views: tuple[PagePair, ...]) -> str:
    heading = escape(text("report.signature", field=one.field))
    parts = [
        f"<section><h2>{heading}</h2>",
        _badge(one.verdict.value),
        _reasons(one.reasons),
        _facts(facts_of(one)),
        _chain(one.chain),
        _pairs(views, one.changed_pages),
        "</section>",
    ]
    return "".join(parts)


def _badge(verdict: str) -> str:
    words = escape(text(f"verdict.{verdict}"))
    return f'<p class="badge {verdict}">{words}</p>'


def _facts(rows: Iterable[tuple[str, str]]) -> str:
    told = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)
    return f"<dl>{told}</dl>"


def _reasons(reasons: Iterable[str]) -> str:
    told = "".join(f"<li>{escape(reason)}</li>" for reason in reasons)
    return f'<ul class="reasons">{told}</ul>' if told else ""


def _chain(chain: tuple[ChainLink, ...]) -> str:
    if not chain:
        return ""
    heads = ("report.chain.subject", "report.chain.issuer", "report.chain.serial")
    names = [*map(text, heads), text("report.chain.valid")]
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    rows = "".join(
        f"<tr><td>{escape(one.subject)}</td><td>{escape(one.issuer)}</td>"
        f"<td><code>{escape(one.serial)}</code></td>"
        f"<td>{one.valid_from:%d.%m.%Y}<br>– {one.valid_until:%d.%m.%Y}</td></tr>"
        for one in chain
    )
    title = escape(text("report.chain"))
    return f"<h3>{title}</h3><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _pairs(views: tuple[PagePair, ...], changed: tuple[int, ...]) -> str:
    if not changed:
        return ""
    shown = "".join(map(_pair, views))
    missing = [page for page in changed if page not in {one.page for one in views}]
    told = ""
    if missing:
        pages = ", ".join(str(page) for page in missing[:100])
        told = f"<p>{escape(text('report.more_pages', pages=pages))}</p>"
    return f"<h3>{escape(text('report.views'))}</h3>{shown}{told}"


def _pair(one: PagePair) -> str:
    signed, present = text("report.view.signed"), text("report.view.present")
    return (
        f'<div class="pair"><h4>{escape(text("report.page", page=one.page))}</h4>'
        f"{_view(signed, one.signed, one.page)}{_view(present, one.present, one.page)}</div>"
    )


def _view(words: str, picture: bytes | None, page: int) -> str:
    caption = f"<figcaption>{escape(words)}</figcaption>"
    if picture is None:
        return f'<figure>{caption}<p class="none">{escape(text("report.view.none"))}</p></figure>'
    coded = base64.b64encode(picture).decode()
    told = escape(text("report.view.alt", view=words, page=page))
    return f'<figure>{caption}<img alt="{told}" src="data:image/jpeg;base64,{coded}"></figure>'
