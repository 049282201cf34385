"""The notebook's words in a real IPython shell: five outcomes, hints, pause, hand-over."""

from dataclasses import replace

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from tests.exercises.toy import TOY
from tpo import exercises, notebook
from tpo.exercises.handover import MIME
from tpo.learner import ledger

PLAN = "plan = {'seats': %s, 'wait_s': 60, 'share': .5, 'when_full': 'wait', 'music': True}"


@pytest.fixture
def shell(monkeypatch, tmp_path):
    """A fresh shell with the course's words in it and an empty ledger in memory."""
    monkeypatch.setattr(exercises, "find", lambda id: TOY if id == "0.1" else _unknown(id))
    monkeypatch.setattr(notebook, "find", exercises.find)
    monkeypatch.setattr(ledger, "_open", {})
    monkeypatch.setattr(notebook, "_failed", {})
    for name in ("TPO_WORKSPACE", "TPO_HANDOVER", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(colors="nocolor")
    notebook._attach()
    run(shell, "from tpo.notebook import *")
    yield shell
    InteractiveShell.clear_instance()


def _unknown(id):
    raise exercises.UnknownExercise(f"There is no exercise {id!r}.")


def run(shell, code):
    """Everything a cell shows, as plain text."""
    with capture_output() as captured:
        result = shell.run_cell(code, store_history=True)
    shown = [o.data.get("text/plain", "") for o in captured.outputs]
    value = "" if result.result is None else repr(result.result)
    return captured.stdout + "\n".join(shown) + value


def test_check_shows_the_first_line_and_the_standing(shell):
    run(shell, PLAN % 0)
    shown = run(shell, 'check("0.1", plan)')
    assert shown.startswith("No seats at all: 30 guests leave.")
    assert '0.1 · Not yet · 0 of 10 points\nstuck? run hint("0.1")' in shown
    run(shell, PLAN % 35)
    assert "0.1 · Right · 10 of 10 points" in run(shell, 'check("0.1", plan)')


def test_a_missing_answer_is_one_sentence_without_traceback(shell):
    shown = run(shell, 'check("0.1", plan)')
    assert "The cell that makes `plan` stopped" in shown
    assert "run the cell above first" in shown
    assert "Traceback" not in shown


@pytest.mark.parametrize(
    ("code", "error"), [("plan = 1 / 0", "ZeroDivisionError"), ("plan = {", "SyntaxError")]
)
def test_a_stopped_cell_is_not_judged_on_its_last_good_answer(shell, code, error):
    run(shell, PLAN % 35)
    run(shell, code)
    shown = run(shell, 'check("0.1", plan)')
    assert error in shown
    assert "Your cell stopped" in shown
    run(shell, PLAN % 35)
    assert "Right" in run(shell, 'check("0.1", plan)')


def test_other_name_errors_stay_pythons_own(shell):
    assert "NameError" in run(shell, "print(nothing)")


def test_unknown_exercise_is_one_sentence(shell):
    assert run(shell, 'check("9.9", 1)').strip() == "There is no exercise '9.9'."


def test_hints_climb_the_ladder_of_the_message_that_fired(shell):
    assert "run check" in run(shell, 'hint("0.1")')
    run(shell, PLAN % 0)
    run(shell, 'check("0.1", plan)')
    shown = [run(shell, 'hint("0.1")').strip() for _ in range(4)]
    assert shown == [
        "Hint 1 of 3. one",
        "Hint 2 of 3. two",
        "Hint 3 of 3. three",
        "Hint 3 of 3. three",
    ]
    run(shell, PLAN % 35)
    run(shell, 'check("0.1", plan)')
    assert "right already" in run(shell, 'hint("0.1")')


def test_after_five_quick_runs_the_check_asks_for_a_prediction(shell):
    run(shell, PLAN % 0)
    for _ in range(5):
        assert "No seats" in run(shell, 'check("0.1", plan)')
    assert "Say first what you expect" in run(shell, 'check("0.1", plan)')
    assert "No seats" in run(shell, 'check("0.1", plan, expect="fewer, because")')
    assert "No seats" in run(shell, 'check("0.1", plan)')


def test_grade_judges_with_the_public_scenario_and_says_so(shell):
    run(shell, PLAN % 20)
    shown = run(shell, 'grade("0.1", plan)')
    assert "judged with the public scenario" in shown
    assert shown.endswith("6.6")


def test_grade_hands_over_and_judges_nothing(shell, monkeypatch):
    monkeypatch.setenv("TPO_HANDOVER", "1")
    run(shell, PLAN % 20)
    with capture_output() as captured:
        result = shell.run_cell('grade("0.1", plan)')
    assert result.result == 0.0, "worth nothing without a judge"
    output = captured.outputs[0]
    assert output.data[MIME]["exercise"] == "0.1"
    assert "points" not in output.data["text/plain"]


def test_validate_shows_the_message_as_the_error(shell, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    run(shell, PLAN % 0)
    shown = run(shell, 'grade("0.1", plan)')
    assert "No seats at all: 30 guests leave." in shown
    assert "tpo/" not in shown
    run(shell, PLAN % 35)
    assert run(shell, 'grade("0.1", plan)').endswith("10")


def test_replay_says_what_happened(shell):
    run(shell, PLAN % 35)
    assert run(shell, 'replay("0.1", plan, "small")').strip() == "• 35 seats for 3 guests."


# ---- %%criteria ----------------------------------------------------------------------------------

SCENARIO = "Scenario: in time\n  Given it is 12:00\n  When the recipient asks for a Nest\n  Then the change is accepted\n"


def test_a_criteria_cell_keeps_its_text_and_says_that_it_can_be_run(shell):
    assert (
        run(shell, "%%criteria\n" + SCENARIO)
        == "criteria: one scenario, and every line can be run."
    )
    assert shell.user_ns["criteria"].strip() == SCENARIO.strip()
    run(shell, "%%criteria mine\n" + SCENARIO)
    assert shell.user_ns["mine"] == shell.user_ns["criteria"]


def test_a_criteria_cell_suggests_and_never_accepts_a_near_miss(shell):
    shown = run(shell, "%%criteria\n" + SCENARIO.replace("accepted", "acceptd"))
    assert "criteria: one scenario, one thing to mend" in shown
    assert "Did you mean “Then the change is accepted”" in shown
    assert "acceptd" in shell.user_ns["criteria"]


def test_a_criteria_cell_shows_the_steps_there_are(shell):
    with capture_output() as captured:
        shell.run_cell("%%criteria\n" + SCENARIO)
    html = captured.outputs[0].data["text/html"]
    assert "Steps you may use" in html
    assert "the courier does not answer" in html
    assert "a safe place, another day" in html


@pytest.mark.parametrize("name", ["two words", "3.1", "class", "a;b"])
def test_a_criteria_cell_wants_a_name_that_is_one(shell, name):
    assert "one word" in run(shell, f"%%criteria {name}\n{SCENARIO}")


def test_nothing_in_a_criteria_cell_is_run_as_code(shell):
    run(shell, "%%criteria\n__import__('os').environ.clear()\nx = 1")
    assert "x" not in shell.user_ns


def test_while_grading_a_criteria_cell_only_keeps_its_text(shell, monkeypatch):
    monkeypatch.setenv("TPO_HANDOVER", "1")
    assert run(shell, "%%criteria\n" + SCENARIO) == ""
    assert shell.user_ns["criteria"].strip() == SCENARIO.strip()


def test_a_criteria_cell_mends_a_name_whose_cell_had_stopped(shell):
    run(shell, "plan = 1 / 0")
    run(shell, "%%criteria plan\nplain text")
    assert "plan" not in notebook._failed


# ---- what the companion counts -------------------------------------------------------------------


def test_words_are_deposited_and_a_question_is_noted_once(shell):
    run(shell, 'terms("M06")')
    assert [note.text for note in ledger.current().notes("terms")] == ["M06"]
    assert run(shell, 'asked("Who else retries?")') == "Noted. Questions so far: 1.\n"
    assert run(shell, 'asked("Who else retries?")') == "Noted. Questions so far: 1.\n"
    assert "between the quotes" in run(shell, 'asked(" ")')


def test_a_check_records_points_and_words(shell):
    run(shell, PLAN % 0)
    run(shell, 'check("0.1", plan)')
    [attempt] = ledger.current().attempts("0.1")
    assert attempt.points == 0
    assert attempt.said.count("\n") == 4
    assert attempt.said.startswith("No seats at all: 30 guests leave.")


def test_the_gap_map_waits_for_the_assessment_and_then_saves_the_plan(shell, tmp_path, monkeypatch):
    from tpo.learner import assessment

    assert "0 of 28 tasks are answered" in run(shell, "gap_map()")
    assert "There is no form 'C'" in run(shell, "gap_map('C')")
    (tmp_path / ".tpo").mkdir()
    monkeypatch.setattr(ledger, "_open", {})
    mine = ledger.current()
    for id in assessment.case.competencies():
        assessment.keep_choice(mine, "A", "self", id, "working")
    for item in assessment.items("A"):
        assessment.keep_answer(mine, "A", item.id, item.key, 90)
    assert "28 of 28 tasks are answered" in run(shell, "gap_map()")  # the guess is missing
    assessment.keep_guess(mine, "A", ["K01", "K02", "K03"])
    assert "You did 28 of 28 tasks right." in run(shell, "gap_map()")
    assert (tmp_path / "artefacts" / "learning_plan.md").is_file()


def test_keep_saves_a_page_and_shows_it(shell, monkeypatch, tmp_path):
    monkeypatch.setattr(
        exercises, "find", lambda id: replace(TOY, page=lambda plan: f"<p>{plan['seats']}</p>")
    )
    monkeypatch.setattr(notebook, "find", exercises.find)
    assert "not started" in run(shell, 'plan = ...\nkeep("0.1", plan)')
    assert "seats" in run(shell, PLAN % 9000 + '\nkeep("0.1", plan)')
    assert "Saved as plan-0.1.html" in run(shell, PLAN % 35 + '\nkeep("0.1", plan)')
    assert (tmp_path / "plan-0.1.html").read_text() == "<p>35</p>"
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    (tmp_path / "plan-0.1.html").unlink()
    assert run(shell, 'keep("0.1", plan)') == ""
    assert not (tmp_path / "plan-0.1.html").exists()


def test_keep_says_when_an_exercise_makes_no_page(shell):
    assert "0.1 makes no page." in run(shell, PLAN % 35 + '\nkeep("0.1", plan)')
