"""How the public pages look: one column, large on a telephone, light and dark, no script."""

from html import escape

from registry_desk.i18n import current, text
from registry_desk.server.site import register_configuration

_STYLE = """
:root{color-scheme:light dark;--ground:#F5F6F8;--surface:#FFF;--line:#C9CFD8;--text:#1A1F26;
--muted:#535C68;--accent:#1456B8;--ok:#17692F}
@media(prefers-color-scheme:dark){:root{--ground:#14171B;--surface:#1D2126;--line:#3B424C;
--text:#E7EAEE;--muted:#A3ACB8;--accent:#84B4FF;--ok:#5CCB7E}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:1.125rem/1.5 system-ui,sans-serif}
main{max-width:34rem;margin:0 auto;padding:24px 16px 48px}
header,footer{color:var(--muted);font-size:1rem}
header{display:flex;justify-content:space-between;gap:16px}
a{color:var(--accent)}
a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
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
"""


def page(title: str, body: str) -> str:
    """Give a whole page in the language in use; ``body`` is HTML already."""
    other = "en" if current() == "ro" else "ro"
    return (
        f'<!doctype html><html lang="{current()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>"
        f"<header><span>{escape(register_configuration().institution)}</span>"
        f'<a href="?lang={other}" hreflang="{other}" lang="{other}">'
        f"{escape(text(f'citizen.language_{other}'))}</a></header>"
        f"<h1>{escape(text('citizen.heading'))}</h1>{body}"
        f"<footer>{escape(text('citizen.privacy'))}</footer></main></body></html>"
    )
