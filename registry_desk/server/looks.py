"""How the server's pages look: light and dark, no script, readable on a telephone."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict

from registry_desk.i18n import LANGUAGES, current, text
from registry_desk.server.site import register_configuration

_question: ContextVar[tuple[tuple[str, object], ...]] = ContextVar("question", default=())
_COLOURS = """
:root{color-scheme:light dark;--ground:#F5F6F8;--surface:#FFF;--sunken:#ECEEF2;--line:#C9CFD8;
--text:#1A1F26;--muted:#535C68;--accent:#1456B8;--on-accent:#FFF;--ok:#17692F;--danger:#B3261E}
@media(prefers-color-scheme:dark){:root{--ground:#14171B;--surface:#1D2126;--sunken:#0F1215;
--line:#3B424C;--text:#E7EAEE;--muted:#A3ACB8;--accent:#84B4FF;--on-accent:#0A1A33;--ok:#5CCB7E;
--danger:#FF9A90}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:1.125rem/1.5 system-ui,sans-serif}
main{max-width:34rem;margin:0 auto;padding:24px 16px 48px}
main.wide{max-width:72rem;font-size:1rem}
header,footer{color:var(--muted);font-size:1rem}
header{display:flex;justify-content:space-between;gap:16px}
a{color:var(--accent)}
a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,
summary:focus-visible{outline:2px solid var(--accent);
outline-offset:2px}
h1{font-size:1.25rem;font-weight:600;margin:24px 0 0}
.number{font-size:2.5rem;font-weight:600;margin:0;font-variant-numeric:tabular-nums}
.now{background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:12px 16px}
ol{list-style:none;margin:24px 0;padding:0 0 0 24px;border-left:2px solid var(--line)}
li{position:relative;padding:0 0 20px}
li::before{content:"";position:absolute;left:-31px;top:8px;width:12px;height:12px;
border-radius:50%;background:var(--ok)}
li:last-child{padding-bottom:0}
.when{display:block;color:var(--muted);font-size:1rem;font-variant-numeric:tabular-nums}
.what{font-weight:600}
.why{display:block;white-space:pre-line}
h2{font-size:1.125rem;font-weight:600;margin:24px 0 0}
form[action="/u/"]{margin:0 0 24px}
label{display:block;margin:12px 0 4px}
input,select{font:inherit;width:100%;min-height:40px;padding:4px 8px;border:1px solid var(--muted);
border-radius:6px;background:var(--surface);color:var(--text)}
button{font:inherit;min-height:40px;padding:4px 16px;margin-top:16px;border:0;border-radius:6px;
background:var(--accent);color:var(--on-accent)}
"""
_STAFF = """
table{border-collapse:collapse;width:100%;margin:16px 0;background:var(--surface)}
caption{text-align:left;color:var(--muted);padding:8px 0}
caption span{display:inline-block;max-width:calc(100vw - 32px)}
tbody th{position:sticky;left:0;z-index:1;background:var(--surface)}
th,td{text-align:left;padding:8px 12px;border:1px solid var(--line);vertical-align:middle}
thead th{font-size:.9rem;line-height:1.3;background:var(--sunken)}
td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.scroll{overflow-x:auto}
.scroll:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
th a{font-weight:600}
.bar{display:block;position:relative;min-width:8rem;padding:2px 8px;background:var(--sunken);
border-radius:4px;text-decoration:none;color:var(--text);overflow:hidden}
.bar span{position:relative}
.bar::before{content:"";position:absolute;inset:0 auto 0 0;width:var(--share);opacity:.35;
background:var(--fill,var(--ok))}
.bar.late{--fill:var(--danger)}
button.quiet{background:none;color:var(--accent);margin:0;padding:0;min-height:0;
text-decoration:underline}
details form,.hint{max-width:34rem}
.hint{color:var(--muted);margin:0}
code{font-size:1.25rem;overflow-wrap:anywhere;user-select:all}
thead td{background:var(--sunken)}
@media(max-width:600px){.cards,.cards tbody,.cards tr,.cards th,.cards td{display:block}
.cards{background:none}
.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.cards tbody tr{margin:0 0 8px;padding:8px 0;border:1px solid var(--line);border-radius:6px;
background:var(--surface)}
.cards tbody th,.cards tbody td{position:static;border:0;padding:2px 12px}
.cards td[data-head]::before{content:attr(data-head) ": ";color:var(--muted)}
.cards button.quiet{min-height:40px}}
summary{color:var(--accent);cursor:pointer;padding:8px 0}
.refused{color:var(--danger);font-weight:600}
"""
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'"
)


def public_page(title: str, body: str) -> str:
    """Give a citizen's page in the language in use; ``body`` is HTML already."""
    inside = (
        f"{_header()}<h1>{escape(text('citizen.heading'))}</h1>{body}"
        f"<footer>{escape(text('citizen.privacy'))}</footer>"
    )
    return _whole(title, _COLOURS, f"<main>{inside}</main>")


def staff_page(title: str, body: str, *, is_wide: bool = True) -> str:
    """Give a page behind the login; ``body`` is HTML already."""
    width = ' class="wide"' if is_wide else ""
    inside = f"{_header()}<h1>{escape(title)}</h1>{body}"
    return _whole(title, _COLOURS + _STAFF, f"<main{width}>{inside}</main>")


def html_answer(page: str, status: int = 200) -> HttpResponse:
    """Give a page with the headers that keep it to itself."""
    answer = HttpResponse(page, status=status, content_type="text/html; charset=utf-8")
    answer["Content-Language"] = current()
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["X-Frame-Options"] = "DENY"
    answer["Content-Security-Policy"] = _POLICY
    return answer


@contextmanager
def shown_at(question: QueryDict) -> Iterator[None]:
    """Let pages made here know what was asked for, so that the other language asks the same."""
    kept = _question.set(tuple(question.items()))
    try:
        yield
    finally:
        _question.reset(kept)


def kept(address: str) -> str:
    """Give an address of ours that keeps to the language chosen by a link, in HTML."""
    chosen = dict(_question.get()).get("lang")
    if chosen not in LANGUAGES:
        return escape(address)
    return escape(f"{address}{'&' if '?' in address else '?'}lang={chosen}")


def _header() -> str:
    other = "en" if current() == "ro" else "ro"
    asked = [(name, value) for name, value in _question.get() if name != "lang"]
    link = escape("?" + urlencode([*asked, ("lang", other)]))
    return (
        f"<header><span>{escape(register_configuration().institution)}</span>"
        f'<a href="{link}" hreflang="{other}" lang="{other}">'
        f"{escape(text(f'citizen.language_{other}'))}</a></header>"
    )


def _whole(title: str, style: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{current()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body>{body}</body></html>"
    )
