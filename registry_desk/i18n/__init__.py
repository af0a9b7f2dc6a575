"""Words by code, in Romanian and English, from one gettext catalogue.

``text("tray.empty")`` looks the code up; ``plural("page.count", n)`` picks the form of the number
(Romanian has three: 1 pagină, 2 pagini, 20 de pagini). The language is a context
variable, so that the server can answer each request in its own, over a process-wide default.
"""

from registry_desk.i18n.words import (
    LANGUAGES,
    current,
    from_environment,
    has,
    plural,
    speaking,
    text,
    use,
)

__all__ = ["LANGUAGES", "current", "from_environment", "has", "plural", "speaking", "text", "use"]
