"""What devices can do is found by meaning, whatever they call it."""

import pytest

from registry_desk.intake.abilities import abilities
from registry_desk.intake.options import DeviceOption, read_listing

ALL = ("feeder", "duplex", "flatbed", "manual_duplex")
BOTH = ("feeder", "flatbed", "manual_duplex")
SHEETS = ("feeder", "duplex", "manual_duplex")

DEVICES = {
    # the ways makers say it, by their drivers' documentation; one line each: sources, modes, extra
    "source says all": ("--source Flatbed|ADF|ADF Duplex [Flatbed]", ALL),
    "three sides of a feeder": ("--source ADF Front|ADF Back|ADF Duplex [ADF Front]", SHEETS),
    "aligned": (
        "--source FlatBed|Automatic Document Feeder(left aligned)"
        "|Automatic Document Feeder(left aligned,Duplex) [FlatBed]",
        ALL,
    ),
    "doc-source": ("--doc-source Auto|Flatbed|ADF Simplex|ADF Duplex [Auto]", ALL),
    "adf-mode": ("--source Flatbed|ADF [Flatbed]\n    --adf-mode Simplex|Duplex [Simplex]", ALL),
    "ScanMode": ("--source Flatbed|Feeder [Flatbed]\n    --ScanMode Simplex|Duplex [Simplex]", ALL),
    "duplex switch": ("--source Auto|Flatbed|ADF [Auto]\n    --duplex[=(yes|no)] [no]", ALL),
    "duplex waits for the feeder": (
        "--source Document Table|ADF [Document Table]\n    --duplex[=(yes|no)] [inactive]",
        ALL,
    ),
    "duplex never wakes": ("--source Flatbed|ADF [ADF]\n    --duplex[=(yes|no)] [inactive]", BOTH),
    "short names": ("--source adf|fb [adf]\n    --duplex[=(yes|no)] [no]", ALL),
    "no source, feeds": (
        "--duplex[=(yes|no)] [no]\n    --feeder-mode One page|All pages [One page]",
        SHEETS,
    ),
    "no source, long paper": ("--page-height 0..863.489mm [279.364]", ("feeder", "manual_duplex")),
    "no source, glass": ("--brightness -100..100 [0]", ("flatbed",)),
    "switch for the feeder": ("--adf[=(yes|no)] [no]", BOTH),
    "switch for the glass": ("--flatbed-only[=(yes|no)] [no]", BOTH),
    "film beside": ("--source Flatbed|Transparency Adapter|Document Feeder [Flatbed]", BOTH),
    "normal": ("--source Normal|ADF|ADF Rear|ADF Duplex [Normal]", ALL),
    "glass that sleeps": ("--source Normal|Transparency|Negative [inactive]", ("flatbed",)),
    "feeder that is not there": ("--source Flatbed|Document Feeder [inactive]", ("flatbed",)),
    "switch that is not there": ("--flatbed-only[=(yes|no)] [inactive]", ("flatbed",)),
    "sensor that is not there": ("--page-loaded[=(yes|no)] [inactive]", ("flatbed",)),
    "duplex as a place": ("--source Flatbed|ADF|Duplex [Flatbed]", ALL),
    "scan-type": ("--scan-type Normal|ADF [Normal]", BOTH),
    "only automatic": ("--source Auto [Auto]", BOTH),
    "German": (
        "--source Vorlagenglas|Vorlageneinzug|Vorlageneinzug (beidseitig) [Vorlagenglas]",
        ALL,
    ),
    "both sides by list": (
        "--source Flatbed|ADF [ADF]\n    --scan-side Front|Back|Both sides [Front]",
        ALL,
    ),
    "on and off": ("--source Flatbed|ADF [ADF]\n    --duplex Off|On [Off]", ALL),
}


def understood(lines, more=""):
    return abilities(read_listing(f"    {lines}\n    {more or '--mode Gray|Color [Gray]'}\n"))


@pytest.mark.parametrize(("lines", "sources"), DEVICES.values(), ids=DEVICES.keys())
def test_sources(lines, sources):
    found = understood(lines)
    assert found.sources == sources
    assert {"feeder", "duplex", "flatbed"} - set(sources) == set(found.lacks) & {
        "feeder",
        "duplex",
        "flatbed",
    }


@pytest.mark.parametrize(
    ("line", "modes"),
    [
        ("--mode Lineart|Halftone|Gray|Color [Gray]", ("color", "gray", "bw")),
        ("--mode Black & White|True Gray|24bit Color [True Gray]", ("color", "gray", "bw")),
        ("--scan-mode Monochrome|Grayscale|Color [Color]", ("color", "gray", "bw")),
        ("--image-type Color|Grayscale|Monochrome [Color]", ("color", "gray", "bw")),
        ("--mode Gray|Color [Gray]\n    --depth 1|8|16 [8]", ("color", "gray", "bw")),
        ("--mode Lineart|Halftone [Lineart]", ("bw",)),
        ("--grayify[=(yes|no)] [yes]", ("color", "gray")),
        (
            "--mode Line Art|Dithered|Gray|16bit Gray|Color|16bit Color [Gray]",
            ("color", "gray", "bw"),
        ),
        ("--mode Lineart [Lineart]\n    --fast-gray-mode[=(yes|no)] [no]", ("bw",)),
        ("--dropout-color None|Red|Green|Blue [None]\n    --mode Gray [Gray]", ("gray",)),
    ],
)
def test_modes(line, modes):
    found = understood("--source Flatbed|ADF [ADF]", line)
    assert found.modes == modes


@pytest.mark.parametrize(
    ("line", "dpi"),
    [
        ("--resolution 75|150|300|600dpi [75]", (75, 150, 300, 600)),
        ("--resolution 50..600dpi (in steps of 1) [600]", (75, 100, 150, 200, 240, 300, 400, 600)),
        ("--resolution 100..400dpi (in steps of 100) [100]", (100, 200, 300, 400)),
        ("--x-resolution 100|300dpi [100]\n    --y-resolution 100|300dpi [100]", (100, 300)),
        ("--scan-resolution 300|600 [300]", (300, 600)),
        ("--resolution 200x200|300x300 [200x200]", (200, 300)),
    ],
)
def test_resolutions(line, dpi):
    assert understood("--source Flatbed|ADF [ADF]", line).resolutions_dpi == dpi


@pytest.mark.parametrize(
    ("line", "role", "name"),
    [
        ("--blank-page-skip[=(yes|no)] [no]", "blank_detection", "blank-page-skip"),
        ("--swskip 0..100% (in steps of 1) [0]", "blank_detection", "swskip"),
        ("--df-action Default|Continue|Stop [Default]", "multifeed_detection", "df-action"),
        (
            "--dfdetect Default|None|Thickness|Length|Both [Default]",
            "multifeed_detection",
            "dfdetect",
        ),
        ("--double-feed-detection[=(yes|no)] [no]", "multifeed_detection", "double-feed-detection"),
        ("--df-thickness[=(yes|no)] [no]", "multifeed_means", "df-thickness"),
        ("--double-feed[=(yes|no)] [no] [hardware]", "sensor_double_feed", "double-feed"),
        ("--cover-open[=(yes|no)] [no] [hardware]", "sensor_cover", "cover-open"),
        ("--page-loaded[=(yes|no)] [no] [hardware]", "sensor_paper", "page-loaded"),
        ("--adf-loaded[=(yes|no)] [no] [hardware]", "sensor_paper", "adf-loaded"),
        ("--quick-format CD|A5 portrait|Letter|A4|Max [Max]", "paper", "quick-format"),
        ("--pagewidth 0..224.846mm [215.872]", "page_width", "pagewidth"),
    ],
)
def test_what_else_a_device_has(line, role, name):
    found = understood("--source ADF Front|ADF Duplex [ADF Front]", line)
    assert found.mapped.get(role) == name
    assert role not in found.lacks


def test_sensor_of_a_named_paper_is_no_paper_sensor():
    found = understood("--source ADF|Flatbed [ADF]", "--a4-paper[=(yes|no)] [no] [hardware]")
    assert "paper_sensor" in found.lacks
    assert found.unmapped == ("a4-paper",)


def test_brightness_without_a_range_is_none():
    assert "brightness" in understood("--source ADF [ADF]", "--brightness 0..0 [inactive]").lacks


def test_titles_speak_where_names_do_not():
    found = abilities(
        [
            DeviceOption("opt-7", "Document source", choices=("Flatbed", "ADF")),
            DeviceOption("opt-8", "Colour mode", choices=("B/W", "Gray", "Colour")),
            DeviceOption("opt-9", "Scan resolution", type="int", unit="dpi", choices=(200, 300)),
        ]
    )
    assert found.sources == BOTH
    assert set(found.modes) >= {"color", "gray"}
    assert found.resolutions_dpi == (200, 300)


# --- recorded lists of real devices, beside a builder's checkout --------------------------------

RECORDED = {
    "Brother_MFC-8860DN": (ALL, ("color", "gray", "bw")),
    "Epson_GT-2500": (ALL, ("color", "gray", "bw")),
    "FujitsuS510": (SHEETS, ("color", "gray", "bw")),
    "fujitsu": (SHEETS, ("color", "gray")),
    "hp_6200": (ALL, ("color", "gray", "bw")),
    "officejet_5500": (BOTH, ("color", "gray", "bw")),
    "test": (BOTH, ("color", "gray", "bw")),
    "scanimage-a1.txt": (("flatbed",), ("color", "gray", "bw")),
    "scanimage-a11.txt": (ALL, ("color", "gray", "bw")),
    "scanimage-a12-adf.txt": (ALL, ("color", "gray", "bw")),
    "scanimage-a14.txt": (SHEETS, ("color", "gray", "bw")),
}


def recorded(shared, name):
    (found,) = (shared / "material").glob(f"*/scanner/{name}")
    return read_listing(found.read_text(encoding="utf-8", errors="replace"))


@pytest.mark.parametrize("name", RECORDED)
def test_recorded_devices(shared, name):
    options = recorded(shared, name)
    found = abilities(options)
    assert (found.sources, found.modes) == RECORDED[name]
    assert 300 in found.resolutions_dpi
    assert "page_size" not in found.lacks


@pytest.mark.parametrize("name", RECORDED)
def test_no_option_of_a_recorded_device_is_lost(shared, name):
    options = recorded(shared, name)
    found = abilities(options)
    assert sorted([*found.mapped.values(), *found.unmapped]) == sorted(o.name for o in options)
    (file,) = (shared / "material").glob(f"*/scanner/{name}")
    body = file.read_text(encoding="utf-8", errors="replace").partition("ptions specific to")[2]
    printed = [line for line in body.splitlines() if line.startswith("    -")]
    assert len(options) == len(printed)


def test_double_feeds_are_felt_where_the_device_can(shared):
    for name in ("FujitsuS510", "scanimage-a12-adf.txt", "scanimage-a14.txt"):
        assert "multifeed_detection" not in abilities(recorded(shared, name)).lacks
    assert "multifeed_detection" in abilities(recorded(shared, "hp_6200")).lacks
