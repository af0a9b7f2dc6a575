"""There is one thread that writes."""

import threading
import time
from functools import cache


def test_one_writer_begins_however_many_ask_first(rooms, monkeypatch):
    from registry_desk.server import writing

    begun = []

    @cache
    def begin():
        time.sleep(0.02)
        begun.append("writer")
        return begun[-1]

    with monkeypatch.context() as patch:
        patch.setattr(writing, "_begun", begin)
        asking = [threading.Thread(target=writing._writer) for _ in range(8)]
        for one in asking:
            one.start()
        for one in asking:
            one.join()
    assert begun == ["writer"]
