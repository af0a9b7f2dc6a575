"""The values to set on a device before a scan, in the order that drivers need them.

Each step may change which options are active, so the next one looks at the device again.
"""

from collections.abc import Sequence

from registry_desk.intake import roles
from registry_desk.intake.abilities import (
    duplex_value,
    mode_value,
    source_value,
    sources_of,
    wanted_paper,
)
from registry_desk.intake.capture import ScanSettings
from registry_desk.intake.faults import ScannerLacks
from registry_desk.intake.options import DeviceOption, Value
from registry_desk.intake.roles import Roles, find_roles
from registry_desk.intake.vocabulary import plain, source_of

STEPS = (
    "source",
    "duplex",
    "quiet",
    "mode",
    "depth",
    "resolution",
    "page",
    "area",
    "image",
    "guard",
)

Wanted = list[tuple[str, Value]]

_MM_PER_INCH = 25.4


def wanted(step: str, options: Sequence[DeviceOption], settings: ScanSettings) -> Wanted:
    """Give the options to set in a step, by name, with their values.

    Raises:
        ScannerLacks: the device has not the source that was asked for.
    """
    found = find_roles(options)
    return _STEPS[step](found, settings)


def _source(found: Roles, settings: ScanSettings) -> Wanted:
    source = "feeder" if settings.source == "manual_duplex" else settings.source
    option = found.get(roles.SOURCE)
    by_hand = option is not None and option.name in dict(settings.extra)
    if source not in sources_of(found) and not by_hand:
        raise ScannerLacks(what=source)
    values: Wanted = []
    if option is not None and option.is_usable and option.choices:
        value = source_value(found, source)
        if value is not None:
            values.append((option.name, value))
    for role, is_on in (
        (roles.FEEDER_SWITCH, source != "flatbed"),
        (roles.FLATBED_ONLY, source == "flatbed"),
    ):
        switch = found.usable(role)
        if switch is not None:
            values.append((switch.name, is_on))
    return values


def _duplex(found: Roles, settings: ScanSettings) -> Wanted:
    """Turn a duplex switch on or off.

    Raises:
        ScannerLacks: both sides were asked for, and with the feeder chosen nothing gives them.
    """
    option = found.usable(roles.DUPLEX)
    is_duplex = settings.source == "duplex"
    value = duplex_value(option, is_on=is_duplex) if option is not None else None
    if option is not None and value is not None:
        return [(option.name, value)]
    by_source = source_of(str(source_value(found, "duplex"))) == "duplex"
    if is_duplex and not by_source and not settings.extra:
        raise ScannerLacks(what="duplex")
    return []


def _quiet(found: Roles, settings: ScanSettings) -> Wanted:
    """Turn off what would hold a scan up or throw pages away; let the feeder run."""
    values: Wanted = []
    for role in (roles.PREVIEW, roles.WAIT_FOR_BUTTON):
        switch = found.usable(role)
        if switch is not None:
            values.append((switch.name, False))
    feeder = found.usable(roles.FEEDER_MODE)
    if feeder is not None and feeder.type == "bool":
        values.append((feeder.name, settings.source != "flatbed"))
    elif feeder is not None and settings.source != "flatbed":
        values += [
            (feeder.name, c) for c in feeder.choices if plain(str(c)) in ("continuous", "all pages")
        ]
    blank = found.usable(roles.BLANK_DETECTION)
    if blank is not None:
        values += [(blank.name, value) for value in _off(blank)]
    return values


def _off(option: DeviceOption) -> list[Value]:
    if option.type == "bool":
        return [False]
    if option.span is not None and option.span[0] <= 0:
        return [0.0 if option.type == "fixed" else 0]
    return [
        c for c in option.choices if plain(str(c)) in ("off", "no", "none", "disable", "disabled")
    ][:1]


def _mode(found: Roles, settings: ScanSettings) -> Wanted:
    """Choose the mode, or the next richer one, from which the page is converted afterwards."""
    option = found.usable(roles.MODE)
    order = {
        "bw": ("bw", "gray", "color"),
        "gray": ("gray", "color"),
        "color": ("color", "gray", "bw"),
    }
    if option is not None:
        depth = found.get(roles.DEPTH)
        by_depth = settings.mode == "bw" and depth is not None and 1 in depth.choices
        modes = (
            ("gray", "color")
            if by_depth and mode_value(found, "bw") is None
            else order[settings.mode]
        )
        for mode in modes:
            value = mode_value(found, mode)
            if value is not None:
                return [(option.name, value)]
    switch = found.usable(roles.GRAY_SWITCH)
    return [(switch.name, settings.mode != "color")] if switch is not None else []


def _depth(found: Roles, settings: ScanSettings) -> Wanted:
    option = found.usable(roles.DEPTH)
    if option is None:
        return []
    needs_one = settings.mode == "bw" and mode_value(found, "bw") is None
    for bits in (1, 8) if needs_one else (8,):
        for choice in option.choices:
            if (
                choice == bits
                or plain(str(choice)).startswith((f"{bits} bit", f"{bits}bit"))
                or str(choice) == str(bits)
            ):
                return [(option.name, choice)]
        if option.span and option.span[0] <= bits <= option.span[1]:
            return [(option.name, bits)]
    return []


def _resolution(found: Roles, settings: ScanSettings) -> Wanted:
    values: Wanted = []
    for role in (roles.DPI, roles.DPI_Y):
        option = found.usable(role)
        if option is not None:
            value = nearest(option, settings.dpi)
            if value is not None:
                values.append((option.name, value))
    return values


def nearest(option: DeviceOption, dpi: int) -> Value | None:
    """Give the value of a resolution option that is nearest and not lower, else its highest."""
    if option.span is not None:
        low, high, step = option.span
        value = min(max(float(dpi), low), high)
        if step > 0 and (value - low) % step:
            value = min(low + step * (1 + (value - low) // step), high)
        return value if option.type == "fixed" else round(value)
    numbers = []
    for choice in option.choices:
        digits = "".join(c if c.isdigit() else " " for c in str(choice).split(".")[0]).split()
        if digits:
            numbers.append((int(digits[0]), choice))
    enough = [pair for pair in numbers if pair[0] >= dpi]
    if enough:
        return min(enough, key=lambda pair: pair[0])[1]
    return max(numbers, key=lambda pair: pair[0])[1] if numbers else None


def _page(found: Roles, settings: ScanSettings) -> Wanted:
    """Say what paper lies there: sheet-fed devices centre by it, and the area is cut to it."""
    values: Wanted = []
    for role, size in (
        (roles.PAGE_WIDTH, settings.width_mm),
        (roles.PAGE_HEIGHT, settings.height_mm),
    ):
        option = found.usable(role)
        if option is not None:
            values.append((option.name, _length(option, size, settings.dpi)))
    paper = found.usable(roles.PAPER)
    if paper is not None:
        value = wanted_paper(paper, settings)
        if value is not None:
            values.append((paper.name, value))
    return values


def _area(found: Roles, settings: ScanSettings) -> Wanted:
    """Set the scan area; without it sane-airscan pads every page to the device's largest."""
    width, height = settings.width_mm, settings.height_mm
    sizes = ((roles.LEFT, 0), (roles.TOP, 0), (roles.RIGHT, width), (roles.BOTTOM, height))
    values: Wanted = []
    for role, size in sizes:
        option = found.usable(role)
        if option is not None:
            values.append((option.name, _length(option, size, settings.dpi)))
    return values


def _length(option: DeviceOption, size_mm: float, dpi: int) -> Value:
    """Give a length in the option's unit, within its limits."""
    value = size_mm * dpi / _MM_PER_INCH if option.unit == "pixel" else size_mm
    if option.span is not None:
        value = min(max(value, option.span[0]), option.span[1])
    return round(value) if option.type == "int" else value


def _image(found: Roles, settings: ScanSettings) -> Wanted:
    option = found.usable(roles.BRIGHTNESS)
    if option is None or option.span is None or settings.brightness == 0:
        return []
    low, high, _ = option.span
    middle = 0.0 if low < 0 < high else (low + high) / 2
    reach = (high - middle) if settings.brightness > 0 else (middle - low)
    value = middle + reach * min(max(settings.brightness, -100), 100) / 100
    return [(option.name, round(value) if option.type == "int" else value)]


def _guard(found: Roles, settings: ScanSettings) -> Wanted:
    """Let the device stop when it feels two sheets at once, where it can."""
    if settings.source == "flatbed":
        return []
    values: Wanted = []
    for role in (roles.MULTIFEED, roles.MULTIFEED_MEANS):
        option = found.usable(role)
        if option is None:
            continue
        if option.type == "bool":
            values.append((option.name, True))
            continue
        by_words = {plain(str(choice)): choice for choice in option.choices}
        for word in (
            "stop",
            "thickness",
            "on",
            "normal",
            "standard",
            "yes",
            "enabled",
            "both",
            "medium",
        ):
            if word in by_words:
                values.append((option.name, by_words[word]))
                break
    return values


_STEPS = {
    "source": _source,
    "duplex": _duplex,
    "quiet": _quiet,
    "mode": _mode,
    "depth": _depth,
    "resolution": _resolution,
    "page": _page,
    "area": _area,
    "image": _image,
    "guard": _guard,
}
