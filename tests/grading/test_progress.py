"""The progress line and what it writes where."""

import io

import pytest

from tpo.grading.progress import Progress, line


@pytest.mark.parametrize(
    ("done", "total", "seconds", "failed", "said"),
    [
        (0, 30, 0, 0, "[                        ] 0 of 30"),
        (12, 30, 5, 1, "[#########               ] 12 of 30 · 2.4 a second · 8 s left · 1 failed"),
        (1, 200, 4, 0, "[                        ] 1 of 200 · 4.0 s each · 13 min left"),
        (1, 20_000, 4, 0, "[                        ] 1 of 20000 · 4.0 s each · 22.2 h left"),
        (30, 30, 15, 0, "[########################] 30 of 30 · 2.0 a second"),
        (0, 0, 0, 0, "[########################] 0 of 0"),
    ],
)
def test_the_line_says_how_far_how_fast_and_how_long(done, total, seconds, failed, said):
    assert line(done, total, seconds, failed) == said


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_on_a_terminal_the_line_is_rewritten_and_messages_stand_above_it():
    file = Terminal()
    progress = Progress(2, file)
    progress.step()
    progress.say("ada: Kernel lost")
    progress.step(failed=True)
    progress.end()
    shown = file.getvalue()
    assert shown.count("\n") == 2
    assert "\r\x1b[Kada: Kernel lost\n" in shown
    assert "2 of 2" in shown.rpartition("\r")[2]
    assert "1 failed" in shown.rpartition("\r")[2]


def test_in_a_file_there_is_one_line_at_the_end():
    file = io.StringIO()
    progress = Progress(1, file)
    progress.step()
    progress.end()
    assert file.getvalue().count("\n") == 1
    assert "1 of 1" in file.getvalue()
