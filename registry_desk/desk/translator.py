"""Qt's own words (buttons, file dialogs) from the program's one catalogue."""

from PySide6.QtCore import QObject, QTranslator

from registry_desk import i18n


class CatalogueTranslator(QTranslator):
    """Answers Qt's English words with the catalogue's; PySide6 ships no Romanian of its own."""

    def translate(
        self,
        context: str | bytes,
        sourceText: str | bytes,  # noqa: N803 - Qt's own name
        disambiguation: str | bytes | None = None,
        n: int = -1,
    ) -> str:
        """Give the words for one of Qt's; Qt's own English where the catalogue has none."""
        source = sourceText.decode() if isinstance(sourceText, bytes) else sourceText
        return i18n.text(source) if i18n.has(source) else source


def install(app: QObject) -> CatalogueTranslator:
    """Make an application speak the catalogue's language in Qt's own words."""
    translator = CatalogueTranslator(app)
    app.installTranslator(translator)
    return translator
