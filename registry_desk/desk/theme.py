"""Colours, spacing and type of the window, light and dark, from one table of tokens.

Every text colour keeps a contrast of at least 5.6 on every ground it stands on.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from registry_desk.resources import resource


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one scheme."""

    ground: str
    surface: str
    sunken: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    ok: str
    warn: str
    danger: str


LIGHT = Tokens(
    ground="#F5F6F8",
    surface="#FFFFFF",
    sunken="#ECEEF2",
    line="#C9CFD8",
    text="#1A1F26",
    muted="#535C68",
    accent="#1456B8",
    on_accent="#FFFFFF",
    ok="#17692F",
    warn="#845200",
    danger="#B3261E",
)
DARK = Tokens(
    ground="#14171B",
    surface="#1D2126",
    sunken="#0F1215",
    line="#3B424C",
    text="#E7EAEE",
    muted="#A3ACB8",
    accent="#84B4FF",
    on_accent="#0A1A33",
    ok="#5CCB7E",
    warn="#EDBB55",
    danger="#FF9A90",
)
READ_HERE = QColor(255, 213, 74, 102)
"""The light on the page where a field was read; the page stays paper-white in both schemes."""

FOUND_HERE = QColor(176, 96, 0)
"""The ring around the found word that one is at; on the paper, which stays white."""


SCHEMES = {"light": LIGHT, "dark": DARK}
_chosen = "system"


def tokens() -> Tokens:
    """Give the tokens of the scheme in use: the one chosen, else the system's."""
    return SCHEMES[_scheme()]


def dress(app: QApplication, scheme: str = "system") -> None:
    """Give the application its looks, and again whenever the system changes its scheme.

    Args:
        app: the application.
        scheme: ``light``, ``dark`` or ``system``.
    """
    global _chosen
    _chosen = scheme
    app.setStyle("Fusion")
    font = QFont(app.font())
    font.setPointSizeF(10.5)
    app.setFont(font)
    _apply(app)
    QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: _apply(app))


def change_scheme(scheme: str) -> None:
    """Change the looks of the running application: ``light``, ``dark`` or ``system``."""
    global _chosen
    _chosen = scheme
    app = QApplication.instance()
    if isinstance(app, QApplication):
        _apply(app)


def _scheme() -> str:
    if _chosen in SCHEMES:
        return _chosen
    is_dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return "dark" if is_dark else "light"


def _apply(app: QApplication) -> None:
    shown = tokens()
    app.setPalette(_palette(shown))
    values = {name: getattr(shown, name) for name in Tokens.__slots__}
    chevron = resource(f"icons/chevron-{_scheme()}.svg").as_posix()
    app.setStyleSheet(_STYLE.format(**values, chevron=chevron))


def _palette(shown: Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, colour in {
        role.Window: shown.ground,
        role.Base: shown.surface,
        role.AlternateBase: shown.sunken,
        role.Button: shown.surface,
        role.WindowText: shown.text,
        role.Text: shown.text,
        role.ButtonText: shown.text,
        role.ToolTipBase: shown.surface,
        role.ToolTipText: shown.text,
        role.PlaceholderText: shown.muted,
        role.Highlight: shown.accent,
        role.HighlightedText: shown.on_accent,
        role.Link: shown.accent,
        role.Mid: shown.line,
    }.items():
        palette.setColor(which, QColor(colour))
    for which in (role.Text, role.ButtonText, role.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(shown.muted))
    return palette


_STYLE = """
QWidget {{ color: {text}; }}
QMainWindow, QDialog {{ background: {ground}; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="number"] {{ font-size: 28pt; font-weight: 600; color: {ok}; }}
QLabel[role="no_number"] {{ font-size: 28pt; font-weight: 400; color: {muted}; }}
QLabel[role="entry"] {{ font-size: 18pt; font-weight: 600; }}
QLabel[role="warning"] {{ color: {danger}; font-weight: 600; }}
QToolButton[role="page"] {{ border: 1px solid transparent; background: transparent;
    min-width: 32px; padding: 0; }}
QToolButton[role="page"]:hover {{ background: {sunken}; }}
QToolButton[role="page"]:focus {{ border: 2px solid {accent}; padding: 0; }}
QToolButton[role="page"]:disabled {{ color: {line}; background: transparent; }}
QToolButton::menu-indicator {{ image: none; }}
QMenu {{ background: {surface}; border: 1px solid {line}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {sunken}; color: {text}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}
QToolTip {{ background: {surface}; color: {text}; border: 1px solid {line}; padding: 4px; }}
QLabel[role="title"] {{ font-weight: 600; }}
QLabel[role="demo"] {{ color: {warn}; border: 1px solid {warn}; border-radius: 6px;
    padding: 2px 8px; }}
QFrame[role="card"] {{ background: {surface}; border: 1px solid {line}; border-radius: 6px; }}
QFrame[role="bar"] {{ background: {surface}; border: none; border-bottom: 1px solid {line}; }}
QFrame[role="foot"] {{ background: {surface}; border: none; border-top: 1px solid {line}; }}
QFrame[role="float"] {{ background: {surface}; border: 1px solid {line}; border-radius: 8px; }}
QFrame[role="float"] QListWidget {{ border: none; padding: 0; }}
QFrame[role="float"] QListWidget::item {{ padding: 6px 8px; border-radius: 4px; }}
QFrame[role="float"] QListWidget::item:selected {{ background: {accent}; color: {on_accent}; }}
QLabel[role="heading"] {{ font-size: 13pt; font-weight: 600; padding: 16px 0 0 0;
    margin: 0; border: none; }}
QPushButton[role="choice"]:checked {{ border: 2px solid {accent}; padding: 0 11px;
    background: {sunken}; }}
QListView {{ background: {surface}; border: none; outline: none; }}
QListView:focus {{ border: 2px solid {accent}; }}
QPushButton[role="flat"] {{ border: 1px solid transparent; background: transparent;
    padding: 0 6px; }}
QPushButton[role="flat"]:hover {{ background: {sunken}; }}
QPushButton[role="flat"]:focus {{ border: 2px solid {accent}; padding: 0 5px; }}
QPushButton[role="part"] {{ border: none; border-left: 3px solid transparent; border-radius: 0;
    background: transparent; padding: 0 8px; text-align: left; }}
QPushButton[role="part"]:hover {{ background: {sunken}; }}
QPushButton[role="part"]:checked {{ background: {sunken}; border-left: 3px solid {accent};
    font-weight: 600; }}
QPushButton[role="part"]:focus {{ border: 2px solid {accent}; padding: 0 9px; }}
QPlainTextEdit[role="words"] {{ border: none; border-radius: 0; padding: 8px 12px; }}
QPlainTextEdit[role="words"]:focus {{ border: 2px solid {accent}; padding: 6px 10px; }}
QLabel[role="key"] {{ background: {sunken}; border: 1px solid {line}; border-radius: 4px;
    padding: 1px 6px; }}
QLabel[role="doubt"] {{ color: {warn}; }}
QLabel[tone="danger"] {{ color: {danger}; }}
QLabel[tone="warn"] {{ color: {warn}; }}
QLabel[tone="ok"] {{ color: {ok}; }}
QLabel[tone="muted"] {{ color: {muted}; }}
QPushButton[role="sign"][state="ok"] {{ color: {ok}; }}
QPushButton[role="sign"][state="busy"] {{ color: {accent}; }}
QPushButton[role="sign"][state="waits"] {{ color: {muted}; }}
QPushButton[role="sign"][state="away"] {{ color: {warn}; }}
QPushButton[role="palette"] {{ color: {muted}; text-align: left; min-width: 150px; }}
QFrame[role="banner"] {{ background: {surface}; border: 1px solid {warn}; border-radius: 6px; }}
QFrame[role="banner"][family="refused"], QFrame[role="banner"][family="internal"] {{
    border-color: {danger}; }}
QFrame[role="banner"][family="said"] {{ border-color: {ok}; }}
QPushButton, QToolButton {{ min-height: 30px; padding: 0 12px; border: 1px solid {line};
    border-radius: 6px; background: {surface}; }}
QPushButton:hover, QToolButton:hover {{ background: {sunken}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {muted}; background: {ground}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {accent}; padding: 0 11px; }}
QLineEdit > QToolButton {{ min-height: 0; padding: 0; border: none; background: transparent; }}
QPushButton[role="primary"] {{ background: {accent}; color: {on_accent}; font-weight: 600;
    border-color: {accent}; }}
QPushButton[role="primary"]:disabled {{ background: {sunken}; color: {muted};
    border-color: {line}; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {text}; }}
QPushButton[role="danger"] {{ color: {danger}; font-weight: 600; border-color: {danger}; }}
QPushButton[role="danger"]:disabled {{ color: {muted}; border-color: {line}; }}
QPushButton[role="danger"]:focus {{ border: 2px solid {danger}; }}
QPushButton[role="tab"] {{ border: none; border-radius: 0; background: transparent;
    border-bottom: 3px solid transparent; padding: 0 16px; min-height: 42px; }}
QPushButton[role="tab"]:checked {{ font-weight: 600; border-bottom: 3px solid {accent}; }}
QPushButton[role="tab"]:focus {{ border: 2px solid {accent}; }}
QPushButton[role="sign"] {{ border: none; background: transparent; padding: 0 8px; }}
QPushButton[role="sign"]:focus {{ border: 2px solid {accent}; }}
QLineEdit, QPlainTextEdit, QComboBox {{ min-height: 30px; padding: 0 8px; background: {surface};
    border: 1px solid {line}; border-radius: 6px; selection-background-color: {accent};
    selection-color: {on_accent}; }}
QPlainTextEdit {{ padding: 4px; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{ border: 2px solid {accent};
    padding-left: 7px; }}
QLineEdit[doubt="true"], QPlainTextEdit[doubt="true"], QComboBox[doubt="true"] {{
    border: 1px dashed {warn}; }}
QLineEdit[doubt="true"]:focus, QPlainTextEdit[doubt="true"]:focus,
QComboBox[doubt="true"]:focus {{ border: 2px dashed {warn}; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QTreeWidget, QListWidget, Table {{ background: {surface}; border: none; outline: none; }}
QListWidget {{ border: 1px solid {line}; border-radius: 6px; padding: 4px; }}
QTreeWidget:focus, QListWidget:focus {{ border: 2px solid {accent}; }}
QTreeWidget::item:selected, Table::item:selected, QListWidget::item:selected {{
    background: {sunken}; color: {text}; }}
QCheckBox {{ min-height: 32px; spacing: 8px; border: 2px solid transparent; border-radius: 4px; }}
QCheckBox:focus {{ border: 2px solid {accent}; }}
QSlider:focus, QTabBar:focus {{ border: 2px solid {accent}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {line}; }}
QTabBar::tab {{ background: transparent; color: {muted}; padding: 8px 12px; border: none; }}
QTabBar::tab:selected {{ color: {text}; font-weight: 600; border-bottom: 3px solid {accent}; }}
QTabBar::tab:focus {{ border: 2px solid {accent}; }}
QSpinBox, QDateEdit {{ min-height: 30px; padding: 0 8px; background: {surface};
    border: 1px solid {line}; border-radius: 6px; }}
QDateEdit::drop-down {{ border: none; width: 24px; }}
QDateEdit::down-arrow {{ image: url({chevron}); width: 12px; height: 12px; }}
QSpinBox:focus, QDateEdit:focus {{ border: 2px solid {accent}; padding-left: 7px; }}
QHeaderView::section {{ background: {ground}; color: {muted}; border: none;
    border-bottom: 1px solid {line}; padding: 8px 8px 8px 11px; }}
QGraphicsView {{ background: {sunken}; border: none; }}
QGraphicsView:focus {{ border: 2px solid {accent}; }}
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{ image: url({chevron}); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ background: {surface}; border: 1px solid {line};
    selection-background-color: {accent}; selection-color: {on_accent}; outline: none; }}
Table::item {{ padding: 4px 8px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {line}; border-radius: 4px; margin: 1px; min-height: 32px;
    min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: {line}; width: 1px; }}
QProgressBar {{ border: none; background: {sunken}; border-radius: 2px; max-height: 4px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 2px; }}
"""
