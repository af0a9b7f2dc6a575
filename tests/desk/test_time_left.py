"""How long work still takes: told when it can be known, rounded, whatever the wall clock does."""

from registry_desk import i18n
from registry_desk.desk.widgets.time_left import TimeLeft


def test_time_is_told_once_it_can_be_known():
    i18n.use("ro")
    now = [100.0]
    left = TimeLeft(lambda: now[0])
    assert left.words(40, 300) == "", "the forty that were done before tell nothing"
    now[0] += 1
    assert left.words(41, 300) == ""
    now[0] += 9
    assert left.words(50, 300) == "încă 5 minute"
    now[0] += 200
    assert left.words(280, 300) == "încă 20 de secunde"
    assert left.words(300, 300) == ""
    left.begin()
    assert left.words(1, 9) == ""
