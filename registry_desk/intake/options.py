"""A device's options as its driver tells them, and as ``scanimage -A`` prints them.

Drivers agree on how an option is described (type, unit, allowed values), hardly on what it is
called; what it means is found out in :mod:`registry_desk.intake.roles`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Value = str | int | float | bool

_TYPES = ("bool", "int", "fixed", "string", "button", "group")
_UNITS = ("", "pixel", "bit", "mm", "dpi", "percent", "microsecond")
_SOFT_SELECT, _INACTIVE = 1, 32


@dataclass(frozen=True, slots=True)
class DeviceOption:
    """One option of a device."""

    name: str
    title: str = ""
    description: str = ""
    type: str = "string"
    """``bool``, ``int``, ``fixed``, ``string``, ``button`` or ``group``."""
    unit: str = ""
    """``pixel``, ``bit``, ``mm``, ``dpi``, ``percent``, ``microsecond`` or nothing."""
    choices: tuple[Value, ...] = ()
    """The values allowed, where the driver lists them."""
    span: tuple[float, float, float] | None = None
    """Lowest value, highest value, step (0 = any), where the driver gives a range."""
    value: Value | None = None
    """The value now, where it is known."""
    is_active: bool = True
    is_settable: bool = True
    """False for sensors, buttons on the device and read-only values."""

    @property
    def is_usable(self) -> bool:
        """Tell whether a value can be set now."""
        return self.is_active and self.is_settable


def from_driver(row: Sequence[Any], value: Value | None = None) -> DeviceOption:
    """Make an option of python-sane's row.

    Args:
        row: ``(index, name, title, description, type, unit, size, capabilities, constraint)``.
        value: its value now.
    """
    _, name, title, description, kind, unit, _, capabilities, constraint = row
    choices: tuple[Value, ...] = ()
    span = None
    if isinstance(constraint, tuple):
        span = (float(constraint[0]), float(constraint[1]), float(constraint[2]))
    elif isinstance(constraint, list):
        choices = tuple(constraint)
    return DeviceOption(
        name=str(name or ""),
        title=str(title or ""),
        description=str(description or ""),
        type=_TYPES[kind],
        unit=_UNITS[unit],
        choices=choices,
        span=span,
        value=value,
        is_active=not capabilities & _INACTIVE,
        is_settable=bool(capabilities & _SOFT_SELECT),
    )


_GEOMETRY = {"l": "tl-x", "t": "tl-y", "x": "br-x", "y": "br-y"}
_LINE = re.compile(r"^ {2,6}-{1,2}(?P<name>[A-Za-z0-9][\w-]*(?: \d+(?=\[))?)(?P<rest>.*)$")
_NOW = re.compile(r"\s*\[(?P<now>[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]")
_FLAGS = ("advanced", "hardware", "read-only", "emulated", "button")
_PRINTED_UNITS = {
    "dpi": "dpi",
    "mm": "mm",
    "pel": "pixel",
    "bit": "bit",
    "%": "percent",
    "us": "microsecond",
}
_RANGE = re.compile(
    r"(?P<low>-?[\d.]+)\.\.(?P<high>-?[\d.]+)(?P<unit>dpi|mm|pel|bit|%|us)?(?P<array>,\.\.\.)?"
    r"(?: \(in (?:steps|quants) of (?P<step>[\d.]+)\))?"
)


def read_listing(listing: str) -> list[DeviceOption]:
    """Read what ``scanimage -A`` (or ``--help -d DEVICE``) printed of a device.

    An administrator can send this text of any scanner: it shows what the program would make of it.
    Nothing of the options is lost; lines that describe none are passed over.
    """
    found: list[DeviceOption] = []
    is_inside = "ptions specific to device" not in listing
    for line in listing.splitlines():
        if re.search(r"ptions specific to device", line):
            is_inside = True
        elif line.startswith(("Type ``scanimage", "List of available devices")):
            is_inside = False
        elif is_inside and (matched := _LINE.match(line)):
            found.append(_printed(matched["name"], matched["rest"]))
        elif is_inside and found and line.startswith(" " * 8):
            found[-1] = _described(found[-1], line.strip())
    return found


def _described(option: DeviceOption, line: str) -> DeviceOption:
    from dataclasses import replace

    return replace(option, description=f"{option.description} {line}".strip())


def _printed(name: str, rest: str) -> DeviceOption:
    name = _GEOMETRY.get(name, name)
    is_bool = bool(re.match(r"\[=\((?:auto\|)?yes\|no\)\]", rest))
    body = re.sub(r"^\[=\([a-z|]+\)\]", "", rest).strip() if is_bool else rest.strip()
    body, now, flags = _without_state(body)
    shape: dict[str, Any] = {"type": "bool"} if is_bool else _shape(body)
    is_hardware = any(flag in ("hardware", "read-only") for flag in flags)
    return DeviceOption(
        name=name,
        value=_as_value(now, shape["type"]),
        is_active=now != "inactive",
        is_settable=not is_hardware,
        **shape,
    )


def _without_state(body: str) -> tuple[str, str | None, list[str]]:
    """Take the bracketed value and flags off the end of a printed option."""
    now, flags = None, []
    while tail := re.search(_NOW.pattern + r"\s*$", body):
        word = tail["now"].strip()
        # "24bit Color[Fast]" ends in a bracket of its own: only one set off by a blank is state.
        if tail.start() == 0 or body[tail.start()] in " \t":
            if word in _FLAGS:
                flags.append(word)
            else:
                now = word
            body = body[: tail.start()]
            if now is not None:
                break
        else:
            break
    return body.strip(), now, flags


def _shape(body: str) -> dict[str, Any]:
    """Give type, unit and constraint of a printed option's body."""
    body = body.removeprefix("auto|")
    if not body:
        return {"type": "button"}
    if body in ("<int>", "<float>", "<string>") or body.startswith(("<int>", "<float>")):
        kind = {"<i": "int", "<f": "fixed", "<s": "string"}[body[:2]]
        return {"type": kind}
    if ranged := _RANGE.fullmatch(body):
        low, high, step = (float(ranged[part] or 0) for part in ("low", "high", "step"))
        numbers = (ranged["low"], ranged["high"], ranged["step"] or "")
        kind = "fixed" if any("." in n for n in numbers) or ranged["unit"] == "mm" else "int"
        unit = _PRINTED_UNITS.get(ranged["unit"] or "", "")
        return {"type": kind, "unit": unit, "span": (low, high, step)}
    return _list_shape([part.strip() for part in body.removesuffix(",...").split("|")])


def _list_shape(words: Sequence[str]) -> dict[str, Any]:
    number = r"-?\d+(?:\.\d+)?"
    last = re.fullmatch(rf"({number})(dpi|mm|pel|bit|%|us)?", words[-1])
    if last and all(re.fullmatch(number, word) for word in words[:-1]):
        numbers = [*words[:-1], last[1]]
        is_whole = all("." not in n for n in numbers)
        choices: Iterable[Value] = (int(n) if is_whole else float(n) for n in numbers)
        unit = _PRINTED_UNITS.get(last[2] or "", "")
        return {"type": "int" if is_whole else "fixed", "unit": unit, "choices": tuple(choices)}
    return {"type": "string", "choices": tuple(words)}


def _as_value(now: str | None, kind: str) -> Value | None:
    if now is None or now == "inactive":
        return None
    if kind == "bool":
        return now == "yes"
    if kind in ("int", "fixed") and re.fullmatch(r"-?\d+(\.\d+)?", now):
        return float(now) if "." in now else int(now)
    return now
