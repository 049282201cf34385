"""How long a lab takes from a key press to the new picture, in a real browser.

Run: python benchmarks/sliders.py [W06a W06b …]   (needs Chromium or Chrome, and the test packages)

Opens a real JupyterLab and unlocks every lab that has a slider. Presses an arrow key 30 times on its
first slider and takes the time from the keydown event to the last change of the draft picture,
which stands for about 5,000 requests where a lab simulates. (The full run follows when the slider has
rested for 150 ms; its time is shown too, with that rest.) Labs keep no data here, so a state that
comes again is run again. Beside them, one queue of 5,000 requests drawn by plain ``interact`` and
matplotlib. The last line is one line of JSON. The bar: 95 of 100 moves within 100 ms.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

import harness  # noqa: E402

import tpo.labs  # noqa: E402

MOVES = 30
LABS = sys.argv[1:] or [
    lab_id
    for lab_id, lab in tpo.labs.labs().items()
    if any(c.kind == "range" for c in lab.controls)
]
FORGET = "from tpo.labs import lab as plain; plain._data = plain._data.__wrapped__"
PLAIN = """
%matplotlib inline
import matplotlib.pyplot as plt, numpy as np
from ipywidgets import interact, IntSlider
from tpo.engines.simulator import *

def show_queue(slots):
    system = System((Service("s", Exponential(1.0), slots=slots),), (Call("client", "s"),))
    r = simulate(system, Scenario(Poisson(10.0), n=5000))
    fig, axes = plt.subplots(1, 3, figsize=(10, 3))
    axes[0].plot(r.arrival, r.latency)
    axes[1].hist(r.latency, 40)
    axes[2].plot(np.sort(r.latency), np.linspace(0, 1, r.n))
    plt.show()

interact(show_queue, slots=IntSlider(12, 8, 60));
"""
WATCH = """(box) => {
  const log = (window.tpoLog = {key: 0, draft: [], full: []});
  const figure = box.closest('figure');
  document.addEventListener('keydown', () => (log.key = performance.now()), true);
  new MutationObserver(() => {
    const busy = figure?.getAttribute('aria-busy') !== 'false';
    log[busy ? 'draft' : 'full'].push(performance.now());
  }).observe(box, {childList: true, subtree: true, attributes: true, characterData: true});
}"""


def unlock(card: Any) -> None:
    """Predict anything, so that the controls open."""
    number = card.locator("input[type=number]")
    if number.count():
        number.fill("80")
    else:
        card.locator(".tpo-question input[type=radio]").first.check()
    card.get_by_role("radio", name="70").check()
    card.get_by_role("button", name="Lock in my prediction").click()
    card.locator(".tpo-reveal").wait_for()


def moves(page: Any, box: Any, slider: Any) -> dict[str, list[float]]:
    """Press the arrow keys; ms from each key press to the last draft picture, and to the full one."""
    box.evaluate(WATCH)
    slider.focus()
    page.keyboard.press("Home")
    wait_for_rest(page)
    last = int(float(slider.get_attribute("max") or slider.get_attribute("aria-valuemax") or 30))
    times: dict[str, list[float]] = {"draft": [], "full": []}
    for k in range(MOVES):
        page.evaluate("Object.assign(window.tpoLog, {draft: [], full: []})")
        page.keyboard.press("ArrowRight" if (k // last) % 2 == 0 else "ArrowLeft")
        log = wait_for_rest(page)
        for kind, seen in times.items():
            if log[kind]:
                seen.append(log[kind][-1] - log["key"])
    return times


def wait_for_rest(page: Any) -> Any:
    """Return what was drawn, when nothing has changed for a while."""
    deadline, before = time.monotonic() + 10, None
    while time.monotonic() < deadline:
        time.sleep(0.5)
        log = page.evaluate("window.tpoLog")
        if log == before and (log["draft"] or log["full"]):
            break
        before = log
    return page.evaluate("window.tpoLog")


def summary(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "moves": len(times),
        "median_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[max(0, -(-len(ordered) * 95 // 100) - 1)], 1),
    }


def main() -> None:
    """Print one line for each slider and the JSON line."""
    from playwright.sync_api import sync_playwright

    program = harness.find_browser()
    if program is None:
        sys.exit("No Chromium or Chrome is installed, so nothing can be measured.")
    figures: dict[str, dict[str, float]] = {}

    def note(name: str, times: list[float]) -> None:
        if times:
            figures[name] = summary(times)
            print(f"{name:42s} {figures[name]}  load {os.getloadavg()[0]:.1f}", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        root, state = Path(folder) / "work", Path(folder) / "state"
        (root / ".tpo").mkdir(parents=True)
        state.mkdir()
        paths = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
        harness.notebook(
            root / "labs.ipynb",
            f"from tpo.labs import show; {FORGET}",
            *(f'show("{x}")' for x in LABS),
            PLAIN,
        )
        with (
            harness.jupyter_lab(
                root, state, env={"TPO_WORKSPACE": str(root), "PYTHONPATH": paths}
            ) as server,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(executable_path=program, args=harness.BROWSER_ARGS)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(60_000)
            harness.open_notebook(page, server, "labs.ipynb")
            harness.run_all(page)
            panel = harness.panel(page)
            for lab in LABS:
                card = panel.locator(f'[data-lab="{lab}"]')
                card.scroll_into_view_if_needed()
                card.locator(".tpo-picture svg").wait_for()
                unlock(card)
                slider = card.get_by_role("slider").first
                times = moves(page, card.locator(".tpo-picture"), slider)
                note(lab, times["draft"])
                note(f"{lab}, full run", times["full"])
            plain = panel.locator(".widget-interact")
            plain.scroll_into_view_if_needed()
            handle = plain.locator(".noUi-handle").first
            box = plain.locator(".widget-output, .jp-OutputArea").first
            note("interact + matplotlib", moves(page, box, handle)["draft"])
            browser.close()
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
