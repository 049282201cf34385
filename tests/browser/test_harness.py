"""What the harness promises when something is missing. None of these needs a browser."""

import harness
import pytest


@pytest.fixture
def no_browser(monkeypatch):
    monkeypatch.setattr(harness.shutil, "which", lambda name: None)
    monkeypatch.setattr(harness, "PLACES", ())


def test_without_a_browser_the_test_is_skipped_and_says_why(no_browser, monkeypatch):
    monkeypatch.delenv("TPO_REQUIRE_BROWSER", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no Chromium or Chrome is installed"):
        harness.browser_or_skip()


def test_where_a_browser_is_required_its_absence_fails(no_browser, monkeypatch):
    monkeypatch.setenv("TPO_REQUIRE_BROWSER", "1")
    with pytest.raises(pytest.fail.Exception, match="TPO_REQUIRE_BROWSER=1 asks for it"):
        harness.browser_or_skip()


def test_any_of_the_known_programs_will_do(monkeypatch):
    monkeypatch.setattr(
        harness.shutil, "which", lambda name: "/opt/chrome" if name == "google-chrome" else None
    )
    assert harness.browser_or_skip() == "/opt/chrome"


def test_a_server_that_cannot_start_shows_its_own_words(tmp_path):
    with (
        pytest.raises(RuntimeError, match=r"did not start:\n.*root_dir|nowhere"),
        harness.jupyter_lab(tmp_path, tmp_path / "state", args=["--ServerApp.root_dir=nowhere"]),
    ):
        pass
