"""Files of all kinds brought at once: what cannot be read holds up nothing else."""

from PIL import Image

from registry_desk.journey import bringing, mail
from registry_desk.journey.bringing import bring
from registry_desk.journey.files import FileUnreadable
from registry_desk.journey.tray import Tray


def brought_of(tray, *paths):
    return bring(
        tray, paths, operator="ana", progress=lambda _done, _total: None, cancelled=lambda: False
    )


def test_papers_that_go_away_while_they_are_copied_hold_up_no_mail(tmp_path, monkeypatch):
    def pulled(*_asked, **_more):
        raise FileUnreadable(name="pagina.png")

    monkeypatch.setattr(bringing, "take_files", pulled)
    Image.new("L", (300, 400), 255).save(tmp_path / "pagina.png")
    (tmp_path / "cerere.eml").write_bytes(b"From: a@b.ro\nSubject: Cerere\n\nBuna ziua\n")
    tray = Tray(tmp_path / "tray")
    brought = brought_of(tray, tmp_path / "pagina.png", tmp_path / "cerere.eml")
    assert [name for name, _error in brought.troubles] == ["pagina.png"]
    assert brought.batch is None and len(brought.mails) == 1
    tray.close()


def test_mail_that_cannot_be_read_any_more_is_named_and_the_rest_comes_in(tmp_path, monkeypatch):
    whole = mail.sha256_of

    def pulled(file):
        if file.name == "pe stick.eml":
            raise OSError(5, "Input/output error", str(file))
        return whole(file)

    monkeypatch.setattr(mail, "sha256_of", pulled)
    Image.new("L", (300, 400), 255).save(tmp_path / "pagina.png")
    for name in ("pe stick.eml", "pe disc.eml"):
        (tmp_path / name).write_bytes(b"From: a@b.ro\nSubject: Cerere\n\nBuna ziua\n")
    tray, told = Tray(tmp_path / "tray"), []
    brought = bring(
        tray,
        [tmp_path / "pe stick.eml", tmp_path / "pagina.png", tmp_path / "pe disc.eml"],
        operator="ana",
        progress=lambda done, total: told.append(done / total),
        cancelled=lambda: False,
    )
    assert [(name, error.code) for name, error in brought.troubles] == [
        ("pe stick.eml", "file_unreadable")
    ]
    assert brought.batch is not None and len(tray.pages(brought.batch.id)) == 1
    assert len(brought.mails) == 1
    assert told == sorted(told) and told[-1] == 1
    tray.close()
