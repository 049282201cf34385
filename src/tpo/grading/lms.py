"""nbgrader export plugins for the grade imports of Canvas and Moodle.

    nbgrader export --exporter=tpo.grading.lms.CanvasExporter --to=canvas.csv
    nbgrader export --exporter=tpo.grading.lms.MoodleExporter --to=moodle.csv

Canvas: https://github.com/instructure/canvas-lms/blob/master/lib/gradebook_importer.rb, Moodle:
https://github.com/moodle/moodle/blob/main/grade/import/csv/classes/load_data.php. Both import
numbers with a decimal point and no thousands separator. An empty cell (Canvas) or ``-`` (Moodle)
means "no grade": that stands for whoever handed in nothing, wasn't graded, or waits for a person.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import ExportPlugin
from traitlets import Dict, Enum, Unicode

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
RESERVED = re.compile(
    r"(?:Current|Final) (?:Score|Points|Grade)|Override (?:Score|Grade|Status)", re.IGNORECASE
)
"""Column titles that Canvas takes for its own and drops without a word."""

NAMED_BY = {"username": "Username", "email": "Email address", "idnumber": "ID number"}
"""How Moodle's own exports call the three columns by which it finds people."""


class Exporter(ExportPlugin):
    """What both formats share: who, what, how much, and who is left over."""

    roster = Unicode(
        "",
        help="a gradebook CSV exported by the learning platform: only people in it are written, "
        "as it writes them; everybody else is listed",
    ).tag(config=True)

    def wanted(self, gradebook: Gradebook) -> tuple[list[Assignment], list[Student]]:
        """The chosen assignments and students in a fixed order."""
        names, ids = [str(a) for a in self.assignment], [str(s) for s in self.student]
        assignments = [a for a in gradebook.assignments if not names or a.name in names]
        students = [s for s in gradebook.students if not ids or s.id in ids]
        return sorted(assignments, key=lambda a: a.name), sorted(students, key=_by_name)

    def grade(self, gradebook: Gradebook, assignment: Assignment, student: Student) -> str:
        """The grade as both platforms read it, or "" when there is none yet."""
        try:
            submission = gradebook.find_submission(assignment.name, student.id)
        except MissingEntry:
            return ""
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        if submission.needs_manual_grade or any(
            grade.auto_score is None and grade.manual_score is None for grade in grades
        ):
            self.log.warning(
                "%s, %s: left empty, because not every question is graded yet.",
                student.id,
                assignment.name,
            )
            return ""
        return number(max(0.0, submission.score - submission.late_submission_penalty))

    def report(self, left_over: Sequence[str], unknown: Sequence[str]) -> None:
        """Say who could not be matched; nobody disappears in silence."""
        for id in left_over:
            self.log.warning("Not written, because not in %s: %s", self.roster, id)
        for name in unknown:
            self.log.warning("In %s, but not in the gradebook: %s", self.roster, name)

    def write(self, rows: Sequence[Sequence[str]], default: str) -> None:
        """Write the file, UTF-8, RFC 4180 quoting."""
        path = Path(self.to or default)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        self.log.info("Wrote %s", path)


class CanvasExporter(Exporter):
    """Canvas: Grades → Import.

    Canvas finds a person by ``ID`` (its own number), else by ``SIS User ID``, else by ``SIS Login
    ID``. With ``roster``, a file from Grades → Export, those three come from there, matched by the
    login; without it, ``ID`` is nbgrader's ``lms_user_id`` and the login the student's id.
    """

    section = Unicode("", help="the Section column, which Canvas wants to see").tag(config=True)
    login = Enum(("id", "email"), "id", help="what the learners log in to Canvas with").tag(
        config=True
    )
    assignment_ids = Dict(
        help="assignment → its number in Canvas; without one Canvas goes by the title"
    ).tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write the CSV file."""
        assignments, students = self.wanted(gradebook)
        titles = [self.title(assignment.name) for assignment in assignments]
        header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *titles]
        points = ["    Points Possible", "", "", "", "", *(number(a.max_score) for a in assignments)]
        known = _read_canvas(self.roster) if self.roster else None
        rows, left_over = [], []
        for student in students:
            login = (student.email if self.login == "email" else student.id) or ""
            grades = [self.grade(gradebook, a, student) for a in assignments]
            if known is None:
                who = [_name(student), student.lms_user_id or "", "", login, self.section]
            elif login.lower() in known:
                who = known.pop(login.lower())
            else:
                left_over.append(student.id)
                continue
            rows.append([*(safe(text) for text in who), *grades])
        self.report(left_over, [person[0] for person in (known or {}).values()])
        self.write([[safe(text) for text in header], points, *rows], "canvas.csv")

    def title(self, name: str) -> str:
        """The header of an assignment's column."""
        if RESERVED.search(name):
            raise ValueError(f"Canvas drops a column called {name!r}. Rename the assignment.")
        number = self.assignment_ids.get(name)
        return f"{name} ({number})" if number else name


class MoodleExporter(Exporter):
    """Moodle: Grades → Import → CSV file; there map the first column to its field.

    Moodle stops the whole import at a person it doesn't know. With ``roster``, a file from Grades →
    Export or Participants → Download, only people in it are written.
    """

    user_field = Enum(
        tuple(NAMED_BY), "username", help="by which Moodle finds a person: the student's id, "
        "email or lms_user_id",
    ).tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write the CSV file."""
        assignments, students = self.wanted(gradebook)
        for assignment in assignments:
            if assignment.max_score > 100:
                self.log.warning("%s: Moodle refuses grades over 100 by default.", assignment.name)
        column = NAMED_BY[self.user_field]
        header = [column, "First name", "Last name", *(a.name for a in assignments)]
        known = _read_moodle(self.roster, column) if self.roster else None
        rows, left_over = [], []
        for student in students:
            key = {"username": student.id, "email": student.email, "idnumber": student.lms_user_id}
            mine = key[self.user_field] or ""
            if not mine:
                self.log.warning("Not written, because without %s: %s", column, student.id)
                continue
            if known is not None:
                if mine.lower() not in known:
                    left_over.append(student.id)
                    continue
                mine = known.pop(mine.lower())
            grades = [self.grade(gradebook, a, student) or "-" for a in assignments]
            who = [mine, student.first_name or "", student.last_name or ""]
            rows.append([*(safe(text) for text in who), *grades])
        self.report(left_over, sorted((known or {}).values()))
        self.write([[safe(text) for text in header], *rows], "moodle.csv")


def number(value: float) -> str:
    """``12.5``: a point, at most two decimals, no thousands separator."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def safe(text: str) -> str:
    """Text that no spreadsheet runs: what would start a formula gets an apostrophe in front."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _name(student: Student) -> str:
    parts = [part for part in (student.last_name, student.first_name) if part]
    return ", ".join(parts) or str(student.id)


def _by_name(student: Any) -> tuple[str, str, str]:
    return (student.last_name or "", student.first_name or "", student.id)


def _read_canvas(path: str) -> dict[str, list[str]]:
    """Login → the five columns that say who somebody is, from Canvas' own export."""
    found = {}
    for row in _read(path, ("Student", "ID", "SIS Login ID", "Section")):
        if row["SIS Login ID"] and "Points Possible" not in row["Student"]:
            who = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
            found[row["SIS Login ID"].lower()] = [row.get(column) or "" for column in who]
    return found


def _read_moodle(path: str, column: str) -> dict[str, str]:
    return {row[column].lower(): row[column] for row in _read(path, (column,)) if row[column]}


def _read(path: str, columns: Sequence[str]) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        text = file.read()
    first = text.partition("\n")[0]
    comma = ";" if first.count(";") > first.count(",") else ","
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=comma)
    missing = [column for column in columns if column not in (table.fieldnames or [])]
    if missing:
        raise ValueError(f"{path} has no column {missing[0]!r}; export it from the platform again.")
    return list(table)
