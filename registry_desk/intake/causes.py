"""Why a scanner really stopped: its sensors and its own status, beside the driver's word."""

from registry_desk.errors import DeviceError
from registry_desk.intake import faults, roles
from registry_desk.intake.driver import Device, is_interruption
from registry_desk.intake.escl import StatusLine
from registry_desk.intake.roles import find_roles

_BY_CODE: dict[str, type[DeviceError]] = {
    kind.code: kind for kind in (faults.FeederJammed, faults.CoverOpen, faults.DoubleFeed)
}

_SENSED: tuple[tuple[str, type[DeviceError]], ...] = (
    (roles.SENSOR_COVER, faults.CoverOpen),
    (roles.SENSOR_DOUBLE, faults.DoubleFeed),
    (roles.SENSOR_JAM, faults.FeederJammed),
)


def explain(fault: DeviceError, device: Device, line: StatusLine) -> DeviceError:
    """Give the fault that names the cause best.

    A jam may be a double feed that the driver calls a jam; talk that broke off may be a jam, an
    open cover, or a device that is gone.
    """
    if isinstance(fault, faults.FeederJammed) and _sensed(device, roles.SENSOR_DOUBLE):
        return faults.DoubleFeed(**fault.params)
    if not is_interruption(fault):
        return fault
    if line.is_there:
        status = line.ask()
        if status is None:
            return faults.ScannerUnplugged(**_place(fault))
        return _BY_CODE[status.fault](**_place(fault)) if status.fault else fault
    return fault if device.still_answers() else faults.ScannerUnplugged(**_place(fault))


def is_really_empty(device: Device, line: StatusLine, *, is_first: bool) -> bool:
    """Tell whether the quiet end of a batch means that no sheet is left.

    Returns:
        False when the device says that paper still lies there: it is to be started again.

    Raises:
        DeviceError: the feeder is not empty but held up.
    """
    for role, kind in _SENSED:
        if _sensed(device, role):
            raise kind()
    status = line.ask()
    if status is None:
        return True
    if status.fault:
        raise _BY_CODE[status.fault]()
    return is_first or not status.has_paper


def _sensed(device: Device, role: str) -> bool:
    try:
        option = find_roles(device.options()).active(role)
    except Exception:  # noqa: BLE001 - a device that is gone senses nothing
        return False
    return option is not None and device.read_sensor(option)


def _place(fault: DeviceError) -> dict[str, int]:
    return {name: value for name, value in fault.params.items() if name in ("page", "sheet")}
