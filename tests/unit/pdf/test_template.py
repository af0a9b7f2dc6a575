"""Replies on the institution's own templates: fields filled, pages made, harm refused."""

import os
import re
import subprocess
import zipfile
from datetime import date

import pikepdf
import pytest

from registry_desk.pdf import Reply
from registry_desk.pdf.errors import (
    OfficeSuiteMissing,
    TemplateDamaged,
    TemplateFieldUnknown,
    TemplateNotConverted,
    TemplateWithoutText,
)
from registry_desk.pdf.office_suite import compose_from_template, find_suite
from registry_desk.pdf.template import fill

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
VALUE = Reply(
    institution="Primăria Valea Stejarului",
    department="Urbanism",
    number="12/2026",
    number_on=date(2026, 11, 2),
    addressee="Ionescu & fiii <Maria>",
    address="Str. Păcii 11",
    subject="Certificat",
    paragraphs=("Primul rând ș ț.", "Al doilea {{numar}}\x00 😀 שלום."),
    official="Pop Ion",
    function="Inspector",
    written_on=date(2026, 11, 24),
)


def odt(folder, body, *, name="model.odt", doctype="", **more):
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:document-content {ODF}'
        f' office:version="1.2"><office:body><office:text>{body}</office:text></office:body>'
        "</office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type='
        '"application/vnd.oasis.opendocument.text"/><manifest:file-entry manifest:full-path='
        '"content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as packed:
        kind = "application/vnd.oasis.opendocument.text"
        packed.writestr("mimetype", kind, zipfile.ZIP_STORED)
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", manifest)
        for path, words in more.items():
            packed.writestr(path, words)
    return folder / name


def docx(folder, body):
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default'
        ' Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    related = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    with zipfile.ZipFile(folder / "model.docx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", types)
        packed.writestr("_rels/.rels", related)
        whole = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        packed.writestr("word/document.xml", whole)
    return folder / "model.docx"


def part(file, name):
    with zipfile.ZipFile(file) as packed:
        return packed.read(name).decode()


def filled_odt(folder, body):
    target = folder / "filled.odt"
    fill(odt(folder, body), target, VALUE)
    return part(target, "content.xml")


def run(words):
    return f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def test_a_field_cut_into_pieces_by_the_word_processor_is_one_field(tmp_path):
    body = (
        "<text:p>Nr. {<text:span>{nu</text:span><text:span>mar}</text:span>}"
        "<text:s/>din {{Data înregistrării}}</text:p><text:h>{{text}}</text:h>"
    )
    made = filled_odt(tmp_path, body)
    assert "Nr. 12/2026din 02.11.2026" in re.sub("<[^>]*>", "", made)
    assert made.count("<text:s/>") == 1
    cut = "".join(run(piece) for piece in ("Nr. {", "{num", "ar}", "} din {{date}}"))
    target = tmp_path / "filled.docx"
    fill(docx(tmp_path, f"<w:p>{cut}</w:p><w:p>{run('{{text}}')}</w:p>"), target, VALUE)
    made = part(target, "word/document.xml")
    assert ">Nr. 12/2026</w:t>" in made and "> din 24.11.2026</w:t>" in made


def test_each_paragraph_of_the_official_gets_the_looks_of_the_fields(tmp_path):
    body = '<text:p text:style-name="P7">{{ TEXT }}</text:p>'
    made = filled_odt(tmp_path, body)
    assert made.count('text:style-name="P7"') == 2
    assert "Al doilea {{numar}} 😀 שלום." in made, "what is typed is never a field"


def test_what_is_put_in_is_text_and_never_markup(tmp_path):
    made = filled_odt(tmp_path, "<text:p>{{destinatar}}</text:p><text:p>{{text}}</text:p>")
    assert "Ionescu &amp; fiii &lt;Maria&gt;" in made


def test_a_letter_set_in_a_frame_is_filled_by_itself(tmp_path):
    body = (
        "<text:p>{{numar}} <text:note><text:note-body><text:p>{{subiect}}</text:p>"
        "</text:note-body></text:note> {{data}}</text:p><text:p>{{text}}</text:p>"
    )
    made = filled_odt(tmp_path, body)
    assert "<text:p>12/2026 <text:note>" in made
    assert "<text:p>Certificat</text:p>" in made and "</text:note> 24.11.2026</text:p>" in made


def test_field_that_means_nothing_is_named(tmp_path):
    with pytest.raises(TemplateFieldUnknown) as told:
        filled_odt(tmp_path, "<text:p>{{text}}</text:p><text:p>{{cnp petent}}</text:p>")
    assert told.value.params == {"field": "cnp petent"}


def test_template_that_would_swallow_the_words_is_refused(tmp_path):
    with pytest.raises(TemplateWithoutText):
        filled_odt(tmp_path, "<text:p>{{numar}}</text:p>")


BOMB = '<!DOCTYPE a [<!ENTITY x "boo"><!ENTITY y "&x;&x;">]>'


@pytest.mark.parametrize("harm", ["not a zip", "empty", "entities", "broken", "no letter", "cut"])
def test_what_is_no_template_is_refused(tmp_path, harm):
    file = tmp_path / "rau.odt"
    if harm == "entities":
        odt(tmp_path, "<text:p>{{text}}&y;</text:p>", name=file.name, doctype=BOMB)
    elif harm == "broken":
        odt(tmp_path, "<text:p>{{text}}", name=file.name)
    elif harm == "no letter":
        with zipfile.ZipFile(file, "w") as packed:
            packed.writestr("../content.txt", "{{text}}")
    elif harm == "cut":
        whole = odt(tmp_path, "<text:p>{{text}}</text:p>" + "<text:p>a</text:p>" * 99)
        file.write_bytes(whole.read_bytes()[:200])
    else:
        file.write_bytes(b"" if harm == "empty" else b"<html>{{text}}</html>")
    with pytest.raises(TemplateDamaged):
        fill(file, tmp_path / "filled.odt", VALUE)


def test_parts_larger_than_any_letter_are_not_unpacked(tmp_path):
    body = "<text:p>{{text}}</text:p>" + " " * (31 << 20)
    with pytest.raises(TemplateDamaged):
        filled_odt(tmp_path, body)


needs_suite = pytest.mark.skipif(find_suite() is None, reason="LibreOffice is not installed")


@needs_suite
def test_the_page_is_archivable_and_says_what_was_put_in(tmp_path):
    template = odt(tmp_path, "<text:p>Către {{destinatar}}</text:p><text:p>{{text}}</text:p>")
    target = tmp_path / "page.pdf"
    compose_from_template(VALUE, template, target)
    with pikepdf.open(target) as made, made.open_metadata() as told:
        assert told.pdfa_status == "2B"
    said = subprocess.run(["pdftotext", target, "-"], capture_output=True, text=True).stdout
    assert "Către Ionescu & fiii <Maria>" in said and "Primul rând ș ț." in said
    assert [file.name for file in tmp_path.iterdir() if file.is_dir()] == []


@needs_suite
def test_trouble_in_the_child_arrives_under_its_own_name(tmp_path):
    with pytest.raises(TemplateFieldUnknown):
        compose_from_template(VALUE, odt(tmp_path, "<text:p>{{x}}</text:p>"), tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


def test_without_the_suite_it_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr("registry_desk.pdf.office_suite.find_suite", lambda: None)
    with pytest.raises(OfficeSuiteMissing):
        compose_from_template(VALUE, tmp_path / "m.odt", tmp_path / "a.pdf")


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
@pytest.mark.parametrize("ending", ["exit 1", "kill -9 $$", "sleep 60", "echo x > $PWD/reply.pdf"])
def test_a_suite_that_crashes_hangs_or_lies_leaves_nothing(tmp_path, monkeypatch, ending):
    """A stand-in for LibreOffice: it cannot be made to fail in these ways at will."""
    monkeypatch.setattr("registry_desk.pdf.office_suite._PATIENCE_S", 4.0)
    suite = tmp_path / "soffice"
    suite.write_text(f"#!/bin/sh\n{ending}\n")
    suite.chmod(0o700)
    template = odt(tmp_path, "<text:p>{{text}}</text:p>")
    with pytest.raises(TemplateNotConverted):
        compose_from_template(VALUE, template, tmp_path / "a.pdf", suite=suite)
    assert not (tmp_path / "a.pdf").exists()
    assert [file.name for file in tmp_path.iterdir() if file.is_dir()] == []
