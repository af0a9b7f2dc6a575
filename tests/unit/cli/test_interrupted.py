"""Ctrl+C is heard wherever it comes."""

import subprocess
import sys

PROGRAM = """
import signal, sys, time
import registry_desk.__main__ as door
import registry_desk.cli.door as inside

class Leaving:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

def run(_arguments):
    Leaving()
    for _ in range(100):
        time.sleep(0.01)
    return 0

inside.run = run
sys.exit(door.main())
"""


def test_ctrl_c_while_something_is_cleared_away_is_not_lost():
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (130, "")
