"""Collecting from an inbound folder that everybody can write to."""

import getpass
import os
import shutil
import sys
from datetime import UTC, datetime, timedelta

import pytest

from tests.grading.course import ASSIGNMENT, COURSE_ID
from tpo.grading.collect import REFUSED, Collect
from tpo.paths import checkout

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange there")

ROOT = sys.platform != "win32" and os.getuid() == 0
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def gradebook(tmp_path_factory):
    """A gradebook that knows the assignment; making one takes a second."""
    from nbgrader.api import Gradebook

    from tpo.grading.config import _find_alembic

    _find_alembic()
    path = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    with Gradebook(f"sqlite:///{path}", COURSE_ID) as made:
        made.add_assignment(ASSIGNMENT)
    return path


@pytest.fixture
def exchange(tmp_path, gradebook):
    (tmp_path / "course" / "grading").mkdir(parents=True)
    (tmp_path / "exchange" / COURSE_ID / "inbound").mkdir(parents=True)
    shutil.copy(gradebook, tmp_path)
    return tmp_path


def submit(exchange, claimed, text, minutes=0, owner="", stamp=""):
    """A submission as the exchange holds it; a name that isn't ``owner``'s own is forged."""
    stamp = stamp or (START + timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M:%S UTC")
    folder = exchange / "exchange" / COURSE_ID / "inbound" / f"{claimed}+{ASSIGNMENT}+{stamp}+x"
    folder.mkdir()
    (folder / "exercises.ipynb").write_text(text)
    (folder / "timestamp.txt").write_text(stamp)
    if owner:
        import pwd

        os.chown(folder, pwd.getpwnam(owner).pw_uid, -1)
    return folder


def collect(exchange, **options):
    """Collect; what was collected, by learner, and what was said."""
    import logging

    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    config = Config()
    config.CourseDirectory.root = str(exchange / "course")
    config.CourseDirectory.course_id = COURSE_ID
    config.CourseDirectory.assignment_id = ASSIGNMENT
    config.CourseDirectory.submitted_directory = "grading/submitted"
    config.CourseDirectory.db_url = f"sqlite:///{exchange}/gradebook.db"
    config.Exchange.root = str(exchange / "exchange")
    for name, value in options.items():
        config.ExchangeCollect[name] = value
    said = []
    log = logging.Logger("collect")
    log.addHandler(logging.Handler())
    log.handlers[0].emit = lambda record: said.append(record.getMessage())
    collector = Collect(coursedir=CourseDirectory(config=config), config=config)
    collector.log = log
    collector.start()
    submitted = exchange / "course" / "grading" / "submitted"
    found = {
        path.parts[-3]: path.read_text() for path in sorted(submitted.glob("*/*/exercises.ipynb"))
    }
    return found, " ".join(said)


ME = getpass.getuser()


def test_ones_own_latest_submission_is_collected(exchange):
    submit(exchange, ME, "first")
    submit(exchange, ME, "second", minutes=5)
    found, said = collect(exchange)
    assert found == {ME: "second"}
    assert "REFUSED" not in said


def test_a_forged_submission_is_refused_and_the_real_one_counts(exchange):
    """Stock nbgrader collects the newer one and warns: the real answers are gone."""
    victim = "daemon" if ROOT else ME
    submit(exchange, victim, "real", owner=victim if ROOT else "")
    if ROOT:
        submit(exchange, victim, "forged", minutes=9)
    submit(exchange, "somebody-else", "forged too")
    found, said = collect(exchange)
    assert found == {victim: "real"}
    assert f"claims to be submitted by somebody-else but is owned by {ME}" in said
    assert said.count("REFUSED") == (2 if ROOT else 1)
    assert collect(exchange, update=True)[0] == {victim: "real"}


def test_a_link_to_somebodys_submission_is_its_makers(exchange):
    real = submit(exchange, ME, "real")
    link = real.with_name(real.name.replace(ME, "somebody-else"))
    link.symlink_to(real)
    if ROOT:
        import pwd

        os.chown(real, pwd.getpwnam("daemon").pw_uid, -1)
        os.rename(link, link.with_name(real.name.replace(ME, "daemon")))
        assert collect(exchange)[0] == {}
    else:
        assert collect(exchange)[0] == {ME: "real"}


def test_links_and_pipes_stay_behind_and_the_rest_is_collected(exchange):
    folder = submit(exchange, ME, "mine")
    (exchange / "solution").write_text("every answer")
    (folder / "exercises.ipynb").rename(folder / "kept.txt")
    (folder / "exercises.ipynb").symlink_to(exchange / "solution")
    (folder / "folder").symlink_to(exchange)
    os.mkfifo(folder / "pipe")
    found, said = collect(exchange)
    assert found == {}
    copied = exchange / "course" / "grading" / "submitted" / ME / ASSIGNMENT
    assert sorted(path.name for path in copied.iterdir()) == ["kept.txt", "timestamp.txt"]
    for name in ("exercises.ipynb", "folder", "pipe"):
        assert f"{name} is a link or a device and was left out" in said


@pytest.mark.parametrize("stamp", ["yesterday", "99999-99-99", ""])
def test_a_name_that_is_no_record_stops_nobody(exchange, stamp):
    submit(exchange, ME, "mine")
    submit(exchange, "x", "garbage", stamp=stamp or "+")
    submit(exchange, "..", "escaped")
    assert collect(exchange)[0] == {ME: "mine"}
    assert collect(exchange, check_owner=False, update=True)[0].keys() <= {ME, "x"}


def test_one_that_is_too_large_stops_nobody_and_keeps_the_last_whole_one(exchange):
    submit(exchange, ME, "small")
    assert collect(exchange)[0] == {ME: "small"}
    big = submit(exchange, ME, "big", minutes=5)
    with (big / "data").open("wb") as file:
        file.truncate(200_000_000_000)
    found, said = collect(exchange, update=True)
    assert found == {ME: "small"}
    assert f"Nothing new was collected of: {ME}" in said


def test_whoever_turns_the_check_off_gets_what_stock_nbgrader_collects(exchange):
    submit(exchange, "somebody-else", "for a shared account")
    assert collect(exchange, check_owner=False)[0] == {"somebody-else": "for a shared account"}


def test_the_course_collects_with_it():
    from traitlets.config import Config

    from tpo.grading.config import configure

    config = Config()
    configure(config)
    assert config.ExchangeFactory.collect == "tpo.grading.collect.Collect"


def test_the_guide_explains_the_refusal_and_the_way_around_it():
    guide = (checkout() / "docs" / "instructors.md").read_text(encoding="utf-8")
    line = REFUSED.format("x", "ada", "ben")
    assert line[line.index("claims") : line.index(". It")] in guide
    assert "--ExchangeCollect.check_owner=False" in guide
    assert "REFUSED" in guide
