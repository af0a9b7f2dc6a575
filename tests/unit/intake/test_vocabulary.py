"""Words of drivers, in several languages, mean what a person would say they mean."""

import pytest

from registry_desk.intake.vocabulary import mode_of, paper_of, plain, source_of

SOURCES = {
    "feeder": [
        "ADF", "adf", "ADF Front", "ADF (Simplex)", "Automatic Document Feeder", "Document Feeder",
        "Feeder", "Automatic Document Feeder(left aligned)", "AutoFeeder", "Feeder Front",
        "Sheet-fed",
        "Vorlageneinzug", "Chargeur automatique de documents", "Alimentador automático", "Podajnik",
        "Alimentatore automatico", "Alimentator automat de documente", "Simplex", "Einseitig",
        "DADF",
    ],
    "duplex": [
        "ADF Duplex", "Automatic Document Feeder(Duplex)", "ADF (Duplex)", "Feeder (Duplex)",
        "Automatic Document Feeder(centrally aligned,Duplex)", "2-sided", "Both sides", "Duplex",
        "Vorlageneinzug beidseitig", "Recto-verso", "Fronte/retro", "Față-verso", "Doble cara",
    ],
    "flatbed": [
        "Flatbed", "FlatBed", "FB", "fb", "Platen", "Document Table", "Normal", "Glass",
        "Flachbett",
        "Vorlagenglas", "Vitre d'exposition", "Cristal", "Piano", "Szyba", "Geam", "Sticlă",
    ],
    "film": ["Transparency Unit", "TMA Slides", "TPU8x10", "Negative", "Slide(s)", "Film"],
    "card": ["Card Front", "Card Duplex"],
    "back": ["ADF Back", "ADF Rear", "Rückseite"],
    "auto": ["Auto", "Automatic", "Default"],
}  # fmt: skip

MODES = {
    "color": [
        "Color", "24bit Color", "RGB24", "Color - 16 Million Colors", "Farbe", "Couleur", "Culoare",
    ],
    "gray": [
        "Gray", "Grayscale", "True Gray", "Grayscale - 256 Levels", "8-bit Gray", "Graustufen",
        "Niveaux de gris", "Escala de grises", "Scala di grigi", "Tonuri de gri", "Stupně šedi",
    ],
    "bw": [
        "Lineart", "Binary", "Black & White", "Black and White - Line Art", "Monochrome",
        "Halftone",
        "Gray[Error Diffusion]", "Schwarz-Weiß", "Noir et blanc", "Blanco y negro", "Alb-negru",
    ],
    None: ["Color Lineart", "Lineart Color", "Color Halftone", "Infrared", "Negative color"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "meaning"), [(word, key) for key, words in SOURCES.items() for word in words]
)
def test_source_is_known_by_its_words(words, meaning):
    assert source_of(words) == meaning


@pytest.mark.parametrize(
    ("words", "meaning"), [(word, key) for key, words in MODES.items() for word in words]
)
def test_mode_is_known_by_its_words(words, meaning):
    assert mode_of(words)[0] == meaning


@pytest.mark.parametrize(
    ("plain_kind", "other_kind"),
    [
        ("24bit Color", "24bit Color[Fast]"),
        ("Color", "Color (48 bits)"),
        ("Color24", "Color48"),
        ("True Gray", "16 bits gray"),
        ("Gray8", "Gray16"),
        ("Lineart", "Halftone"),
        ("Color", "Auto Color"),
    ],
)
def test_plain_kind_is_nearer(plain_kind, other_kind):
    assert mode_of(plain_kind)[1] < mode_of(other_kind)[1]


def test_words_that_came_through_as_latin_1_are_mended():
    assert plain("Sticlă".encode().decode("latin-1")) == "sticla"
    assert source_of("Față-verso".encode().decode("latin-1")) == "duplex"


def test_words_without_meaning_have_none():
    assert source_of("Tray 1") is None
    assert mode_of("Superfine") == (None, 0)
    assert paper_of("User defined") is None


def test_papers_are_known_upright_only():
    assert paper_of("A4") == (210, 297)
    assert paper_of("Letter portrait") == (216, 279)
    assert paper_of("A5 landscape") is None
