"""What each of a device's options is for, found by meaning: name, title, values, unit.

Every option gets one role or none; those with none are named to the administrator as left alone.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from registry_desk.intake.options import DeviceOption
from registry_desk.intake.vocabulary import mode_of, paper_of, plain, source_of

SOURCE = "source"
DUPLEX = "duplex"
FEEDER_SWITCH = "feeder_switch"
FLATBED_ONLY = "flatbed_only"
FEEDER_MODE = "feeder_mode"
MODE = "mode"
GRAY_SWITCH = "gray_switch"
DEPTH = "depth"
DPI = "dpi"
DPI_Y = "dpi_y"
LEFT, TOP, RIGHT, BOTTOM = "left", "top", "right", "bottom"
PAGE_WIDTH = "page_width"
PAGE_HEIGHT = "page_height"
PAPER = "paper"
BRIGHTNESS = "brightness"
THRESHOLD = "threshold"
PREVIEW = "preview"
WAIT_FOR_BUTTON = "wait_for_button"
BLANK_DETECTION = "blank_detection"
MULTIFEED = "multifeed_detection"
MULTIFEED_MEANS = "multifeed_means"
SENSOR_PAPER = "sensor_paper"
SENSOR_COVER = "sensor_cover"
SENSOR_DOUBLE = "sensor_double_feed"
SENSOR_JAM = "sensor_jam"

_DOUBLE_FEED = re.compile(
    r"double ?feed|multi(ple)? ?(feed|pick)|\bdfeed|overlap(ped)? (sheet|paper)|ultrasonic"
    r"|doppeleinzug|mehrfacheinzug|double alimentation"
)
_PAPER_THERE = re.compile(
    r"\b(page|paper|document|adf|feeder|sheet)s? ?(is )?(loaded|present|inserted|detected)"
)
_NAMED_PAPER = re.compile(r"\b[ab]\d\b")
_ABOUT_SOURCE = re.compile(r"source|\borigin\b|\btray\b|\bvorlage\b")
_ABOUT_SIDES = re.compile(r"duplex|adf mode|side|scan mode")
_DUPLEX_DETAIL = re.compile(r"offset|flip|merge|order|binding")
_FEEDER_NAME = re.compile(r"(use )?(the )?(adf|(automatic )?document feeder)")
_ENDLESS = re.compile(r"\bbatch( scan| mode)?$|\bmulti ?page")
_ABOUT_SHEETS = re.compile(r"document|page|sheet|feeder|^$")
_ABOUT_MODE = re.compile(r"mode|image ?type|colou?r|composition|output|pixel")
_COLOR_DETAIL = re.compile(
    r"drop ?out|filter|correct|background|\bbg|pattern|test|gamma|balance|lamp"
)
_GRAY_NAME = re.compile(r"(use )?gr[ae]y(scale|ify)?( scan| mode)?")
_DEPTH_NAME = re.compile(r"^(bit )?depth$|\bbits? (depth|per (sample|pixel|channel))")
_DPI_NAME = re.compile(r"resolution|\bdpi\b|\bres\b|auflosung|risoluzione|rezoluti")
_VERTICAL = re.compile(r"\by\b|vertical|\bver\b")
_ABOUT_PAPER = re.compile(r"paper|page|media|format|size|area|document")
_BRIGHTNESS_NAME = re.compile(r"brightness|helligkeit|luminos|luminozitate|jasno")
_BLANK = re.compile(r"blank|empty page|leerseit|pages? blanche|pagini? goale|^swskip\b")
_THROWS_AWAY = re.compile(r"discard|skip|remove")
_BLANK_TOLD = re.compile(r"blank|empty|low percentage of dark")
_MULTIFEED_DETAIL = re.compile(
    r"length|skew|diff|recovery|distance|sens?itivity|senstivity|retry|region"
)
_SWITCHED = {"on", "yes", "enable", "enabled", "true"}

Claims = Iterable[tuple[str, int]]
"""Roles an option may have, with how well each fits (higher is better)."""


@dataclass(frozen=True, slots=True)
class Roles:
    """The options of a device by their role."""

    by_role: dict[str, DeviceOption] = field(default_factory=dict)
    unmapped: tuple[str, ...] = ()
    """Names of the options that no role was found for, in the device's order."""

    def get(self, role: str) -> DeviceOption | None:
        """Give the option of a role, active or not."""
        return self.by_role.get(role)

    def active(self, role: str) -> DeviceOption | None:
        """Give the option of a role if it means something now."""
        found = self.by_role.get(role)
        return found if found is not None and found.is_active else None

    def usable(self, role: str) -> DeviceOption | None:
        """Give the option of a role if a value can be set now."""
        found = self.by_role.get(role)
        return found if found is not None and found.is_usable else None


def find_roles(options: Sequence[DeviceOption]) -> Roles:
    """Find the role of every option.

    Where two options claim one role, the one that can be used now wins, then the better claim,
    then the earlier one.
    """
    real = [option for option in options if option.type != "group" and option.name]
    claims: list[tuple[int, int, str, DeviceOption]] = []
    for place, option in enumerate(real):
        for role, strength in _claims(option):
            rank = strength - (0 if option.is_active else 100)
            claims.append((-rank, place, role, option))
    by_role: dict[str, DeviceOption] = {}
    taken: set[int] = set()
    for _, place, role, option in sorted(claims, key=lambda claim: claim[:2]):
        if role not in by_role and place not in taken:
            by_role[role] = option
            taken.add(place)
    left = tuple(o.name for place, o in enumerate(real) if place not in taken)
    return Roles(by_role, left)


def _claims(option: DeviceOption) -> Claims:
    name, title = plain(option.name), plain(option.title)
    if not option.is_settable:
        yield from _sensor_claims(f"{name} {title}")
        return
    for claim in _CLAIMS:
        yield from claim(option, name, title)


def _sensor_claims(words: str) -> Claims:
    if re.search(r"cover|lid|hatch|door", words) and "open" in words:
        yield SENSOR_COVER, 10
    elif _DOUBLE_FEED.search(words):
        yield SENSOR_DOUBLE, 8 if "omr" in words else 10
    elif re.search(r"\bjam", words):
        yield SENSOR_JAM, 10
    elif _PAPER_THERE.search(words) and not _NAMED_PAPER.search(words):
        # "A4 paper detected" says which paper, not whether there is any.
        yield SENSOR_PAPER, 10


def _source_claims(option: DeviceOption, name: str, title: str) -> Claims:
    if option.type != "string" or not option.choices:
        return
    words = f"{name} {title}"
    meanings = [source_of(str(choice)) for choice in option.choices]
    places = {meaning for meaning in meanings if meaning}
    names_places = any(
        re.search(r"adf|feeder|flat|glass", plain(str(choice))) for choice in option.choices
    )
    is_about_sides = "duplex" in places and places - {"auto", "duplex"}
    if is_about_sides and not names_places and "flatbed" not in places:
        yield DUPLEX, 30 if _ABOUT_SIDES.search(words) else 15
    elif places & {"feeder", "duplex", "flatbed"} or name == "source":
        is_named = _ABOUT_SOURCE.search(words)
        if is_named or None not in meanings:
            yield SOURCE, 40 if name == "source" else 30 if is_named else 12


def _duplex_claims(option: DeviceOption, name: str, title: str) -> Claims:
    words = f"{name} {title}"
    is_switch = option.type == "bool" or (
        option.type == "string" and _SWITCHED & {plain(str(choice)) for choice in option.choices}
    )
    if is_switch and source_of(words) == "duplex" and not _DUPLEX_DETAIL.search(words):
        yield DUPLEX, 40 if name == "duplex" else 25
    elif option.type == "bool" and re.search(r"flatbed only", words):
        yield FLATBED_ONLY, 20
    elif option.type == "bool" and _FEEDER_NAME.fullmatch(name):
        yield FEEDER_SWITCH, 20


def _feeder_claims(option: DeviceOption, name: str, title: str) -> Claims:
    values = {plain(str(choice)) for choice in option.choices}
    is_bool = option.type == "bool"
    is_batch = is_bool and _ENDLESS.search(name) and _ABOUT_SHEETS.search(plain(option.description))
    if values & {"continuous", "all pages"} or is_batch:
        yield FEEDER_MODE, 20
    elif is_bool and re.search(r"wait for button", f"{name} {title}"):
        yield WAIT_FOR_BUTTON, 20
    elif is_bool and name == "preview":
        yield PREVIEW, 20


def _mode_claims(option: DeviceOption, name: str, title: str) -> Claims:
    words = f"{name} {title}"
    known = {mode_of(str(choice))[0] for choice in option.choices} - {None}
    if option.type == "string" and known:
        if name in ("mode", "scan mode"):
            yield MODE, 40
        elif known != {"bw"} and _ABOUT_MODE.search(words) and not _COLOR_DETAIL.search(words):
            yield MODE, 20 + 4 * len(known)
    elif option.type == "bool" and _GRAY_NAME.fullmatch(name):
        yield GRAY_SWITCH, 15
    if option.type in ("int", "string") and _DEPTH_NAME.search(name):
        yield DEPTH, 30


def _dpi_claims(option: DeviceOption, name: str, title: str) -> Claims:
    if option.type in ("bool", "button") or "preview" in name or "mode" in name:
        return
    is_titled = option.unit == "dpi" and _DPI_NAME.search(title)
    has_values = option.span or any(re.match(r"\d{2,}", str(choice)) for choice in option.choices)
    if not has_values or not (_DPI_NAME.search(name) or is_titled):
        return
    if _VERTICAL.search(name):
        yield DPI_Y, 30
    else:
        yield DPI, 40 if name == "resolution" else 30 if re.search(r"\bx\b|^scan", name) else 20


def _area_claims(option: DeviceOption, name: str, title: str) -> Claims:
    corners = {"tl x": LEFT, "tl y": TOP, "br x": RIGHT, "br y": BOTTOM}
    if option.type in ("int", "fixed"):
        if name in corners:
            yield corners[name], 40
        elif re.fullmatch(r"(page|paper|media) ?width", name):
            yield PAGE_WIDTH, 30
        elif re.fullmatch(r"(page|paper|media) ?(height|length)", name):
            yield PAGE_HEIGHT, 30
    elif option.type == "string" and option.choices:
        papers = sum(paper_of(str(choice)) is not None for choice in option.choices)
        if papers and _ABOUT_PAPER.search(f"{name} {title}"):
            yield PAPER, 20 + papers


def _image_claims(option: DeviceOption, name: str, title: str) -> Claims:
    if option.type in ("int", "fixed"):
        if _BRIGHTNESS_NAME.search(f"{name} {title}"):
            yield BRIGHTNESS, 30 if name == "brightness" else 15
        elif name == "threshold":
            yield THRESHOLD, 20


def _finding_claims(option: DeviceOption, name: str, title: str) -> Claims:
    """Claim what a device finds out about its paper: empty pages, several sheets at once."""
    words, told = f"{name} {title}", plain(option.description)
    if option.type == "button":
        return
    if _BLANK.search(words) or (_THROWS_AWAY.search(told) and _BLANK_TOLD.search(told)):
        yield BLANK_DETECTION, 30 if re.search(r"skip|remov|detect", words) else 20
    elif name in ("df action", "dfdetect", "df detect"):
        yield MULTIFEED, 35
    elif re.fullmatch(r"df (thickness|sensor)", name):
        yield MULTIFEED_MEANS, 30
        yield MULTIFEED, 20
    elif _DOUBLE_FEED.search(words) or (name.startswith("df") and _DOUBLE_FEED.search(told)):
        is_switch = option.type in ("bool", "string") or bool(option.choices)
        if is_switch and not _MULTIFEED_DETAIL.search(words):
            yield MULTIFEED, 25


_CLAIMS: tuple[Callable[[DeviceOption, str, str], Claims], ...] = (
    _source_claims,
    _duplex_claims,
    _feeder_claims,
    _mode_claims,
    _dpi_claims,
    _area_claims,
    _image_claims,
    _finding_claims,
)
