"""A cloud certificate over CSC version 2 (a simulator of ours), and the codes of version 1."""

import io
import json
import subprocess
import sys

import pytest
from asn1crypto import pem

from registry_desk.errors import Cancelled
from registry_desk.pdf import compose_reply
from registry_desk.signing import RemoteHost, RemoteService, SignJob, sign_batch, verify
from registry_desk.signing.errors import (
    PinEmpty,
    RemoteAuthorisationRefused,
    RemoteAway,
    RemoteCredentialUnknown,
    RemoteLoginRefused,
    RemoteUnusable,
    RemoteWayUnfit,
)
from registry_desk.signing.remote_dialects import Version2, WayUnknown
from registry_desk.signing.remote_expression import fewest_that_satisfy
from tests.judges import signing_service as first
from tests.judges import signing_service_v2 as second
from tests.judges.authority import Authority
from tests.judges.signing_service_v2 import (
    BEARER,
    DEVICE_CODE,
    EC_SHA256,
    PIN,
    PIN_OBJECT,
    RSA,
    SENT_CODE,
    TELEPHONE,
    SigningServiceV2,
)
from tests.unit.signing.conftest import REPLY


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    made = Authority(tmp_path_factory.mktemp("authority"))
    for name in ("ana", "elliptic", "interm"):
        file = made.folder / f"{name}.crt"
        file.write_bytes(pem.armor("CERTIFICATE", made._der(name)))
    yield made
    made.close()


@pytest.fixture
def service(authority):
    started = SigningServiceV2(authority.folder)
    yield started
    started.close()


@pytest.fixture
def opened(service):
    """Give a function that opens the service as an official does; closes what it opened."""
    hosts = []

    def opens(credential="ana", bearer=BEARER, timeout_s=20.0, url=service.url):
        hosts.append(RemoteHost(RemoteService(url, credential, bearer, timeout_s)))
        return hosts[-1]

    yield opens
    for host in hosts:
        host.close()


@pytest.fixture
def written(tmp_path):
    def write(count):
        (tmp_path / "out").mkdir()
        compose_reply(REPLY, tmp_path / "0.pdf")
        jobs = []
        for number in range(count):
            source = tmp_path / f"{number}.pdf"
            source.write_bytes((tmp_path / "0.pdf").read_bytes())
            jobs.append(SignJob(source, tmp_path / "out" / source.name))
        return jobs

    return write


class Person:
    """Whoever is asked: knows the PIN, and reads the code when it is wanted."""

    def __init__(self, service, pin=PIN):
        self.service, self.pin, self.asked = service, pin, []

    def __call__(self, question):
        self.asked.append(question)
        return self.service.code if question.is_code else self.pin

    @property
    def kinds(self):
        return ["code" if one.is_code else "pin" for one in self.asked]


def nobody(_question):
    pytest.fail("the person was asked")


def test_a_pile_with_one_leave(opened, service, authority, written):
    service.multisign = 60
    jobs, person = written(23), Person(service)
    results = sign_batch(opened(), jobs, pin=person, visible=True)
    assert [r.error for r in results] == [None] * 23
    assert (person.kinds, service.rounds) == (["pin"], [23])
    assert service.asked == ["info", "info", "authorize", "signHash"]
    assert person.asked[0].leave_count == 1
    verdict = verify(results[-1].target, trust=[authority.root_pem, authority.chain()])
    assert verdict.verdict == "valid", verdict
    told = subprocess.run(["pdfsig", "-nocert", jobs[0].target], capture_output=True, text=True)
    assert "Signature is Valid" in told.stdout


@pytest.mark.parametrize("level", ["B-T", "B-LT", "B-LTA"])
def test_levels(opened, service, authority, written, level):
    jobs = written(2)
    results = sign_batch(
        opened(), jobs, pin=Person(service), level=level,
        tsa_url=authority.tsa_url, trust=[authority.root_pem],
    )  # fmt: skip
    assert [r.error for r in results] == [None] * 2
    trust = [authority.root_pem, authority.chain()]
    (signature,) = verify(jobs[0].target, trust=trust).signatures
    assert (signature.verdict, signature.level) == ("valid", level)


@pytest.mark.parametrize(
    ("credential", "algorithms"), [("elliptic", [EC_SHA256]), ("ana", [RSA, "0.4.0.127.0.7.1.1"])]
)
def test_keys(opened, service, authority, written, credential, algorithms):
    service.algorithms = algorithms
    (job,) = written(1)
    (result,) = sign_batch(opened(credential), [job], pin=Person(service))
    assert result.error is None
    assert verify(job.target, trust=[authority.root_pem, authority.chain()]).verdict == "valid"


def test_a_code_that_is_sent_for_each_leave(opened, service, written):
    """Where the credential gives leave for few, the person is told how often, before the start."""
    service.objects, service.multisign = [PIN_OBJECT, SENT_CODE], 2
    service.expression = "PIN AND SMS OTP"
    jobs, person = written(5), Person(service)
    host = opened()
    (token,) = host.tokens()
    assert (token.most_at_once, token.leaves_for(5), token.has_pin_pad) == (2, 3, False)
    results = sign_batch(host, jobs, pin=person)
    assert [r.error for r in results] == [None] * 5
    assert person.kinds == ["pin", "code", "code", "code"]
    assert [q.place for q in person.asked] == [1, 1, 2, 3]
    assert {q.leave_count for q in person.asked} == {3}
    assert [q.document_count for q in person.asked] == [5, 2, 2, 1]
    assert {q.hint for q in person.asked[1:]} == {"Code by SMS"}
    assert service.asked.count("getChallenge") == 3


def test_only_a_code_of_a_device(opened, service, written):
    service.objects, service.multisign = [DEVICE_CODE], 10
    service.new_code()
    person = Person(service)
    results = sign_batch(opened(), written(3), pin=person)
    assert [r.error for r in results] == [None] * 3
    assert (person.kinds, service.asked.count("getChallenge")) == (["code"], 0)


def test_a_question_is_shown(opened, service, written):
    service.objects, service.question = [SENT_CODE], "Numele mamei?"
    person = Person(service)
    (result,) = sign_batch(opened(), written(1), pin=person)
    assert (result.error, person.asked[0].hint) == (None, "Numele mamei?")


@pytest.mark.parametrize("mode", ["explicit", "implicit"])
def test_confirmed_on_the_telephone(opened, service, written, mode):
    service.mode, service.objects, service.confirms_after = mode, [TELEPHONE], 2
    host = opened()
    (token,) = host.tokens()
    assert (token.has_pin_pad, token.asks_for_each_leave) == (True, True)
    (result,) = sign_batch(host, written(1), pin=nobody)
    assert result.error is None
    assert service.asked.count("authorizeCheck") == 2


def test_nobody_confirms(opened, service, written):
    service.objects, service.confirms_after = [TELEPHONE], 10_000
    (result,) = sign_batch(opened(timeout_s=8.0), written(1), pin=nobody)
    assert isinstance(result.error, RemoteAuthorisationRefused)
    assert service.asked.count("authorize") == 1


@pytest.mark.parametrize("is_code", [False, True])
def test_what_is_wrong_is_sent_once(opened, service, written, is_code, tmp_path):
    service.objects = [PIN_OBJECT, DEVICE_CODE]
    service.new_code()

    def wrong(question):
        right = service.code if question.is_code else PIN
        return "000" if question.is_code == is_code else right

    results = sign_batch(opened(), written(4), pin=wrong)
    assert {type(r.error) for r in results} == {RemoteAuthorisationRefused}
    assert all(r.is_stop for r in results)
    assert service.asked.count("authorize") == 1
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(("given", "kind"), [(None, Cancelled), ("", PinEmpty)])
def test_no_code_is_given(opened, service, written, given, kind):
    """What was signed with the codes before is kept; the service is not asked in vain."""
    service.objects, service.multisign = [SENT_CODE], 2
    person = Person(service)
    results = sign_batch(
        opened(), written(5), pin=lambda q: person(q) if len(person.asked) < 1 else given
    )
    assert [r.error for r in results[:2]] == [None, None]
    assert {type(r.error) for r in results[2:]} == {kind}
    assert service.asked.count("authorize") == 1


def test_a_stop_while_the_code_is_asked_for(opened, service, written):
    service.objects = [SENT_CODE]
    stopped, host = [], opened()

    def told(question):
        stopped.append(True)
        return service.code

    jobs = written(2)
    (first_result, _) = sign_batch(host, jobs, pin=told, cancelled=lambda: bool(stopped))
    assert first_result.error is None or isinstance(first_result.error, Cancelled)
    again = sign_batch(host, jobs, pin=Person(service))
    assert [r.error for r in again] == [None] * 2, "the process goes on to serve"


@pytest.mark.parametrize(
    ("objects", "expression"),
    [
        ([{"type": "Iris", "id": "EYE"}], ""),
        ([PIN_OBJECT, {"type": "Iris", "id": "EYE"}], "PIN AND EYE"),
        ([PIN_OBJECT], "PIN AND ("),
        ([PIN_OBJECT] * 9, ""),
        ("PIN", ""),
    ],
)
def test_ways_that_are_not_known(objects, expression):
    auth = {"mode": "explicit", "objects": objects, "expression": expression}
    with pytest.raises(WayUnknown):
        Version2().wanted({"auth": auth})


@pytest.mark.parametrize(
    ("mode", "objects", "kind"),
    [("oauth2code", [], RemoteWayUnfit), ("explicit", [{"type": "Password"}], RemoteUnusable)],
)
def test_services_that_cannot_be_worked_with(opened, service, mode, objects, kind):
    service.mode, service.objects = mode, objects
    with pytest.raises(kind):
        opened().tokens()


def test_who_asks_and_for_what(opened, service):
    with pytest.raises(RemoteLoginRefused):
        opened(bearer=None).tokens()
    with pytest.raises(RemoteCredentialUnknown):
        opened("nobody").tokens()
    service.close()
    with pytest.raises(RemoteAway):
        opened().tokens()


@pytest.mark.parametrize(
    ("expression", "among", "chosen"),
    [
        ("PIN AND OTP", "PIN OTP", "PIN OTP"),
        ("PIN OR OTP", "PIN OTP", "PIN"),
        ("PIN OR OTP", "OTP", "OTP"),
        ("EYE OR PIN AND OTP", "PIN OTP", "PIN OTP"),
        ("PIN AND (EYE OR OTP)", "PIN OTP", "PIN OTP"),
        ("PIN XOR OTP", "PIN OTP", "PIN"),
        ("(EYE)OR(PIN)", "PIN", "PIN"),
        ("PIN AND EYE", "PIN OTP", None),
        ("PIN OTP", "PIN OTP", None),
        ("(PIN", "PIN", None),
        ("NOT PIN", "PIN", None),
        ("", "PIN", None),
    ],
)
def test_expressions(expression, among, chosen):
    def choose():
        names = ["PIN", "OTP", "EYE"]
        return " ".join(fewest_that_satisfy(expression, names, among=among.split()))

    if chosen is None:
        with pytest.raises(ValueError, match=r".*"):
            choose()
    else:
        assert choose() == chosen


@pytest.mark.parametrize(
    ("url", "root", "is_second"),
    [
        ("https://a.example", "https://a.example/csc/v1", False),
        ("https://a.example/x/", "https://a.example/x/csc/v1", False),
        ("https://a.example/csc/v2/", "https://a.example/csc/v2", True),
        ("https://a.example/csc/v0/local", "https://a.example/csc/v0/local", False),
    ],
)
def test_the_version_stands_in_the_address(url, root, is_second):
    service = RemoteService(url, "x")
    assert (service.root, service.is_second_version) == (root, is_second)


@pytest.mark.parametrize(
    ("pin", "kind"), [("true", "online"), ("true", "offline"), ("false", "online")]
)
def test_codes_of_version_1(authority, written, pin, kind):
    """Certomancer's service, with the code put before it by a simulation of ours."""
    service = first.SigningService(authority.config)
    service.pin, service.one_time, service.one_time_type = pin, "true", kind
    asked = []

    def person(question):
        asked.append(question.is_code)
        return first.CODE if question.is_code else first.PIN

    with RemoteHost(RemoteService(service.url, "office/ana", first.BEARER, 20.0)) as host:
        results = sign_batch(host, written(12), pin=person)
    service.close()
    assert [r.error for r in results] == [None] * 12
    assert asked == [False, True, True][pin == "false" :]
    assert service.rounds == [10, 2]
    assert service.asked.count("sendOTP") == (2 if kind == "online" else 0)


def test_the_verb(service, authority, written, tmp_path):
    service.objects, service.multisign = [PIN_OBJECT, DEVICE_CODE], 60
    jobs = written(3)
    words = [*(job.source for job in jobs), "--csc", service.url, "--credential", "ana"]
    words += ["--level", "B-LT", "--tsa", authority.tsa_url, "--trust", authority.root_pem]
    words += ["--bearer-stdin", "--pin-stdin", "--out", tmp_path / "out", "--json"]
    command = [sys.executable, "-m", "registry_desk", "--lang", "en", "sign", *map(str, words)]
    lines = f"{BEARER}\n{PIN}\n{service.new_code()}\n"
    done = subprocess.run(command, input=lines, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    rows = json.load(io.StringIO(done.stdout))["files"]
    assert [row["error"] for row in rows] == [None] * 3
    assert service.rounds == [3]
    assert "confirm" not in done.stderr
    assert second.PIN not in done.stdout + done.stderr
    service.multisign = 2
    for job in jobs:
        job.target.unlink()
    more = subprocess.run(command, input=lines, capture_output=True, text=True, timeout=120)
    assert "asked to confirm 2 times" in more.stderr
    assert more.returncode == 3, "the code is good once"
