"""The learner's own record: predictions, attempts, hints, notes, reviews, own terms, artefacts.

One SQLite file, append only.

The file lives in the learner's workspace (``.tpo/ledger.db``) and never leaves the machine.
Without a workspace (a build, a test run, grading) the ledger is kept in memory and forgotten.
Opening and writing never raise for the state of the disk: `Ledger.warning` then holds the one
sentence to show, and the session goes on in memory.
"""

import json
import os
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_STEPS = (  # what brings a file from version n to n + 1; never changed once released
    (
        "CREATE TABLE predictions"
        " (lab TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL,"
        " confidence INTEGER NOT NULL, at TEXT NOT NULL)",
        "CREATE TABLE attempts"
        " (exercise TEXT NOT NULL, outcome TEXT NOT NULL, message TEXT, artefact TEXT NOT NULL,"
        " at TEXT NOT NULL)",
        "CREATE TABLE hints"
        " (exercise TEXT NOT NULL, message TEXT, rung INTEGER NOT NULL, at TEXT NOT NULL)",
        "CREATE TABLE notes (about TEXT NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL)",
    ),
    (
        "ALTER TABLE predictions ADD COLUMN was_right INTEGER",
        "ALTER TABLE attempts ADD COLUMN points REAL",
        "ALTER TABLE attempts ADD COLUMN said TEXT NOT NULL DEFAULT ''",
        "CREATE TABLE reviews (card TEXT NOT NULL, rating INTEGER NOT NULL, at TEXT NOT NULL)",
        "CREATE TABLE terms"
        " (term TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL, at TEXT NOT NULL)",
        "CREATE TABLE artefacts (name TEXT NOT NULL, content TEXT NOT NULL, at TEXT NOT NULL)",
    ),
)
SCHEMA_VERSION = len(_STEPS)
"""Kept in SQLite's ``user_version``. A later version adds its own step to `_STEPS`."""

_COLUMNS = {
    "predictions": "lab, question, answer, confidence, at, was_right",
    "attempts": "exercise, outcome, message, artefact, at, points, said",
    "hints": "exercise, message, rung, at",
    "notes": "about, text, at",
    "reviews": "card, rating, at",
    "terms": "term, question, answer, at",
    "artefacts": "name, content, at",
}
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_LONGEST_ARTEFACT = 100_000  # characters of JSON; a runaway answer must not fill the disk
_NOW = object()  # stands for the moment of writing


@dataclass(frozen=True)
class Prediction:
    """What a learner expected of a lab, and how sure they were (percent), before seeing it."""

    lab: str
    question: str
    answer: str
    confidence: int
    at: str
    right: bool | None = None
    """Whether it came true; None where that was not recorded or can't be said."""


@dataclass(frozen=True)
class Attempt:
    """One check of one exercise. `message` is the id of the message shown, or None."""

    exercise: str
    outcome: str
    message: str | None
    artefact: Any
    at: str
    points: float | None = None
    """Points of this check; None before the second version of the ledger."""
    said: str = ""
    """The message in words, five lines: first, what ran, what was seen, why it matters, next."""


@dataclass(frozen=True)
class Hint:
    """One hint shown: which rung of the ladder, for which message id (None before any)."""

    exercise: str
    message: str | None
    rung: int
    at: str


@dataclass(frozen=True)
class Note:
    """A line the learner wrote about a lab or an exercise."""

    about: str
    text: str
    at: str


@dataclass(frozen=True)
class Review:
    """One look at one card. `rating`: 1 missed, 2 with effort, 3 known, 4 at once."""

    card: str
    rating: int
    at: str


@dataclass(frozen=True)
class OwnTerm:
    """A card the learner wrote. The newest of a name counts; an empty question withdraws it."""

    term: str
    question: str
    answer: str
    at: str


@dataclass(frozen=True)
class Artefact:
    """Something the learner keeps, as plain data. The newest of a name counts."""

    name: str
    content: Any
    at: str


class Ledger:
    """Read and append; nothing is ever changed or deleted. Make one with `open_ledger`."""

    def __init__(self, connection: sqlite3.Connection, warning: str | None = None):
        """Wrap a connection whose schema is already in place."""
        self._connection = connection
        self.warning = warning
        """One sentence for the learner when their record could not be used as it was."""

    def add_prediction(
        self, lab: str, question: str, answer: str, confidence: int, right: bool | None = None
    ) -> None:
        """Record a prediction; `confidence` is in percent, `right` says whether it came true."""
        came_true = None if right is None else int(right)
        self._append("predictions", lab, question, answer, confidence, _NOW, came_true)

    def add_attempt(
        self,
        exercise: str,
        outcome: str,
        message: str | None,
        artefact: Any,
        points: float | None = None,
        said: str = "",
    ) -> None:
        """Record one check. The artefact is kept as JSON, or as its `repr` where it is not data."""
        kept = _to_json(artefact)
        self._append("attempts", exercise, outcome, message, kept, _NOW, points, said)

    def add_hint(self, exercise: str, message: str | None, rung: int) -> None:
        """Record that a hint was shown."""
        self._append("hints", exercise, message, rung, _NOW)

    def add_note(self, about: str, text: str) -> None:
        """Record a line about a lab or an exercise, by its id."""
        self._append("notes", about, text, _NOW)

    def add_review(self, card: str, rating: int) -> None:
        """Record one look at a card; `rating` is 1 (missed) to 4 (known at once)."""
        if rating not in (1, 2, 3, 4):
            raise ValueError(f"a rating is 1, 2, 3 or 4, not {rating!r}")
        self._append("reviews", card, rating, _NOW)

    def add_term(self, term: str, question: str, answer: str) -> None:
        """Record a card of the learner's own, or its new text; an empty question withdraws it."""
        self._append("terms", term, question, answer, _NOW)

    def add_artefact(self, name: str, content: Any) -> None:
        """Keep something under a name, in place of an earlier one of that name.

        Raises ValueError or TypeError if it isn't plain data or is longer than 100,000 characters.
        """
        text = json.dumps(content)
        if len(text) > _LONGEST_ARTEFACT:
            raise ValueError(f"{name} is longer than {_LONGEST_ARTEFACT:,} characters")
        self._append("artefacts", name, text, _NOW)

    def predictions(self, lab: str | None = None) -> list[Prediction]:
        """All predictions, or those for a lab, oldest first."""
        return [
            Prediction(
                name, question, answer, confidence, at, None if right is None else bool(right)
            )
            for name, question, answer, confidence, at, right in self._rows(
                "predictions", "lab", lab
            )
        ]

    def attempts(self, exercise: str | None = None) -> list[Attempt]:
        """All attempts, or those at an exercise, oldest first."""
        return [
            Attempt(name, outcome, message, json.loads(artefact), at, points, said)
            for name, outcome, message, artefact, at, points, said in self._rows(
                "attempts", "exercise", exercise
            )
        ]

    def hints(self, exercise: str | None = None) -> list[Hint]:
        """All hints shown, or those for an exercise, oldest first."""
        return [Hint(*row) for row in self._rows("hints", "exercise", exercise)]

    def notes(self, about: str | None = None) -> list[Note]:
        """All notes, or those about a lab or an exercise, oldest first."""
        return [Note(*row) for row in self._rows("notes", "about", about)]

    def reviews(self, card: str | None = None) -> list[Review]:
        """All reviews, or those of a card, oldest first."""
        return [Review(*row) for row in self._rows("reviews", "card", card)]

    def terms(self) -> list[OwnTerm]:
        """The learner's own terms as they stand now, in the order they were first written."""
        newest = {row[0]: OwnTerm(*row) for row in self._rows("terms", "term", None)}
        return [term for term in newest.values() if term.question]

    def artefacts(self) -> list[Artefact]:
        """Everything kept, as it stands now, in the order it was first kept."""
        newest = {row[0]: row for row in self._rows("artefacts", "name", None)}
        return [Artefact(name, json.loads(text), at) for name, text, at in newest.values()]

    def artefact(self, name: str) -> Artefact | None:
        """What is kept under a name, or None."""
        rows = self._rows("artefacts", "name", name)
        return Artefact(name, json.loads(rows[-1][1]), rows[-1][2]) if rows else None

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _append(self, table: str, *values: Any) -> None:
        moment = now().isoformat(timespec="seconds")
        row = tuple(moment if value is _NOW else _storable(value) for value in values)
        holes = ", ".join("?" * len(row))
        statement = f"INSERT INTO {table} ({_COLUMNS[table]}) VALUES ({holes})"
        try:
            self._connection.execute(statement, row)
        except sqlite3.DatabaseError as error:  # disk full, folder taken away, file locked
            self.warning = (
                f"What you do from here on is not saved, because the learning record cannot be"
                f" written ({error}). Free the disk or the file, then restart the kernel."
            )
            self._connection = _memory_copy(self._connection)
            self._connection.execute(statement, row)

    def _rows(self, table: str, key: str, value: str | None) -> list[tuple]:
        query = f"SELECT {_COLUMNS[table]} FROM {table}"
        if value is None:
            return self._connection.execute(f"{query} ORDER BY rowid").fetchall()
        query += f" WHERE {key} = ? ORDER BY rowid"
        return self._connection.execute(query, (value,)).fetchall()


def now() -> datetime:
    """This moment, in UTC; tests put another one in its place."""
    return datetime.now(UTC)


def workspace() -> Path | None:
    """Find the learner's workspace.

    ``TPO_WORKSPACE`` if set; else the nearest folder, from the current one upwards, that holds a
    ``.tpo`` folder; else None.
    """
    if named := os.environ.get("TPO_WORKSPACE"):
        return Path(named)
    try:
        here = Path.cwd()
    except OSError:  # the current folder was deleted under us
        return None
    return next((p for p in (here, *here.parents) if (p / ".tpo").is_dir()), None)


_open: dict[Path | None, Ledger] = {}


def current() -> Ledger:
    """The ledger of the workspace we are in, opened once a process."""
    folder = workspace()
    if folder not in _open:
        _open[folder] = open_ledger(folder)
    return _open[folder]


def open_ledger(workspace: Path | None) -> Ledger:
    """Open, or begin, the ledger of a workspace; with None, one in memory.

    - A file of an earlier course version is brought up to date, in one transaction.
    - A damaged file is set aside beside the new one, never deleted.
    - A file or folder that cannot be written is copied into memory.
    - A file of a newer course version is left exactly as it is; the session stays in memory.

    In each of the last three cases `Ledger.warning` says so in one sentence.
    """
    if workspace is None:
        return Ledger(_memory())
    path = Path(workspace) / ".tpo" / "ledger.db"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if _version_on_disk(path) > SCHEMA_VERSION:
            return Ledger(_memory(), _newer(path))
        return _open_file(path)
    except (OSError, sqlite3.Error) as error:
        return Ledger(
            _copy_of_file(path),
            f"Nothing you do now is saved, because the learning record {path} cannot be written"
            f" ({error}). Make that folder writable, then restart the kernel.",
        )


def _open_file(path: Path) -> Ledger:
    try:
        return _prepare(path)
    except sqlite3.DatabaseError as error:
        if not _is_damage(error):
            raise
    with _repair_lock(path.parent):
        try:
            return _prepare(path)  # someone else may have mended it while we waited
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
        aside = _set_aside(path)
        ledger = _prepare(path)
    ledger.warning = (
        f"Your learning record was damaged, so a new one was begun; the old one is kept as {aside}."
    )
    return ledger


def _prepare(path: Path) -> Ledger:
    """Connect, verify, bring the tables up to date. Raises sqlite3.DatabaseError."""
    connection = _connect(str(path))
    try:
        found = _verify(connection)
        if found > SCHEMA_VERSION:
            connection.close()
            return Ledger(_memory(), _newer(path))
        # Taking the write lock now finds out whether we may write at all, and lets one of two
        # notebooks that start together make or change the tables.
        connection.execute("BEGIN IMMEDIATE")
        if _version(connection) > SCHEMA_VERSION:
            connection.close()
            return Ledger(_memory(), _newer(path))
        _migrate(connection)
        connection.execute("COMMIT")
        # Only then the log beside the file: the version must stand in the file itself.
        connection.execute("PRAGMA journal_mode = WAL")
        return Ledger(connection)
    except BaseException:
        connection.close()
        raise


def _verify(connection: sqlite3.Connection) -> int:
    """Schema version of a sound file. Raises a damage error otherwise."""
    version = _version(connection)
    problem = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if problem != "ok":
        raise _damage(problem)
    if version == SCHEMA_VERSION:
        for table, columns in _COLUMNS.items():
            try:
                connection.execute(f"SELECT {columns} FROM {table} LIMIT 0")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:  # no such table, no such column
                    raise _damage(str(error)) from error
                raise
    return version


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring a new or earlier file up to date. Raises a damage error if its tables are not its own."""
    try:
        for step in _STEPS[_version(connection) :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:  # no such table, column there already
            raise _damage(str(error)) from error
        raise


def _connect(path: str) -> sqlite3.Connection:
    # Autocommit: every INSERT is its own transaction, so a killed process loses nothing it
    # had recorded. Widgets call back on the kernel's threads; SQLite serialises them.
    return sqlite3.connect(
        path, timeout=10, isolation_level=None, check_same_thread=False, uri=True
    )


def _memory() -> sqlite3.Connection:
    connection = _connect(":memory:")
    _migrate(connection)
    return connection


def _memory_copy(source: sqlite3.Connection) -> sqlite3.Connection:
    """The same rows in memory (as far as they can still be read); closes the source."""
    copy = _connect(":memory:")
    try:
        source.backup(copy)
        _verify(copy)
        _migrate(copy)
    except sqlite3.Error:
        copy.close()
        copy = _memory()
    source.close()
    return copy


def _copy_of_file(path: Path) -> sqlite3.Connection:
    """A copy in memory of a file that SQLite may not write beside; empty if unreadable."""
    try:
        return _memory_copy(_connect(f"{path.absolute().as_uri()}?immutable=1"))
    except sqlite3.Error:
        return _memory()


def _version(connection: sqlite3.Connection) -> int:
    return connection.execute("PRAGMA user_version").fetchone()[0]


def _version_on_disk(path: Path) -> int:
    """``user_version`` from the file header, without SQLite, which would touch the folder."""
    try:
        header = path.read_bytes()[:100]
    except FileNotFoundError:
        return 0
    if not header.startswith(b"SQLite format 3\0"):
        return 0
    return int.from_bytes(header[60:64], "big")


def _newer(path: Path) -> str:
    return (
        f"Nothing you do now is saved, because {path} was written by a newer version of the"
        " course; it is left as it is. Update the course, then restart the kernel."
    )


def _damage(problem: str) -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError(problem)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF in _DAMAGED


@contextmanager
def _repair_lock(folder: Path):
    """Only one process at a time may set a ledger aside.

    SQLite's own file lock serves on every system and is dropped when its holder is killed.
    """
    with closing(_connect(str(folder / "repair.lock"))) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield
        lock.execute("ROLLBACK")


def _set_aside(path: Path) -> Path:
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"ledger.damaged-{stamp}.db")
    count = 1
    while aside.exists():
        count += 1
        aside = path.with_name(f"ledger.damaged-{stamp}-{count}.db")
    path.rename(aside)
    for ending in ("-wal", "-shm"):  # they belong to the damaged file, not to the new one
        companion = path.with_name(path.name + ending)
        if companion.exists():
            companion.rename(aside.with_name(aside.name + ending))
    return aside


def _storable(value: Any) -> Any:
    """Text as SQLite takes it: half a surrogate pair, cut off by a browser, becomes "?"."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _to_json(artefact: Any) -> str:
    try:
        text = json.dumps(artefact)
    except (TypeError, ValueError, RecursionError):
        text = None
    if text is None or len(text) > _LONGEST_ARTEFACT:
        try:
            shown = repr(artefact)[:1000]
        except Exception:
            shown = f"<{type(artefact).__name__}>"
        text = json.dumps(shown)
    return text
