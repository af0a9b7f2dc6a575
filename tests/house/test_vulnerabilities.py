"""What the program installs has no known vulnerability, as far as that can be asked here."""

import json
import subprocess
import sys

import pytest

from tests.conftest import CHECKOUT


def test_locked_packages_have_no_known_vulnerability(tmp_path):
    told = tmp_path / "audit.json"
    asked = subprocess.run(
        [
            sys.executable, "-m", "pip_audit", "--disable-pip", "--progress-spinner", "off",
            "--requirement", str(CHECKOUT / "installer" / "requirements.lock"),
            "--format", "json", "--output", str(told),
        ],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    if not told.exists():
        pytest.skip("the data on vulnerabilities are not reachable from this machine")
    packages = json.loads(told.read_text())["dependencies"]
    if all("skip_reason" in package for package in packages):
        pytest.skip("the data on vulnerabilities are not reachable from this machine")
    found = {
        f"{package['name']} {package['version']}": [known["id"] for known in package["vulns"]]
        for package in packages
        if package.get("vulns")
    }
    assert found == {}, asked.stderr
