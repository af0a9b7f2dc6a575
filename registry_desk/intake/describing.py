"""What a found device can do, asked of its driver."""

from dataclasses import replace

from registry_desk.errors import DeviceError
from registry_desk.intake import escl, roles
from registry_desk.intake.abilities import Abilities, abilities
from registry_desk.intake.capture import Scanner, ScanSettings
from registry_desk.intake.driver import Device
from registry_desk.intake.faults import ScannerBusy

_SIMULATING = ("test", "pnm")
"""SANE's own backends that move no paper."""


def describe(row: tuple[str, str, str, str]) -> Scanner:
    """Open a device and say what it can do; one that cannot be opened is shown with its reason."""
    try:
        with Device(row[0]) as device:
            found = _abilities(device)
            address = (
                escl.address_of(row[0], is_searching=False) if "feeder" in found.sources else None
            )
            has = escl.ask_features(address) if address else frozenset()
            lacks = tuple(code for code in found.lacks if code not in has)
            return scanner_of(row, replace(found, lacks=lacks))
    except DeviceError as fault:
        return scanner_of(row, None, problem=fault.code, is_busy=isinstance(fault, ScannerBusy))


def scanner_of(
    row: tuple[str, str, str, str],
    found: Abilities | None,
    *,
    problem: str = "",
    is_busy: bool = False,
) -> Scanner:
    """Make our description of a device's name, vendor, model and type, and its abilities."""
    name, vendor, model, _ = row
    backend = name.split(":")[0]
    words = [w for w in (vendor, model) if w and w.lower() not in ("noname", "escl", "wsd", "*")]
    return Scanner(
        name=name,
        label=" ".join(words) or name,
        vendor=vendor,
        model=model,
        is_simulated=backend in _SIMULATING or "simulated" in f"{name} {model}".lower(),
        is_busy=is_busy,
        sources=found.sources if found else (),
        modes=found.modes if found else (),
        resolutions_dpi=found.resolutions_dpi if found else (),
        lacks=found.lacks if found else (),
        unmapped=found.unmapped if found else (),
        problem=problem,
    )


def _abilities(device: Device) -> Abilities:
    """Look at the options with the feeder chosen, where there is one: many depend on that."""
    first = abilities(device.options())
    if "feeder" in first.sources and roles.SOURCE in first.mapped:
        device.choose_source(ScanSettings(source="feeder"))
        return abilities(device.options())
    return first
