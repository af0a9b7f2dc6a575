"""Programs of Java's world for the judges, fetched from Maven Central into ``build/judges``."""

import shutil
import subprocess

import pytest

from tests.conftest import CHECKOUT

_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion>
<groupId>judges</groupId><artifactId>{name}</artifactId><version>1</version>
<dependencies>{dependencies}</dependencies></project>
"""
_DEPENDENCY = (
    "<dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></dependency>"
)


def library(name, *coordinates):
    """Give the folder with the archives of (group, artifact, version)s and what they need.

    Skips the test where Java, Maven or the network is missing.
    """
    for program in ("java", "mvn"):
        if shutil.which(program) is None:
            pytest.skip(f"{name} needs {program}, which is not installed here")
    folder = CHECKOUT / "build" / "judges" / f"{name}-{coordinates[0][2]}"
    archives, done = folder / "lib", folder / "done"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        wanted = "".join(_DEPENDENCY.format(*one) for one in coordinates)
        (folder / "pom.xml").write_text(_POM.format(name=name, dependencies=wanted))
        fetched = subprocess.run(
            ["mvn", "-B", "-q", "dependency:copy-dependencies", f"-DoutputDirectory={archives}"],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=280,
        )
        if fetched.returncode != 0:
            pytest.skip(f"{name} cannot be fetched from Maven Central (no network?)")
        done.touch()
    return archives
