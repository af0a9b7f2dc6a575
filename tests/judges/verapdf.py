"""veraPDF, the reference validator of PDF/A."""

import subprocess
from pathlib import Path

from tests.judges.maven import library


def judged(flavour, files):
    """Ask about files: for each its name, whether it passes, and the rules it breaks.

    Skips the test where Java, Maven or the network is missing.
    """
    archives = library("verapdf", ("org.verapdf", "validation-model", "1.26.1"))
    program = Path(__file__).with_name("VeraPdf.java")
    asked = subprocess.run(
        ["java", "-cp", f"{archives}/*", str(program), flavour, *map(str, files)],
        capture_output=True,
        text=True,
        timeout=240,
    )
    rows = [line.split("\t") for line in asked.stdout.splitlines() if line.startswith("RESULT\t")]
    assert len(rows) == len(files), asked.stderr[-2000:]
    return {Path(row[1]): (row[2] == "pass", row[3]) for row in rows}
