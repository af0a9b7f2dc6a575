"""The words drivers use, and what they mean, in the languages drivers speak.

Words are looked for, not whole values: ``Automatic Document Feeder(centrally aligned,Duplex)``
says *duplex* like ``ADF Duplex`` and ``Alimentatore fronte/retro``.
"""

import re
import unicodedata
from contextlib import suppress


def plain(words: str) -> str:
    """Give words in lower case without accents and signs: ``ScanMode`` becomes ``scan mode``.

    python-sane reads every text as Latin-1; UTF-8 that came through that way is mended first.
    """
    with suppress(UnicodeError):  # then it was what it looked like
        words = words.encode("latin-1").decode("utf-8")
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", words)
    bare = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", bare.lower().replace("ł", "l")).split())


def _any(patterns: str) -> re.Pattern[str]:
    """Join patterns that stand in a text with two or more blanks between them."""
    return re.compile("|".join(re.split(r"\s{2,}", patterns.strip())))


_CARD = _any(r"""
    \bcards?\b  \bpassport  \bid copy
""")
_FILM = _any(r"""
    transparen  \bnegativ  \bpositiv  \bslides?\b  \bfilms?\b  \btma\b  \btpu  \bxpa\b  \bdia\b
    \bdias\b  diapositiv  \binfrared
""")
_DUPLEX = _any(r"""
    duplex  \b(2|two|double|dual) ?sided?  \bboth( sides?)?\b  recto ?verso  \brecto et verso
    beidseit  doppelseit  zweiseit  dubbelzijd  tweezijd  fronte? ?(e )?retro
    (dos|doble|ambas) caras?  dos lados  frente (e|y|y el) (verso|dorso|reverso)  dwustron
    obustron  fata ?verso  doua fete  ambele fete  ketoldal  oboustran  obojstran  dobbeltsid
    dubbelsid  tosidig  kaksipuol  arkali onlu  cift tarafli  двусторон  двухсторон
    front (and|&|und)? ?back  \bfront back\b
""")
_BACK = _any(r"""
    \b(back|rear)( side)?\b  \bverso\b  ruckseit  \bretro\b  \breverso\b  \bdorso\b  achterkant
    bagside  baksid
""")
_FEEDER = _any(r"""
    \badf  \baudf\b  \bdadf  \bardf\b  \brspf\b  \bsheet ?(fed|feed|through)  feeder
    \bdocument feed  \bautomatic document  \bdoc feed  einzug  zufuhr  alimentat  alimentador
    alimentac  \bchargeur  podajnik  \binvoer  toevoer  podavac  adagolo  besleyici  arkmater
    dokumentmat  syott  автоподатчик  \bапд\b  \bsimplex\b  \b(single|one|1) ?sided?\b  einseit
    \bfront( side)?\b  \bscroll  \bhopper
""")
_FLATBED = _any(r"""
    flat ?bed  \bfb\b  \bplaten  \bglass\b  document table  \btable\b  flachbett  vorlagenglas
    \bglas\b  \bvitre  \bplateau\b  \bcristal\b  cama plana  \bpiano\b  \bmesa\b  glasplaat
    \bszyb  stolik  geam  \bsticla  \bskleneny?  \buveg  \bplanskann  \bflatbadd  planseu
    \bplan\b  планшет  стекл  ^normal$  ^reflective$  ^book$  ^opaque
""")
_AUTO = _any(r"""
    ^auto  ^default$  ^any$  \bauto(matic)? select
""")


def source_of(value: str) -> str | None:
    """Say what a paper source's name means.

    Returns:
        ``duplex``, ``feeder``, ``flatbed``, ``back`` (only the back of a sheet), ``film``,
        ``card``, ``auto``, or None where the words say nothing.
    """
    words = plain(value)
    for meaning, pattern in (
        ("card", _CARD),
        ("film", _FILM),
        ("duplex", _DUPLEX),
        ("back", _BACK),
        ("feeder", _FEEDER),
        ("flatbed", _FLATBED),
        ("auto", _AUTO),
    ):
        if pattern.search(words):
            return meaning
    return None


_DITHERED = _any(r"""
    halftone  half tone  diffusion  dither  \bdiffus  raster  halbton  trame
""")
_LINE_ART = _any(r"""
    line ?art  \bbinary?\b  \bbinaire  \bbw\b  \bb w\b  black (and |n )?white  bi ?tonal
    bi ?level  \bmono  \b1 ?bit  \btext\b  \bthreshold  schwarz ?(und )?wei  strichzeichn  noir
    \bblanco y negro  \bnegro\b  bianco  preto  zwart  alb ?(si )?negru  czarno  cernobil
    ciernobi  fekete  svartvit  sort hvid  svart hvit  mustavalk  siyah  черно  \bdrawing\b
""")
_GRAY = _any(r"""
    gr[ae]y  \bgrau  \bgris  grigi  cinza  grijs  szar  szurke  \btonuri  \bgri\b  odstiny
    stupne  \bsedi\b  gratoner  graskala  harmaa  серый  сер(ого|ом|ая)  полутон  \b256 levels
""")
_COLOR = _any(r"""
    colou?r  \brgb  \bfarb  couleur  \bculor  \bculoare  \bcolore\b  \bcores?\b  kleur  kolor
    barevn  farebn  szines  \bfarg  \bfarve  \bvari\b  renkli  цвет  \b24 ?bits?\b
    \bfull colou?r
""")
_NEVER = _any(r"""
    infrared  \brgbi\b  \bir\b  \bnegativ  \bslide  \bcmyk?\b  \byuv\b
""")
_WORSE = _any(r"""
    \bfast  \bdraft  \bauto  \b(enhanced|photo|dropout|raw)\b  \bbi ?colou?r
""")
_BITS = re.compile(r"\b(\d+) ?bits?\b|(?:[a-z])(\d+)\b|colou?r (\d\d)$")
_USUAL_BITS = {"color": ("8", "24"), "gray": ("8", "256"), "bw": ("1",)}


def mode_of(value: str) -> tuple[str | None, int]:
    """Say what a scan mode's name means, and how far it is from the plain kind (0 = the plain one).

    ``24bit Color[Fast]`` is colour, but ``24bit Color`` is the better colour; ``Gray[Error
    Diffusion]`` is black and white, however gray it calls itself; ``Color48`` has 16 bits.
    """
    words = plain(value)
    meaning = _mode(words)
    if meaning is None:
        return None, 0
    penalty = 2 if _WORSE.search(words) else 0
    penalty += 4 if _DITHERED.search(words) else 0
    bits = _BITS.search(words)
    if bits and not set(filter(None, bits.groups())) & set(_USUAL_BITS[meaning]):
        penalty += 3
    return meaning, penalty


def _mode(words: str) -> str | None:
    if _NEVER.search(words):
        return None
    is_color = bool(_COLOR.search(words))
    is_black = bool(_DITHERED.search(words))
    if not is_black and _GRAY.search(words):
        return "gray"
    if is_black or _LINE_ART.search(words):
        return None if is_color else "bw"
    return "color" if is_color else None


_PAPERS_MM = {
    "a3": (297, 420), "a4": (210, 297), "a5": (148, 210), "a6": (105, 148), "b4": (257, 364),
    "b5": (182, 257), "letter": (216, 279), "legal": (216, 356), "executive": (184, 267),
}  # fmt: skip


def paper_of(value: str) -> tuple[int, int] | None:
    """Give a named paper's width and height in millimetres; None for what is no upright paper.

    Source: ISO 216 and ISO 269 sizes; ANSI sizes rounded.
    """
    words = plain(value)
    if re.search(r"landscape|\brotat|quer|paysage|apaisado|\br$|\blef\b", words):
        return None
    for name, size in _PAPERS_MM.items():
        if re.search(rf"\b{name}\b", words):
            return size
    return None
