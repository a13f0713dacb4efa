"""An instructor runs the notebook with solutions in JupyterLab: nothing fails, and the figures are there.

The picture in the README is this test's screenshot: `CENTRIC_ARTIFACTS=folder centric test -- -m browser`,
then copy `folder/lesson-01.png` to `docs/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lab import LESSON, Notebook, errors, said

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def notebook(browser: Any, lab: str) -> Iterator[Notebook]:
    """The notebook with solutions, open in a window of a laptop's size."""
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    try:
        yield Notebook(page, lab, f"solutions/{LESSON}/{LESSON}.ipynb")
    finally:
        page.close()


def test_the_solved_notebook_runs_and_shows_its_figures(notebook: Notebook, artifacts: Path):
    cells = notebook.run_all()
    # Guesses, recall and revisions are the reader's own: they stay open, and say so without an error.
    failed = {cell["id"]: said(cell)[:300] for cell in cells if errors(cell)}
    assert failed == {}
    place = next(i for i, cell in enumerate(cells) if "At the peak, customers bring in" in said(cell))
    notebook.page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    cell = notebook.show(place)
    cell.locator("img").first.wait_for()
    cell.locator(".jp-OutputArea").first.evaluate("area => area.scrollIntoView({block: 'start'})")
    notebook.page.wait_for_timeout(500)
    notebook.page.screenshot(path=artifacts / "lesson-01.png")
