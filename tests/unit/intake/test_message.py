"""Messages as they are really sent: every word, every file, names that harm nobody."""

import pytest

from registry_desk.intake.file_errors import FileEmpty
from registry_desk.intake.message import plain_subject, read_message

HEAD = (
    b"From: =?utf-8?q?Ana_=C8=98erban?= <ana@exemplu.ro>\r\n"
    b"Date: Mon, 23 Nov 2026 09:14:00 +0200\r\n"
)
TWO_PARTS = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"


@pytest.fixture
def read(tmp_path):
    def reading(content):
        raw = tmp_path / "message.eml"
        raw.write_bytes(content)
        return read_message(raw, tmp_path / "attachments")

    return reading


def parts(*given):
    return HEAD + TWO_PARTS + b"".join(b"--x\r\n" + part + b"\r\n" for part in given) + b"--x--\r\n"


def attached(name, content=b"abc"):
    return b'Content-Type: application/pdf; name="' + name + b'"\r\n\r\n' + content


def test_head_is_read_in_any_writing(read):
    message = read(HEAD + "Subject: Cerere pentru țară\r\n\r\nBună ziua".encode())
    assert message.sender_name == "Ana Șerban"
    assert message.sender_address == "ana@exemplu.ro"
    assert message.subject == "Cerere pentru țară"
    assert message.sent_at.isoformat() == "2026-11-23T07:14:00+00:00"
    assert message.text == "Bună ziua"
    assert not message.is_doubtful


@pytest.mark.parametrize("charset", ["iso-8859-2", "cp1250", "utf-8", "utf-16", "no-such-charset"])
def test_words_are_read_in_the_charset_named_or_the_likely_one(read, charset):
    known = "utf-8" if charset == "no-such-charset" else charset
    said = "Solicit adeverință pentru câmpul meu" if known == "utf-8" else "Solicit pentru câmpul"
    head = HEAD + f"Content-Type: text/plain; charset={charset}\r\n".encode()
    assert read(head + b"Content-Transfer-Encoding: base64\r\n\r\n" + b64(said, known)).text == said


def b64(words, charset):
    import base64

    return base64.b64encode(words.encode(charset))


def test_a_page_becomes_words_and_runs_nothing(read):
    page = b"<p>Bun&#259; <b>ziua</b><br>rog</p><script>alert(1)</script><style>p{}</style>"
    message = read(HEAD + b"Content-Type: text/html\r\n\r\n" + page)
    assert message.text == "Bună ziua\nrog"


def test_every_file_is_kept_byte_for_byte_under_a_safe_name(read, tmp_path):
    names = [
        b"../../etc/passwd.pdf",
        b"a.pdf",
        b"A.pdf",
        b"",
        b"C:\\temp\\cerere.pdf",
        "x\u202efdp.exe".encode(),
        b"con?*|.pdf",
        b"n" * 300 + b".pdf",
    ]
    message = read(parts(*(attached(name, name + b"!") for name in names)))
    shown = [attachment.name for attachment in message.attachments]
    assert shown[:3] == ["passwd.pdf", "a.pdf", "A (2).pdf"]
    assert shown[4:7] == ["cerere.pdf", "xfdp.exe", "con.pdf"]
    assert len({name.casefold() for name in shown}) == len(names)
    assert all(0 < len(name) <= 130 for name in shown)
    for attachment, name in zip(message.attachments, names, strict=True):
        kept = (tmp_path / "attachments" / attachment.file).read_bytes()
        assert kept.rstrip() == (name + b"!").rstrip()
        assert kept == kept[: attachment.size_bytes]


def test_a_message_passed_on_is_one_file_and_its_words_are_not_the_senders(read, tmp_path):
    inner = (
        b"Content-Type: message/rfc822\r\n\r\nFrom: b@c.ro\r\nSubject: veche\r\n\r\nalte cuvinte"
    )
    message = read(parts(b"Content-Type: text/plain\r\n\r\nVedeti mai jos", inner))
    assert message.text == "Vedeti mai jos"
    (attachment,) = message.attachments
    assert attachment.name.endswith(".eml")
    assert b"alte cuvinte" in (tmp_path / "attachments" / attachment.file).read_bytes()


@pytest.mark.parametrize(
    "broken",
    [
        b"This is not a valid message.",
        HEAD + TWO_PARTS + b"--x\r\nContent-Type: text/plain\r\n\r\nfara capat",
        HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n@@@@",
        HEAD + b"Date: never\r\nSubject: =?utf-8?b?@@?=\r\n\r\nx",
        b"\x00\x01\xff\xfe" * 50,
        HEAD + b"Content-Type: multipart/mixed\r\n\r\n",
        b"From: x\r\n" + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" * 200,
    ],
)
def test_what_breaks_the_rules_is_read_as_far_as_it_goes(read, broken):
    message = read(broken)
    assert "\x00" not in message.text + message.subject
    message.text.encode()
    message.subject.encode()


def test_what_came_by_no_mail_is_doubtful(read):
    assert read(b"This is not a valid message.").is_doubtful


def test_nothing_is_no_message(read):
    with pytest.raises(FileEmpty):
        read(b" \r\n ")


@pytest.mark.parametrize(
    ("written", "plain"),
    [("Re: Fwd: RE: Cerere", "Cerere"), ("Fw: x", "x"), ("Referat", "Referat"), ("", "")],
)
def test_marks_of_answering_are_no_subject(written, plain):
    assert plain_subject(written) == plain
