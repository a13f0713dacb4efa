"""What a test does in JupyterLab, by its own objects (`--LabApp.expose_app_in_browser`), never by waiting.

The indicator of a busy kernel is drawn late, so a run is over when the command's own promise is.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LESSON = "01_product_vs_customer"
#: What the accessibility checker looks for.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]

#: A cell of a lesson, on a machine that is busy with other things.
PATIENCE = 180_000

PANEL = """() => [...window.jupyterapp.shell.widgets('main')].find(
  widget => widget.content?.model?.sharedModel?.cells && widget.sessionContext)"""

READY = f"""async () => {{
  const app = window.jupyterapp;
  if (!app) return false;
  await app.restored;
  const panel = ({PANEL})();
  if (!panel) return false;
  await panel.context.ready;
  await panel.sessionContext.ready;
  app.shell.activateById(panel.id);
  const kernel = panel.sessionContext.session?.kernel;
  return Boolean(kernel) && kernel.connectionStatus === 'connected' && kernel.status === 'idle'
    && panel.content.widgets.length > 0 && app.shell.currentWidget === panel;
}}"""

RUN = f"""async (place) => {{
  const app = window.jupyterapp;
  ({PANEL})().content.activeCellIndex = place;
  await app.commands.execute('notebook:run-cell');
  return true;
}}"""

CELLS = f"""() => ({PANEL})().content.model.sharedModel.cells.map(cell => ({{
  id: cell.id, kind: cell.cell_type, source: cell.getSource(),
  outputs: cell.cell_type === 'code' ? JSON.parse(JSON.stringify(cell.getOutputs())) : [],
}}))"""

WRITE = f"""([place, source]) => {{
  ({PANEL})().content.model.sharedModel.getCell(place).setSource(source);
}}"""

SHOW = f"""async (place) => {{
  const notebook = ({PANEL})().content;
  notebook.activeCellIndex = place;
  await notebook.scrollToItem(place, 'start');
  return true;
}}"""


def own_folders(home: Path) -> dict[str, str]:
    """An environment in which Jupyter, IPython and the classroom keep everything under `home`."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON"))}
    env.pop("CENTRIC_COMPANY", None)
    for name in (
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTER_RUNTIME_DIR",
        "IPYTHONDIR",
        "CENTRIC_STUDY",
    ):
        folder = home / name.lower()
        folder.mkdir(parents=True)
        env[name] = str(folder)
    return env


class Notebook:
    """One notebook that is open in JupyterLab."""

    def __init__(self, page: Any, address: str, path: str) -> None:
        """Open the notebook and wait until its kernel can work."""
        self.page = page
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}/lab/tree/{path}?reset")
        self.wait_until(lambda: page.evaluate(READY), every=300)

    def wait_until(self, happened: Callable[[], object], *, every: int = 100) -> None:
        """Look again and again until something is so; `every` is in milliseconds."""
        end = time.monotonic() + PATIENCE / 1000
        while not happened():
            assert time.monotonic() < end, "it did not happen"
            self.page.wait_for_timeout(every)

    def wait_until_still(self, element: Any) -> None:
        """Wait until an element's content has not changed for half a second."""
        seen: list[str] = []
        self.wait_until(lambda: seen.append(element.inner_html()) or seen[-1:] == seen[-2:-1], every=500)

    def cells(self) -> list[dict[str, Any]]:
        """All cells as they are now: id, kind, source, outputs."""
        return self.page.evaluate(CELLS)

    def place(self, words: str) -> int:
        """The place of the first code cell whose source contains `words`."""
        return next(i for i, c in enumerate(self.cells()) if c["kind"] == "code" and words in c["source"])

    def run(self, place: int) -> dict[str, Any]:
        """Run one cell and give it as it is then; one that fails is not an obstacle for the next."""
        self.page.evaluate(RUN, place)
        return self.cells()[place]

    def run_all(self) -> list[dict[str, Any]]:
        """Run all code cells, one after the other, as a student does who goes on after an error."""
        for place, cell in enumerate(self.cells()):
            if cell["kind"] == "code":
                self.page.evaluate(RUN, place)
        return self.cells()

    def write(self, place: int, source: str) -> None:
        """Write an answer into a cell."""
        self.page.evaluate(WRITE, [place, source])

    def show(self, place: int) -> Any:
        """Scroll a cell into view; gives its element."""
        self.page.evaluate(SHOW, place)
        cell = self.page.locator(f".jp-NotebookPanel:visible .jp-Cell[data-windowed-list-index='{place}']")
        cell.wait_for()
        return cell


def said(cell: dict[str, Any]) -> str:
    """All text of a cell's outputs: printed, shown, and the words of an error."""
    parts = []
    for output in cell["outputs"]:
        for content in (output.get("text"), output.get("evalue"), *output.get("data", {}).values()):
            parts.append("".join(content) if isinstance(content, list) else str(content or ""))
    return "\n".join(parts)


def errors(cell: dict[str, Any]) -> list[str]:
    """Names of the errors in a cell's outputs."""
    return [o["ename"] for o in cell["outputs"] if o["output_type"] == "error"]
