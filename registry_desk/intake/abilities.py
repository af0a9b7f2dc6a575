"""What a device can do, and how to ask it: roles become our words, our settings its values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from registry_desk.intake import roles
from registry_desk.intake.capture import ScanSettings
from registry_desk.intake.options import DeviceOption, Value
from registry_desk.intake.roles import Roles, find_roles
from registry_desk.intake.vocabulary import mode_of, paper_of, plain, source_of

_USUAL_DPI = (75, 100, 150, 200, 240, 300, 400, 600, 1200, 2400, 4800)
_A4_MM = (210.0, 297.0)
_LONG_PAPER_MM = 500.0
"""Flatbeds end at A3 (420 mm); what lets longer pages through moves the paper itself."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a device can do, in our words."""

    sources: tuple[str, ...]
    modes: tuple[str, ...]
    resolutions_dpi: tuple[int, ...]
    lacks: tuple[str, ...]
    """Codes, each with words under ``lacks.<code>``."""
    unmapped: tuple[str, ...]
    mapped: dict[str, str]
    """Role to the name of the device's option."""


def abilities(options: Sequence[DeviceOption]) -> Abilities:
    """Say what a device can do from its list of options."""
    found = find_roles(options)
    sources, modes, dpi = sources_of(found), _modes(found), _resolutions(found)
    has = {
        "flatbed": "flatbed" in sources,
        "feeder": "feeder" in sources,
        "duplex": "duplex" in sources,
        "color": "color" in modes,
        "gray": "gray" in modes,
        "bw": "bw" in modes,
        "dpi_300": 300 in dpi,
        "page_size": any(found.get(r) for r in (roles.BOTTOM, roles.PAGE_HEIGHT, roles.PAPER)),
        "brightness": _is_span(found.get(roles.BRIGHTNESS)),
        "blank_detection": found.get(roles.BLANK_DETECTION) is not None,
        "multifeed_detection": any(found.get(r) for r in (roles.MULTIFEED, roles.MULTIFEED_MEANS)),
        "paper_sensor": found.active(roles.SENSOR_PAPER) is not None,
    }
    return Abilities(
        sources=sources,
        modes=modes,
        resolutions_dpi=dpi,
        lacks=tuple(code for code, is_there in has.items() if not is_there),
        unmapped=found.unmapped,
        mapped={role: option.name for role, option in found.by_role.items()},
    )


def source_value(found: Roles, source: str) -> Value | None:
    """Give the value of the device's source option that means ours; None where it has none.

    For ``duplex`` a device whose source only says *feeder* may have a switch beside it.
    """
    option = found.get(roles.SOURCE)
    if option is None:
        return None
    by_meaning: dict[str, Value] = {}
    for choice in option.choices:
        meaning = source_of(str(choice))
        if meaning:
            by_meaning.setdefault(meaning, choice)
    if not option.is_active and "flatbed" in by_meaning:
        # It lists what the maker's other devices have; none of it can be chosen here.
        by_meaning = {"flatbed": by_meaning["flatbed"]}
    wanted = {
        "flatbed": ("flatbed",),
        "feeder": ("feeder",),
        "duplex": ("duplex", "feeder"),
    }[source]
    for meaning in wanted:
        if meaning in by_meaning:
            return by_meaning[meaning]
    is_only_auto = set(by_meaning) == {"auto"}
    return by_meaning["auto"] if is_only_auto and source != "duplex" else None


def sources_of(found: Roles) -> tuple[str, ...]:
    """Say where a device can take paper from, in our words."""
    option = found.get(roles.SOURCE)
    has_duplex_switch = _can_be_duplex(found)
    if option is None or not option.choices:
        is_feeder = _moves_paper(found)
        both = found.usable(roles.FEEDER_SWITCH) or found.usable(roles.FLATBED_ONLY)
        sources = ["feeder"] if is_feeder or both else []
        sources += ["duplex"] if has_duplex_switch else []
        sources += ["flatbed"] if both or not is_feeder else []
    else:
        values = {s: source_value(found, s) for s in ("feeder", "duplex", "flatbed")}
        says_duplex = values["duplex"] is not None and source_of(str(values["duplex"])) == "duplex"
        sources = ["feeder"] if values["feeder"] is not None else []
        sources += ["duplex"] if says_duplex or (sources and has_duplex_switch) else []
        sources += ["flatbed"] if values["flatbed"] is not None else []
    if "feeder" in sources:
        sources.append("manual_duplex")
    return tuple(sources)


def _can_be_duplex(found: Roles) -> bool:
    """Tell whether a duplex switch is there and may work.

    One that is inactive while the feeder is chosen will never work; while the glass is chosen it
    only waits for the feeder.
    """
    switch = found.get(roles.DUPLEX)
    if switch is None or duplex_value(switch, is_on=True) is None:
        return False
    source = found.get(roles.SOURCE)
    is_glass = source is not None and source_of(str(source.value)) == "flatbed"
    return switch.is_active or is_glass


def _moves_paper(found: Roles) -> bool:
    """Tell whether a device without a source option pulls sheets in."""
    if any(
        found.active(r)
        for r in (roles.DUPLEX, roles.FEEDER_MODE, roles.SENSOR_PAPER, roles.MULTIFEED)
    ):
        return True
    height = found.get(roles.PAGE_HEIGHT) or found.get(roles.BOTTOM)
    return bool(height and height.span and height.unit == "mm" and height.span[1] > _LONG_PAPER_MM)


def _modes(found: Roles) -> tuple[str, ...]:
    known = {mode for mode in ("color", "gray", "bw") if mode_value(found, mode) is not None}
    if found.get(roles.GRAY_SWITCH):
        known |= {"color", "gray"}
    depth = found.get(roles.DEPTH)
    if depth is not None and depth.is_active and 1 in _numbers(depth.choices):
        known.add("bw")
    return tuple(mode for mode in ("color", "gray", "bw") if mode in known)


def mode_value(found: Roles, mode: str) -> Value | None:
    """Give the value of the device's mode option that means ours best; None where it has none."""
    option = found.get(roles.MODE)
    best: tuple[int, Value] | None = None
    for choice in option.choices if option else ():
        meaning, penalty = mode_of(str(choice))
        if meaning == mode and (best is None or penalty < best[0]):
            best = (penalty, choice)
    return best[1] if best else None


def duplex_value(option: DeviceOption, *, is_on: bool) -> Value | None:
    """Give the value that turns a duplex switch on or off; None where it cannot."""
    if option.type == "bool":
        return is_on
    words = {choice: plain(str(choice)) for choice in option.choices}
    if is_on:
        fitting = [c for c, w in words.items() if source_of(w) == "duplex"]
        fitting += [c for c, w in words.items() if w in ("on", "yes", "enable", "enabled", "true")]
    else:
        fitting = [c for c, w in words.items() if source_of(w) == "feeder"]
        fitting += [
            c
            for c, w in words.items()
            if w in ("off", "no", "none", "disable", "disabled", "false")
        ]
    return fitting[0] if fitting else None


def _resolutions(found: Roles) -> tuple[int, ...]:
    option = found.get(roles.DPI)
    return resolutions(option) if option is not None else ()


def resolutions(option: DeviceOption) -> tuple[int, ...]:
    """List a resolution option's values in dots per inch; of a range, the usual ones."""
    if option.span is None:
        return tuple(sorted(set(_numbers(option.choices))))
    low, high, step = option.span
    usual = {dpi for dpi in _USUAL_DPI if low <= dpi <= high}
    if step > 1:
        usual = {dpi for dpi in usual if (dpi - low) % step == 0}
    return tuple(sorted(usual or {round(high)}))


def _numbers(choices: Sequence[Value]) -> list[int]:
    """Give the numbers of a list of values: ``300``, ``300.0``, ``300dpi``, ``300x300``."""
    found = []
    for choice in choices:
        matched = re.match(r"\s*(\d+)(?:\.\d+)?", str(choice))
        if matched:
            found.append(int(matched[1]))
    return found


def _is_span(option: DeviceOption | None) -> bool:
    if option is None:
        return False
    return len(option.choices) > 1 or (option.span is not None and option.span[1] > option.span[0])


def wanted_paper(option: DeviceOption, settings: ScanSettings) -> Value | None:
    """Give the smallest named paper that holds the wanted page, to 4 mm; None where none fits."""
    fitting = []
    for choice in option.choices:
        size = paper_of(str(choice))
        if size and size[0] >= settings.width_mm - 4 and size[1] >= settings.height_mm - 4:
            fitting.append((size[0] * size[1], str(choice), choice))
    return min(fitting)[2] if fitting else None
