"""What the simulated scanner says in XML, and the pictures it takes.

Source: Mopria eSCL specification 2.97; the shape follows what real devices answer.
"""

from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from defusedxml import ElementTree
from PIL import Image

from registry_desk.demo.scanner.machine import Job, JobSettings

MODEL = "Registry Desk Simulated Scanner"
_SCAN_URI = "http://schemas.hp.com/imaging/escl/2011/05/03"
_PWG_URI = "http://www.pwg.org/schemas/2010/12/sm"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<scan:%s xmlns:scan="{_SCAN_URI}" xmlns:pwg="{_PWG_URI}">'
)
_RESOLUTIONS_DPI = (75, 100, 150, 200, 300, 600)
_UNITS_PER_INCH = 300
_JPEG_QUALITY = 92


def capabilities() -> str:
    """Tell what the device can do: glass, feeder, duplex; colour and gray; up to 600 dpi."""
    adf = _inputs("AdfSimplexInputCaps", 4200) + _inputs("AdfDuplexInputCaps", 4200)
    return (
        _HEAD % "ScannerCapabilities"
        + f"<pwg:Version>2.63</pwg:Version><pwg:MakeAndModel>{MODEL}</pwg:MakeAndModel>"
        + "<pwg:SerialNumber>SIMULATED</pwg:SerialNumber>"
        + f"<scan:Platen>{_inputs('PlatenInputCaps', 3508)}</scan:Platen>"
        + f"<scan:Adf>{adf}<scan:FeederCapacity>500</scan:FeederCapacity><scan:AdfOptions>"
        + "<scan:AdfOption>DetectPaperLoaded</scan:AdfOption>"
        + "<scan:AdfOption>Duplex</scan:AdfOption>"
        + "</scan:AdfOptions></scan:Adf></scan:ScannerCapabilities>"
    )


def _inputs(name: str, max_height: int) -> str:
    modes = "".join(f"<scan:ColorMode>{m}</scan:ColorMode>" for m in ("RGB24", "Grayscale8"))
    dpi = "".join(
        f"<scan:DiscreteResolution><scan:XResolution>{d}</scan:XResolution>"
        f"<scan:YResolution>{d}</scan:YResolution></scan:DiscreteResolution>"
        for d in _RESOLUTIONS_DPI
    )
    return (
        f"<scan:{name}><scan:MinWidth>300</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth>"
        f"<scan:MinHeight>300</scan:MinHeight><scan:MaxHeight>{max_height}</scan:MaxHeight>"
        f"<scan:MaxScanRegions>1</scan:MaxScanRegions><scan:SettingProfiles><scan:SettingProfile>"
        f"<scan:ColorModes>{modes}</scan:ColorModes><scan:DocumentFormats>"
        "<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>"
        "<scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>"
        f"<scan:SupportedResolutions><scan:DiscreteResolutions>{dpi}</scan:DiscreteResolutions>"
        "</scan:SupportedResolutions></scan:SettingProfile></scan:SettingProfiles>"
        "<scan:SupportedIntents><scan:Intent>Document</scan:Intent></scan:SupportedIntents>"
        "<scan:MaxOpticalXResolution>600</scan:MaxOpticalXResolution>"
        f"<scan:MaxOpticalYResolution>600</scan:MaxOpticalYResolution></scan:{name}>"
    )


def status(feeder_state: str, jobs: list[Job]) -> str:
    """Tell the device's present state."""
    is_working = any(not job.is_done for job in jobs)
    rows = "".join(
        f"<scan:JobInfo><pwg:JobUri>/eSCL/ScanJobs/{escape(job.uri)}</pwg:JobUri>"
        f"<pwg:JobState>{'Completed' if job.is_done else 'Processing'}</pwg:JobState>"
        "</scan:JobInfo>"
        for job in jobs
    )
    return (
        _HEAD % "ScannerStatus"
        + "<pwg:Version>2.63</pwg:Version>"
        + f"<pwg:State>{'Processing' if is_working else 'Idle'}</pwg:State>"
        + f"<scan:AdfState>{feeder_state}</scan:AdfState><scan:Jobs>{rows}</scan:Jobs>"
        + "</scan:ScannerStatus>"
    )


def read_job(content: bytes) -> JobSettings:
    """Read a ScanSettings document.

    Raises:
        ValueError: it is none.
    """
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as told:
        raise ValueError("scan settings") from told

    def of(name: str, otherwise: str) -> str:
        for uri in (_SCAN_URI, _PWG_URI):
            found = root.find(f".//{{{uri}}}{name}")
            if found is not None and found.text:
                return found.text.strip()
        return otherwise

    dpi = int(of("XResolution", "300"))
    return JobSettings(
        is_feeder=of("InputSource", "Platen") == "Feeder",
        is_duplex=of("Duplex", "false").lower() == "true",
        is_color=of("ColorMode", "RGB24").startswith("RGB"),
        dpi=dpi,
        width_px=round(int(of("Width", "2480")) * dpi / _UNITS_PER_INCH),
        height_px=round(int(of("Height", "3508")) * dpi / _UNITS_PER_INCH),
    )


def picture(page: Path | None, settings: JobSettings) -> bytes:
    """Take the picture of a side as JPEG; a page image that already fits goes out byte for byte."""
    size = (settings.width_px, settings.height_px)
    if page is None:
        return _jpeg(Image.new("L", size, 250), settings)
    with Image.open(page) as image:
        is_as_asked = image.format == "JPEG" and image.mode == ("RGB" if settings.is_color else "L")
        if is_as_asked and image.size == size:
            return page.read_bytes()
        shown = image.convert("RGB" if settings.is_color else "L")
        if shown.size != size:
            shown = shown.resize(size, Image.Resampling.LANCZOS)
        return _jpeg(shown, settings)


def _jpeg(image: Image.Image, settings: JobSettings) -> bytes:
    shown = image.convert("RGB" if settings.is_color else "L")
    target = BytesIO()
    shown.save(target, "JPEG", quality=_JPEG_QUALITY, dpi=(settings.dpi, settings.dpi))
    return target.getvalue()
