"""Compile the catalogues: ``python -m registry_desk.i18n.compile``.

The compiled files are kept beside their sources, so that an installation needs no compiler; a test
fails when one is older than its source in content.
"""

from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from registry_desk.i18n.words import DOMAIN, LANGUAGES, LOCALE_DIR


def compiled(language: str) -> bytes:
    """Give the bytes of a language's compiled catalogue."""
    folder = LOCALE_DIR / language / "LC_MESSAGES"
    with (folder / f"{DOMAIN}.po").open("rb") as source:
        catalogue = read_po(source, locale=language, domain=DOMAIN)
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def main() -> None:
    """Compile every language in place."""
    for language in LANGUAGES:
        target = LOCALE_DIR / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
        target.write_bytes(compiled(language))


if __name__ == "__main__":
    main()
