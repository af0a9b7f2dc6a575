"""Departments from a file: what ``process`` suggests where no register is asked."""

import json

import click
import pytest

from registry_desk.cli.department_list import DepartmentList
from registry_desk.model.department import Department


def test_codes_names_and_words_are_read(tmp_path):
    file = tmp_path / "departments.json"
    rows = [
        {"code": "URB", "name": "Urbanism", "words": ["autorizație"]},
        {"code": "J", "name": "Juridic"},
    ]
    file.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    assert DepartmentList().convert(str(file), None, None) == (
        Department("URB", "Urbanism", ("autorizație",)),
        Department("J", "Juridic"),
    )


@pytest.mark.parametrize(
    "written", ["", "{", "[1]", '[{"code": "URB"}]', "7", '{"code": "A"}', "\x00"]
)
def test_anything_else_is_wrong_usage(tmp_path, written):
    file = tmp_path / "departments.json"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(click.BadParameter, match=r"departments\.json"):
        DepartmentList().convert(str(file), None, None)
