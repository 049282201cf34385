import pytest
from harness import BROWSER_ARGS, SECONDS, browser_or_skip, jupyter_lab


# Not the whole session: while Playwright runs, nothing else in this process can start an event
# loop of its own, and other tests execute notebooks.
@pytest.fixture(scope="module")
def chromium():
    path = browser_or_skip()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory):
    """One JupyterLab for the whole test run. Its root is a learner's workspace."""
    browser_or_skip()
    root = tmp_path_factory.mktemp("workspace")
    (root / ".tpo").mkdir()
    with jupyter_lab(
        root, tmp_path_factory.mktemp("jupyter"), env={"TPO_WORKSPACE": str(root)}
    ) as server:
        yield server


@pytest.fixture
def page(chromium):
    """A fresh window, 1280 pixels wide; `page.problems` collects what its console complains of."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60 * SECONDS)
    page.problems = []
    page.on(
        "console",
        lambda said: page.problems.append(said.text) if said.type == "error" else None,
    )
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    yield page
    context.close()
