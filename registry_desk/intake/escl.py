"""A network scanner's own word on its state, asked beside the driver.

sane-airscan reports an open cover or a double feed as an empty feeder when the device answers
"no more pages": the batch would end without a word. So after every end the device itself is
asked. Only the status is read; nothing is ever started or changed here.

Source: Mopria eSCL specification 2.97, ScannerStatus; sane-airscan(5) for its configuration file.
"""

import os
import re
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

import requests
import urllib3
from defusedxml import ElementTree

_PWG = "{http://www.pwg.org/schemas/2010/12/sm}"
_SCAN = "{http://schemas.hp.com/imaging/escl/2011/05/03}"
_MOST_BYTES = 1 << 20
_DISCOVERY_S = 6.0


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """What the device says of itself."""

    state: str
    """``Idle``, ``Processing``, ``Testing``, ``Stopped``, ``Down``."""
    feeder: str
    """``ScannerAdfLoaded``, ``ScannerAdfEmpty``, ``ScannerAdfJam``, …; empty without a feeder."""

    @property
    def fault(self) -> str | None:
        """Give the code of what holds the feeder up, or None."""
        return _FEEDER_FAULTS.get(self.feeder)

    @property
    def has_paper(self) -> bool:
        """Tell whether sheets lie in the feeder."""
        return self.feeder in ("ScannerAdfLoaded", "ScannerAdfProcessing")


_FEEDER_FAULTS = {
    "ScannerAdfJam": "feeder_jammed",
    "ScannerAdfMispick": "feeder_jammed",
    "ScannerAdfHatchOpen": "cover_open",
    "ScannerAdfDoorOpen": "cover_open",
    "ScannerAdfMultipickDetected": "double_feed",
    "ScannerAdfInputTrayOverloaded": "feeder_jammed",
    "ScannerAdfInputTrayFailed": "feeder_jammed",
    "ScannerAdfDuplexPageTooShort": "feeder_jammed",
    "ScannerAdfDuplexPageTooLong": "feeder_jammed",
}


def ask_status(address: str, *, timeout_s: float = 3.0) -> DeviceStatus | None:
    """Ask a device for its status.

    Returns:
        None when it does not answer, or not in a form that can be understood.
    """
    content = _get(f"{address.rstrip('/')}/ScannerStatus", timeout_s)
    return parse_status(content) if content is not None else None


def ask_features(address: str, *, timeout_s: float = 3.0) -> frozenset[str]:
    """Ask a device what it finds out about its paper, which no driver option tells.

    Returns:
        Some of ``paper_sensor``, ``multifeed_detection``, ``blank_detection``.
    """
    content = _get(f"{address.rstrip('/')}/ScannerCapabilities", timeout_s)
    return parse_features(content) if content is not None else frozenset()


def _get(url: str, timeout_s: float) -> bytes | None:
    try:
        # Printers sign their certificates themselves; nothing secret is sent or trusted here.
        urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        answer = requests.get(
            url,
            timeout=timeout_s,
            verify=False,  # noqa: S501
            stream=True,
            allow_redirects=False,
        )
        with answer:
            content: bytes = answer.raw.read(_MOST_BYTES, decode_content=True)
            return content if answer.ok else None
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError):
        return None


def parse_status(content: bytes) -> DeviceStatus | None:
    """Read a ScannerStatus document; None for anything else, hostile XML included."""
    root = _parsed(content, "ScannerStatus")
    if root is None:
        return None
    return DeviceStatus(
        state=(root.findtext(f"{_PWG}State") or "").strip(),
        feeder=(root.findtext(f"{_SCAN}AdfState") or "").strip(),
    )


def parse_features(content: bytes) -> frozenset[str]:
    """Read what a ScannerCapabilities document says of paper sensors; nothing of anything else."""
    root = _parsed(content, "ScannerCapabilities")
    if root is None:
        return frozenset()
    options = {(found.text or "").strip() for found in root.iter(f"{_SCAN}AdfOption")}
    found = {feature for option, feature in _FEATURES.items() if option in options}
    blanks = [root.findtext(f".//{_SCAN}{name}") for name in _BLANK_FEATURES]
    if any((told or "").strip().lower() == "true" for told in blanks):
        found.add("blank_detection")
    return frozenset(found)


_FEATURES = {"DetectPaperLoaded": "paper_sensor", "MultipickDetection": "multifeed_detection"}
_BLANK_FEATURES = ("BlankPageDetection", "BlankPageDetectionAndRemoval")


def _parsed(content: bytes, document: str) -> Element | None:
    try:
        root: Element = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError):  # defusedxml's refusals are ValueErrors
        return None
    return root if root.tag == f"{_SCAN}{document}" else None


class StatusLine:
    """The way to a device's own status; its address is searched for while the device works."""

    def __init__(self, device: str) -> None:
        self._device = device
        self._address: str | None = None
        self._search = threading.Thread(target=self._find, name="address-search", daemon=True)
        self._search.start()

    def _find(self) -> None:
        self._address = address_of(self._device)

    @property
    def is_there(self) -> bool:
        """Tell whether the device speaks eSCL and its address was found."""
        self._search.join(_DISCOVERY_S + 1)
        return self._address is not None

    def ask(self) -> DeviceStatus | None:
        """Ask the device; None when there is no address or no answer."""
        return ask_status(self._address) if self.is_there and self._address else None


def address_of(device: str, *, is_searching: bool = True) -> str | None:
    """Find the address of a device's eSCL service from its SANE name.

    Args:
        device: the name.
        is_searching: whether the network may be searched (some seconds) for a device that is not
            in the configuration.

    Returns:
        None for devices that speak no eSCL (USB, WSD) or whose address cannot be found.
    """
    written = re.search(r"https?://[^\s,]+", device)
    if written and device.startswith(("escl:", "airscan:escl:")):
        address = written[0].rstrip("/")
        return address if address.lower().endswith("/escl") else f"{address}/eSCL"
    named = re.fullmatch(r"airscan:e\d*:(?P<name>.+)", device)
    if named is None:
        return None
    found = _configured().get(named["name"])
    return found or (_discovered().get(named["name"]) if is_searching else None)


def _configured() -> dict[str, str]:
    """Read the devices that sane-airscan's configuration names."""
    found: dict[str, str] = {}
    for folder in _config_folders():
        for file in [folder / "airscan.conf", *sorted((folder / "airscan.d").glob("*.conf"))]:
            if file.is_file():
                found = {**devices_in(file.read_text(encoding="utf-8", errors="replace")), **found}
    return found


def _config_folders() -> list[Path]:
    """Give the folders where SANE looks; a colon at the end means the usual ones too."""
    written = os.environ.get("SANE_CONFIG_DIR", "")
    named = [Path(part) for part in written.split(":") if part]
    return named if named and not written.endswith(":") else [*named, Path("/etc/sane.d")]


def devices_in(configuration: str) -> dict[str, str]:
    """Give name and eSCL address of the devices in an ``airscan.conf`` or ``airscan-discover``."""
    found: dict[str, str] = {}
    section = ""
    for line in configuration.splitlines():
        line = line.strip()
        if line.startswith("["):
            section = line.strip("[]").strip().lower()
        elif section == "devices" and (entry := _ENTRY.match(line)):
            name = (entry["quoted"] or entry["bare"] or "").strip()
            protocol = (entry["protocol"] or "escl").strip().lower()
            if protocol == "escl":
                found.setdefault(name, entry["url"])
    return found


_ENTRY = re.compile(
    r'(?:"(?P<quoted>[^"]+)"|(?P<bare>[^"=#;]+?))\s*=\s*(?P<url>https?://[^\s,]+)\s*(?:,\s*(?P<protocol>\w+))?'
)


def _discovered() -> dict[str, str]:
    """Ask sane-airscan's own search program for devices found in the network."""
    try:
        told = subprocess.run(
            ["airscan-discover"], capture_output=True, text=True, timeout=_DISCOVERY_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return {}
    return devices_in(told.stdout)
