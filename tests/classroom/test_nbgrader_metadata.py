"""A cell's metadata is checked once, and refused as often as it is wrong."""

import jsonschema
import pytest
from nbformat.v4 import new_code_cell
from nbgrader.nbgraderformat import common, v3

from grading.classroom.nbgrader_metadata import check_metadata_once

RIGHT = {"schema_version": 3, "grade_id": "a", "grade": True, "solution": False, "locked": True, "task": False, "points": 2, "cell_type": "code"}


@pytest.fixture
def checked(monkeypatch):
    monkeypatch.setattr(common.BaseMetadataValidator, "validate_cell", common.BaseMetadataValidator.validate_cell)
    asked = []
    validate = jsonschema.validate
    monkeypatch.setattr(jsonschema, "validate", lambda *given: asked.append(given[0]) or validate(*given))
    check_metadata_once()
    return asked


def cell(**changes):
    return new_code_cell("", metadata={"nbgrader": {**RIGHT, **changes}})


def test_the_same_metadata_are_looked_at_once(checked):
    before = len(checked)
    for _ in range(3):
        v3.MetadataValidatorV3().validate_cell(cell(grade_id="once"))
    assert len(checked) == before + 1
    v3.MetadataValidatorV3().validate_cell(cell(grade_id="another"))
    assert len(checked) == before + 2


@pytest.mark.parametrize("wrong", [{"points": -1}, {"points": "many"}, {"grade_id": "a b"}, {"locked": 3}])
def test_what_is_wrong_is_refused_each_time(checked, wrong):
    v3.MetadataValidatorV3().validate_cell(cell())
    for _ in range(2):
        with pytest.raises(jsonschema.ValidationError):
            v3.MetadataValidatorV3().validate_cell(cell(**wrong))


def test_other_versions_are_told_from_this_one_each_time(checked):
    for _ in range(2):
        with pytest.raises(common.SchemaTooOldError):
            v3.MetadataValidatorV3().validate_cell(cell(schema_version=1))
    v3.MetadataValidatorV3().validate_cell(new_code_cell(""))
