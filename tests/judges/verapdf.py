"""veraPDF, the reference validator of PDF/A, fetched from Maven Central into ``build/judges``."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT

_VERSION = "1.26.1"
_FOLDER = CHECKOUT / "build" / "judges" / f"verapdf-{_VERSION}"
_POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion>
<groupId>judges</groupId><artifactId>verapdf</artifactId><version>1</version>
<dependencies><dependency>
<groupId>org.verapdf</groupId><artifactId>validation-model</artifactId><version>{_VERSION}</version>
</dependency></dependencies></project>
"""


def judged(flavour, files):
    """Ask about files: for each its name, whether it passes, and the rules it breaks.

    Skips the test where Java, Maven or the network is missing.
    """
    program = Path(__file__).with_name("VeraPdf.java")
    asked = subprocess.run(
        ["java", "-cp", f"{_library()}/*", str(program), flavour, *map(str, files)],
        capture_output=True,
        text=True,
        timeout=240,
    )
    rows = [line.split("\t") for line in asked.stdout.splitlines() if line.startswith("RESULT\t")]
    assert len(rows) == len(files), asked.stderr[-2000:]
    return {Path(row[1]): (row[2] == "pass", row[3]) for row in rows}


def _library():
    for program in ("java", "mvn"):
        if shutil.which(program) is None:
            pytest.skip(f"veraPDF needs {program}, which is not installed here")
    library, done = _FOLDER / "lib", _FOLDER / "done"
    if not done.exists():
        _FOLDER.mkdir(parents=True, exist_ok=True)
        (_FOLDER / "pom.xml").write_text(_POM)
        fetched = subprocess.run(
            ["mvn", "-B", "-q", "dependency:copy-dependencies", f"-DoutputDirectory={library}"],
            cwd=_FOLDER,
            capture_output=True,
            text=True,
            timeout=280,
        )
        if fetched.returncode != 0:
            pytest.skip("veraPDF cannot be fetched from Maven Central (no network?)")
        done.touch()
    return library
