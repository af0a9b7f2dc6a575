"""A network scanner's status is read, hostile answers are no answers."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from registry_desk.intake import escl

STATUS = (
    '<?xml version="1.0"?><scan:ScannerStatus '
    'xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" '
    'xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"><pwg:Version>2.6</pwg:Version>'
    "<pwg:State>{state}</pwg:State><scan:AdfState>{feeder}</scan:AdfState></scan:ScannerStatus>"
)


@pytest.mark.parametrize(
    ("feeder", "fault", "has_paper"),
    [
        ("ScannerAdfLoaded", None, True),
        ("ScannerAdfEmpty", None, False),
        ("ScannerAdfProcessing", None, True),
        ("ScannerAdfJam", "feeder_jammed", False),
        ("ScannerAdfMispick", "feeder_jammed", False),
        ("ScannerAdfHatchOpen", "cover_open", False),
        ("ScannerAdfDoorOpen", "cover_open", False),
        ("ScannerAdfMultipickDetected", "double_feed", False),
        ("", None, False),
    ],
)
def test_feeder_states(feeder, fault, has_paper):
    status = escl.parse_status(STATUS.format(state="Idle", feeder=feeder).encode())
    assert (status.state, status.fault, status.has_paper) == ("Idle", fault, has_paper)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>login</html>",
        b"\x00\xff",
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'
        b'<scan:ScannerStatus xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03">&b;</scan:ScannerStatus>',
    ],
)
def test_rubbish_is_no_status(content):
    assert escl.parse_status(content) is None


class Answering(BaseHTTPRequestHandler):
    def do_GET(self):
        body = self.server.body
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def device():
    server = HTTPServer(("127.0.0.1", 0), Answering)
    server.status, server.body = 200, STATUS.format(state="Idle", feeder="ScannerAdfEmpty").encode()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def address(server):
    return f"http://127.0.0.1:{server.server_port}/eSCL/"


def test_device_is_asked(device):
    assert escl.ask_status(address(device)).feeder == "ScannerAdfEmpty"


def test_refusal_and_rubbish_are_no_answer(device):
    device.status = 503
    assert escl.ask_status(address(device)) is None
    device.status, device.body = 200, b"<a>" * 10
    assert escl.ask_status(address(device)) is None


def test_nobody_there_is_no_answer():
    assert escl.ask_status("http://127.0.0.1:9/eSCL", timeout_s=1) is None


def test_address_is_found_in_the_name_or_the_configuration(tmp_path, monkeypatch):
    (tmp_path / "airscan.d").mkdir()
    (tmp_path / "airscan.conf").write_text(
        "[devices]\n# a comment\n"
        '"Copier, first floor" = http://192.0.2.7:80/eSCL, eSCL\n'
        "Old one = http://192.0.2.8/WSD, WSD\n"
        "Plain = https://192.0.2.9/eSCL/\nOff = disable\n[options]\ndiscovery = disable\n"
    )
    (tmp_path / "airscan.d" / "more.conf").write_text(
        '[devices]\n"Second" = http://192.0.2.10/eSCL\n'
    )
    monkeypatch.setenv("SANE_CONFIG_DIR", str(tmp_path))
    assert escl.address_of("airscan:e0:Copier, first floor") == "http://192.0.2.7:80/eSCL"
    assert escl.address_of("airscan:e3:Plain") == "https://192.0.2.9/eSCL/"
    assert escl.address_of("airscan:e1:Second") == "http://192.0.2.10/eSCL"
    assert escl.address_of("escl:http://192.0.2.11:8080") == "http://192.0.2.11:8080/eSCL"
    assert escl.address_of("airscan:escl:New:http://192.0.2.12/eSCL") == "http://192.0.2.12/eSCL"


@pytest.mark.parametrize("name", ["fujitsu:fi-7160:1", "test:0", "airscan:w0:Old one"])
def test_devices_that_speak_no_escl_have_no_address(name):
    assert escl.address_of(name) is None


@pytest.mark.parametrize(
    ("name", "features"),
    [
        ("Xerox-B235", {"paper_sensor"}),
        ("HP-LaserJet-MFP-M426fdn", {"paper_sensor"}),
        ("Kyocera-ECOSYS-M2040dn", {"paper_sensor"}),
    ],
)
def test_recorded_capabilities(shared, name, features):
    (file,) = (shared / "material").glob(f"*/scanner/{name}-ScannerCapabilities.xml")
    assert escl.parse_features(file.read_bytes()) == features


def test_features_of_capable_devices():
    content = (
        b'<scan:ScannerCapabilities xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03">'
        b"<scan:Adf><scan:AdfOptions><scan:AdfOption>MultipickDetection</scan:AdfOption>"
        b"</scan:AdfOptions></scan:Adf><scan:BlankPageDetection>true</scan:BlankPageDetection>"
        b"</scan:ScannerCapabilities>"
    )
    assert escl.parse_features(content) == {"multifeed_detection", "blank_detection"}
    assert escl.parse_features(b"<a/>") == frozenset()
