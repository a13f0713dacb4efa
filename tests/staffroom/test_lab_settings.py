"""What `centric lab` settles for JupyterLab: no news from elsewhere, no editing of graded cells by hand."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from jupyterlab_server.config import get_page_config
from spoken import CENTRIC, say

from staffroom.cli import learn
from staffroom.cli.learn import SETTINGS
from staffroom.grading.runner import end_tree

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


class TestAsRoot:
    """Jupyter refuses root. In a container root is the usual account; elsewhere the user has to say so."""

    @pytest.fixture(autouse=True)
    def no_container(self, monkeypatch, tmp_path):
        monkeypatch.setattr(learn, "MARKS", (tmp_path / "mark",))
        for name in learn.VARIABLES:
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr(learn.os, "geteuid", lambda: 0, raising=False)
        self.mark = tmp_path / "mark"

    @pytest.fixture
    def started(self, monkeypatch):
        """The command lines that would have been run."""
        lines = []
        monkeypatch.setattr(learn.subprocess, "call", lambda words, **_: lines.append(words) or 0)
        return lines

    def test_on_a_machine_one_sentence_says_what_to_add(self, capsys, started):
        code, out, err = say(capsys, "lab", "--no-browser")
        assert (code, out, started) == (1, "", [])
        assert err.count("\n") == 1 and "You are root" in err and "--allow-root" in err

    @pytest.mark.parametrize("word", ["--allow-root", "--ServerApp.allow_root=True"])
    def test_who_says_so_is_started(self, capsys, started, word):
        code, _, _ = say(capsys, "lab", word)
        assert code == 0 and [w for w in started[0] if "root" in w and "_dir" not in w] == [word]

    def test_in_a_container_it_starts(self, capsys, started):
        self.mark.touch()
        code, _, err = say(capsys, "lab")
        assert (code, err) == (0, "") and "--allow-root" in started[0]

    @pytest.mark.parametrize("name", learn.VARIABLES)
    def test_also_where_a_variable_tells_it(self, monkeypatch, capsys, started, name):
        monkeypatch.setenv(name, "podman")
        assert say(capsys, "lab")[0] == 0 and "--allow-root" in started[0]

    def test_others_are_not_made_to_say_anything(self, monkeypatch, capsys, started):
        monkeypatch.setattr(learn.os, "geteuid", lambda: 1000, raising=False)
        self.mark.touch()
        assert say(capsys, "lab")[0] == 0 and "--allow-root" not in started[0]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="wants root")
def test_jupyter_itself_starts_for_root(tmp_path):
    """In a container, which is where tests run as root."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [
        "lab",
        "--no-browser",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=",
    ]
    log = tmp_path / "log"
    with log.open("wb") as out:
        env = {**os.environ, "container": "yes"}
        process = subprocess.Popen([*CENTRIC, *words], cwd=tmp_path, env=env, stdout=out, stderr=out)
        try:
            until = time.monotonic() + 120
            while True:
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/status", timeout=10) as answer:
                        assert answer.status == 200
                        return
                except (urllib.error.URLError, ConnectionError):
                    assert process.poll() is None and time.monotonic() < until, log.read_text()
                    time.sleep(0.3)
        finally:
            end_tree(process)
