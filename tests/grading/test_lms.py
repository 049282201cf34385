"""Exports for Canvas and Moodle, read back as these platforms read them.

The readers follow the importers' own sources: Canvas' lib/gradebook_importer.rb (`header?`,
`update_column_count`, `process_student`) and Moodle's grade/import/csv/classes/load_data.php.
"""

import csv
import re

import pytest

pytest.importorskip("nbgrader")
from nbgrader.api import Gradebook
from traitlets.config import Config

from tpo.grading.config import configure
from tpo.grading.lms import CanvasExporter, MoodleExporter, number, safe

PEOPLE = {  # id: first name, last name, e-mail, the platform's number, its three grades
    "ada": ("Ada", "Lovelace", "ada@example.org", "101", (6, 12.5, 7)),
    "ben": ("Ben", "O'Neil, Jr.", "ben@example.org", "102", (0, 0, 0)),
    "chi": ("=cmd()", "+Müller", "chi@example.org", "103", (6, None, 0)),  # waits for a person
    "dee": ("Dee", '"Quote"', "dee@example.org", "104", None),  # handed in nothing
    "eve": ("Eve", "", "", None, (1, 1, 1)),  # unknown to the platform
}
ROSTER_CANVAS = """\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Quiz (7)
    Points Possible,,,,,10
"Lovelace, Ada",9001,sis-1,ADA,Course 1 and Course 2,3
"O'Neil, Jr., Ben",9002,sis-2,ben,Course 1,
"=cmd(), Chi",9003,sis-3,chi,Course 1,
"Dee",9004,sis-4,dee,Course 1,
"Zoe Only-There",9009,sis-9,zoe,Course 1,
"""


@pytest.fixture(scope="module")
def gradebook(tmp_path_factory):
    configure(Config())  # nbgrader needs to find alembic
    path = tmp_path_factory.mktemp("lms") / "gradebook.db"
    with Gradebook(f"sqlite:///{path}") as gradebook:
        gradebook.add_assignment("m06")
        gradebook.add_notebook("exercises", "m06")
        for cell in ("a", "b", "c"):
            gradebook.add_grade_cell(cell, "exercises", "m06", max_score=20, cell_type="code")
        for id, (first, last, email, number, grades) in PEOPLE.items():
            gradebook.add_student(
                id, first_name=first, last_name=last, email=email, lms_user_id=number
            )
            if grades is None:
                continue
            gradebook.add_submission("m06", id)
            for cell, score in zip("abc", grades, strict=True):
                grade = gradebook.find_grade(cell, "exercises", "m06", id)
                grade.auto_score, grade.needs_manual_grade = score, score is None
        gradebook.db.commit()
        yield gradebook


def export(exporter, gradebook, tmp_path, **settings):
    made = exporter(to=str(tmp_path / "out.csv"), **settings)
    made.export(gradebook)
    return tmp_path / "out.csv"


def canvas_reads(path):
    """What Canvas' importer takes from a file: (login or id → grade by column title, points)."""
    rows = list(csv.reader(path.open(encoding="utf-8", newline="")))
    head = rows[0]
    assert len(head) > 3
    assert re.search("Student", head[0])
    assert re.search("ID", head[1])
    columns = 2
    if head[columns] == "SIS Login ID":
        columns += 1
    elif head[columns] == "SIS User ID":
        assert head[columns + 1] == "SIS Login ID"
        columns += 2
    assert re.search("Section", head[columns])
    titles = head[columns + 1 :]
    grades, points = {}, []
    for row in rows[1:]:
        assert len(row) == len(head)
        if "Points Possible" in row[0]:
            points = row[columns + 1 :]
            continue
        scores = [
            re.sub(r"[.,](?=.*[.,])", "", v).replace(",", ".") for v in row[columns + 1 :]
        ]  # Canvas' decimal_comma_to_period
        grades[row[1] or row[2] or row[columns - 1]] = dict(zip(titles, scores, strict=True))
    return grades, points


def moodle_reads(path, known):
    """What Moodle's importer takes: person → grade (None: no grade); an unknown person stops it."""
    rows = list(csv.reader(path.open(encoding="utf-8", newline="")))
    grades = {}
    for row in rows[1:]:
        assert len(row) == len(rows[0])
        assert row[0] in known, "usermappingerror"
        values = [None if v in ("", "-") else float(v) for v in row[3:]]  # else "badgrade"
        assert all(v is None or v <= 100 for v in values), "gradevaluetoobig"
        grades[row[0]] = dict(zip(rows[0][3:], values, strict=True))
    return grades


def test_canvas_reads_what_was_graded(gradebook, tmp_path):
    path = export(CanvasExporter, gradebook, tmp_path, assignment_ids={"m06": "55"}, section="A")
    grades, points = canvas_reads(path)
    assert points == ["60"]
    assert grades == {
        "101": {"m06 (55)": "25.5"},
        "102": {"m06 (55)": "0"},
        "103": {"m06 (55)": ""},
        "104": {"m06 (55)": ""},
        "eve": {"m06 (55)": "3"},
    }


def test_with_canvas_own_export_people_are_written_as_canvas_knows_them(
    gradebook, tmp_path, caplog
):
    roster = tmp_path / "roster.csv"
    roster.write_text(ROSTER_CANVAS, encoding="utf-8")
    path = export(CanvasExporter, gradebook, tmp_path, roster=str(roster))
    grades, _ = canvas_reads(path)
    assert {id: grade["m06"] for id, grade in grades.items()} == {
        "9001": "25.5",
        "9002": "0",
        "9003": "",
        "9004": "",
    }
    said = caplog.text
    assert f"Not written, because not in {roster}: eve" in said
    assert f"In {roster}, but not in the gradebook: Zoe Only-There" in said


def test_moodle_reads_what_was_graded(gradebook, tmp_path, caplog):
    grades = moodle_reads(export(MoodleExporter, gradebook, tmp_path), PEOPLE)
    assert {who: grade["m06"] for who, grade in grades.items()} == {
        "ada": 25.5, "ben": 0, "chi": None, "dee": None, "eve": 3,
    }  # fmt: skip
    assert "chi, m06: left empty, because not every question is graded yet." in caplog.text


def test_moodle_never_meets_somebody_it_does_not_know(gradebook, tmp_path, caplog):
    roster = tmp_path / "participants.csv"
    roster.write_text(
        "First name,Email address\nAda,ADA@example.org\nZoe,zoe@example.org\n", encoding="utf-8"
    )
    settings = {"user_field": "email", "roster": str(roster)}
    path = export(MoodleExporter, gradebook, tmp_path, **settings)
    assert moodle_reads(path, ["ADA@example.org"]) == {"ADA@example.org": {"m06": 25.5}}
    for line in (": ben", ": chi", ": dee", "but not in the gradebook: zoe@example.org"):
        assert line in caplog.text
    assert "Not written, because without Email address: eve" in caplog.text


@pytest.mark.parametrize("exporter", [CanvasExporter, MoodleExporter])
def test_no_cell_is_a_formula(gradebook, tmp_path, exporter):
    path = export(exporter, gradebook, tmp_path)
    cells = [cell for row in csv.reader(path.open(encoding="utf-8", newline="")) for cell in row]
    assert "'=cmd()" in cells or "'+Müller, =cmd()" in cells
    assert [c for c in cells if c != "-" and c.startswith(("=", "+", "-", "@", "\t"))] == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_what_could_be_a_formula_is_made_text(start):
    assert safe(f"{start}1+1") == f"'{start}1+1"


def test_numbers_have_a_point_and_no_thousands_separator():
    assert [number(x) for x in (0, 7, 12.5, 1234.567, 0.1 + 0.2)] == [
        "0",
        "7",
        "12.5",
        "1234.57",
        "0.3",
    ]


def test_a_title_that_canvas_would_drop_is_refused():
    with pytest.raises(ValueError, match="Canvas drops a column called 'Final Grade of M06'"):
        CanvasExporter().title("Final Grade of M06")


def test_a_roster_of_another_kind_is_refused(gradebook, tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("Name,Points\nAda,3\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"wrong\.csv has no column 'Student'"):
        export(CanvasExporter, gradebook, tmp_path, roster=str(wrong))
