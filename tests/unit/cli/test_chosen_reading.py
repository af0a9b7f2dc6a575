"""How pages are read: as the settings say, as the command says, or not at all."""

from registry_desk import settings
from registry_desk.cli.chosen_reading import chosen_reading
from registry_desk.cli.door import run
from registry_desk.reading import equipment


def test_settings_say_how_pages_are_read(monkeypatch):
    assert not chosen_reading(settings.load()).second_engine
    monkeypatch.setenv("REGISTRY_DESK_READING_SECOND_ENGINE", "1")
    assert chosen_reading(settings.load()).second_engine
    assert chosen_reading(settings.load(), languages="ron+eng").languages == "ron+eng"


def test_second_engine_that_is_not_here_is_named_before_anything_is_read(
    monkeypatch, tmp_path, capsys
):
    monkeypatch.setattr(equipment, "find_spec", lambda name: None)
    letter = tmp_path / "a.png"
    letter.write_bytes(b"not looked at")
    asked = ["process", str(letter), "--out", str(tmp_path / "out"), "--second-engine"]
    assert run(asked) == 5
    assert "registry-desk[second]" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
