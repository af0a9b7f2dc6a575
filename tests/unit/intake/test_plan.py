"""What is set on a device before a scan."""

import pytest

from registry_desk.intake.capture import ScanSettings
from registry_desk.intake.faults import ScannerLacks
from registry_desk.intake.options import DeviceOption, read_listing
from registry_desk.intake.plan import STEPS, nearest, wanted


def plan(listing, **settings):
    options = read_listing(listing)
    asked = ScanSettings(**settings)
    return {name: value for step in STEPS for name, value in wanted(step, options, asked)}


FI = """
    --source Flatbed|ADF Front|ADF Back|ADF Duplex [ADF Front]
    --mode Lineart|Halftone|Gray|Color [Lineart]
    --resolution 50..600dpi (in steps of 1) [600]
    --page-width 0..224.846mm [215.872]
    --page-height 0..2750.47mm [279.364]
    -l 0..215.872mm [0]
    -t 0..279.364mm [0]
    -x 0..215.872mm [215.872]
    -y 0..279.364mm [279.364]
    --brightness -127..127 (in steps of 1) [0]
    --df-action Default|Continue|Stop [Default]
    --df-thickness[=(yes|no)] [no]
    --swskip 0..100% (in steps of 0.1) [20]
"""


def test_a_departmental_scanner_is_asked_for_a4_both_sides():
    values = plan(FI, source="duplex", dpi=300, mode="color")
    assert values["source"] == "ADF Duplex"
    assert values["mode"] == "Color"
    assert values["resolution"] == 300
    assert (values["page-width"], values["page-height"]) == (210.0, 297.0)
    assert (values["tl-x"], values["br-x"]) == (0, 210.0)
    assert values["br-y"] == 279.364  # its limit until the page's height is set
    assert values["df-action"] == "Stop"
    assert values["df-thickness"] is True
    assert "brightness" not in values


def test_a_device_never_throws_blank_pages_away():
    assert plan(FI, source="feeder")["swskip"] == 0
    assert plan("    --blank-page-skip[=(yes|no)] [yes]\n", source="flatbed") == {
        "blank-page-skip": False
    }


def test_double_feed_detection_is_left_alone_on_the_glass():
    assert "df-action" not in plan(FI, source="flatbed")


@pytest.mark.parametrize(
    ("source", "switch"), [("duplex", True), ("feeder", False), ("manual_duplex", False)]
)
def test_a_duplex_switch_is_set_either_way(source, switch):
    switches = "    --duplex[=(yes|no)] [no]\n    --batch-scan[=(yes|no)] [no]\n"
    listing = f"    --source Auto|Flatbed|ADF [Auto]\n{switches}"
    values = plan(listing, source=source)
    assert values["source"] == "ADF"
    assert values["duplex"] is switch
    assert values["batch-scan"] is True


def test_a_duplex_list_is_set_either_way():
    listing = "    --source Flatbed|ADF [ADF]\n    --adf-mode Simplex|Duplex [Duplex]\n"
    assert plan(listing, source="duplex")["adf-mode"] == "Duplex"
    assert plan(listing, source="feeder")["adf-mode"] == "Simplex"


@pytest.mark.parametrize("source", ["feeder", "duplex", "manual_duplex"])
def test_what_a_device_has_not_is_said(source):
    with pytest.raises(ScannerLacks):
        plan("    --source Flatbed|Transparency Unit [Flatbed]\n", source=source)


def test_a_mode_that_is_missing_is_made_from_a_richer_one():
    assert plan("    --mode Gray|Color [Color]\n", source="flatbed", mode="bw")["mode"] == "Gray"
    assert plan("    --mode Color [Color]\n", source="flatbed", mode="gray")["mode"] == "Color"


def test_black_and_white_by_depth():
    listing = "    --mode Gray|Color [Color]\n    --depth 1|8|16 [16]\n"
    assert plan(listing, source="flatbed", mode="bw") == {"mode": "Gray", "depth": 1}
    assert plan(listing, source="flatbed", mode="color") == {"mode": "Color", "depth": 8}


def test_the_plain_colour_is_taken():
    listing = "    --mode Black & White|True Gray|24bit Color[Fast]|24bit Color [True Gray]\n"
    assert plan(listing, source="flatbed", mode="color")["mode"] == "24bit Color"


@pytest.mark.parametrize(
    ("choices", "asked", "taken"),
    [((75, 150, 600), 300, 600), ((75, 150, 200), 300, 200), ((100, 300, 600), 300, 300)],
)
def test_resolution_is_never_less_than_asked_where_possible(choices, asked, taken):
    assert nearest(DeviceOption("resolution", type="int", choices=choices), asked) == taken


def test_resolution_of_a_range_keeps_its_steps():
    option = DeviceOption("resolution", type="int", span=(100.0, 600.0, 50.0))
    assert nearest(option, 310) == 350
    assert nearest(option, 900) == 600
    assert nearest(option, 50) == 100


def test_area_in_pixels():
    listing = "    -x 0..2592pel [2592]\n    -y 0..3600pel [3600]\n    --resolution 300dpi [300]\n"
    values = plan(listing, source="flatbed", dpi=300)
    assert (values["br-x"], values["br-y"]) == (2480, 3508)


def test_named_paper_that_holds_the_page():
    listing = "    --quick-format CD|A5 portrait|Letter|A4|Legal|Max [Max]\n"
    assert plan(listing, source="flatbed")["quick-format"] == "A4"
    assert (
        plan(listing, source="flatbed", width_mm=148, height_mm=210)["quick-format"]
        == "A5 portrait"
    )


@pytest.mark.parametrize(("asked", "value"), [(100, 127), (-50, -64), (0, None)])
def test_brightness_is_scaled(asked, value):
    assert plan(FI, brightness=asked).get("brightness") == value


@pytest.mark.parametrize(
    "name",
    [
        "Brother_MFC-8860DN", "Epson_GT-2500", "FujitsuS510", "fujitsu", "hp_6200",
        "officejet_5500",
        "test", "scanimage-a1.txt", "scanimage-a11.txt", "scanimage-a12-adf.txt",
        "scanimage-a14.txt",
    ],
)  # fmt: skip
def test_recorded_devices_are_asked_only_for_what_they_allow(shared, name):
    (file,) = (shared / "material").glob(f"*/scanner/{name}")
    listing = file.read_text(encoding="utf-8", errors="replace")
    options = {option.name: option for option in read_listing(listing)}
    source = "flatbed" if name == "scanimage-a1.txt" else "feeder"
    values = plan(listing, source=source, brightness=20)
    assert values["resolution"] == 300
    for asked, value in values.items():
        option = options[asked]
        assert option.is_usable, asked
        if option.choices:
            assert value in option.choices
        elif option.span:
            assert option.span[0] <= value <= option.span[1]
