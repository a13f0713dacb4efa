"""What `centric lab` settles for JupyterLab: no news from elsewhere, no editing of graded cells by hand."""

import json
import sys
from pathlib import Path

from jupyterlab_server.config import get_page_config

from staffroom.cli.learn import SETTINGS

NBGRADER = "@jupyter/nbgrader:create-assignment"


def test_the_panel_that_edits_graded_cells_is_off():
    """As JupyterLab itself reads the folder."""
    config = get_page_config([], app_settings_dir=str(SETTINGS))
    assert NBGRADER in config["disabledExtensions"]


def test_the_panel_is_called_so_in_this_nbgrader():
    static = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / "@jupyter" / "nbgrader" / "static"
    assert any(NBGRADER in path.read_text(encoding="utf-8") for path in static.glob("*.js"))


def test_nothing_is_asked_of_the_internet():
    overrides = json.loads((SETTINGS / "overrides.json").read_text(encoding="utf-8"))
    assert overrides["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"
