"""Option lists as drivers tell them and as scanimage prints them."""

import pytest

from registry_desk.intake.options import DeviceOption, from_driver, read_listing

LISTING = """
All options specific to device `maker:libusb:001:002':
  Scan Mode:
    --mode Black & White|Gray[Error Diffusion]|24bit Color|24bit Color[Fast] [24bit Color]
        Selects the scan mode
        (e.g., lineart, monochrome, or color).
    --resolution 75|100|300dpi [300]
    --depth 8|16bit [inactive]
    --brightness -50..50% (in steps of 1) [0] [advanced]
    --swskip 0..100% (in steps of 0.100006) [0]
    --batch-scan[=(yes|no)] [no]
    --duplex[=(auto|yes|no)] [inactive]
    --gamma-table auto|0..255,... [inactive]
    --button 0[=(yes|no)] [no] [hardware]
    --page-loaded[=(yes|no)] [yes] [hardware]
    --eject []
    --calibrate
    --function <int> [0] [hardware]
  Geometry:
    -l 0..215.9mm [0]
    -t 0..297mm [0]
    -x 0..215.9mm [215.9]
    -y 0..297mm [297]

Type ``scanimage --help -d DEVICE'' to get list of all options for DEVICE.
    --not-of-the-device 1..2 [1]
"""


@pytest.fixture
def options():
    return {option.name: option for option in read_listing(LISTING)}


def test_every_printed_option_is_read(options):
    assert list(options) == [
        "mode", "resolution", "depth", "brightness", "swskip", "batch-scan", "duplex",
        "gamma-table",
        "button 0", "page-loaded", "eject", "calibrate", "function", "tl-x", "tl-y", "br-x", "br-y",
    ]  # fmt: skip


def test_lists_keep_brackets_of_their_own(options):
    mode = options["mode"]
    assert mode.choices == (
        "Black & White",
        "Gray[Error Diffusion]",
        "24bit Color",
        "24bit Color[Fast]",
    )
    assert mode.value == "24bit Color"
    assert mode.description == "Selects the scan mode (e.g., lineart, monochrome, or color)."


def test_numbers_have_type_unit_and_limits(options):
    assert options["resolution"].choices == (75, 100, 300)
    assert (options["resolution"].type, options["resolution"].unit) == ("int", "dpi")
    assert options["brightness"].span == (-50, 50, 1)
    assert options["swskip"].type == "fixed"
    assert options["br-x"].span == (0, 215.9, 0)
    assert options["br-x"].unit == "mm"


def test_state_is_told(options):
    assert not options["depth"].is_active
    assert not options["duplex"].is_active
    assert options["batch-scan"].value is False
    assert options["page-loaded"].value is True
    assert not options["page-loaded"].is_settable
    assert options["brightness"].is_usable
    assert options["calibrate"].type == "button"
    assert options["function"].type == "int"


def test_a_list_without_its_head_line_is_read_too():
    assert [
        o.name for o in read_listing("    --mode Gray|Color [Gray]\n    -x 0..215mm [215]\n")
    ] == [
        "mode",
        "br-x",
    ]


def test_driver_rows_become_the_same():
    row = (8, "source", "Scan source", "where from", 3, 0, 26, 5, ["Flatbed", "ADF"])
    assert from_driver(row, "ADF") == DeviceOption(
        "source", "Scan source", "where from", choices=("Flatbed", "ADF"), value="ADF"
    )
    sensor = from_driver((9, "cover-open", "Cover open", "", 0, 0, 4, 4, None))
    assert not sensor.is_settable
    asleep = from_driver((3, "duplex", "Duplex", "", 0, 0, 4, 5 | 32, None))
    assert not asleep.is_active
    ranged = from_driver((7, "resolution", "", "", 2, 4, 4, 5, (1.0, 1200.0, 1.0)))
    assert (ranged.type, ranged.unit, ranged.span) == ("fixed", "dpi", (1.0, 1200.0, 1.0))
