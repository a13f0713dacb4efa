"""A recorded game in a browser's own Python (WebAssembly) gives the digest that it gives everywhere."""

from __future__ import annotations

import functools
import json
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from machines import DIGEST, PLAYS, laid_out, pyodide

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><meta charset="utf-8"><title>play</title>"""
#: Unpacks the folder, plays, and gives the answer back.
SCRIPT = """async (plays) => {
    const { loadPyodide } = await import("/pyodide/pyodide.mjs");
    const python = await loadPyodide({ indexURL: "/pyodide/" });
    const packed = await (await fetch("/recorded.zip")).arrayBuffer();
    python.unpackArchive(packed, "zip", { extractDir: "/recorded" });
    python.globals.set("folder", "/recorded");
    python.runPython(plays);
    return python.globals.get("answer");
}"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[str]:
    """Address of a folder with the browser's Python, the recorded game and the room of play."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    (folder / "pyodide").symlink_to(pyodide(pytestconfig).resolve())
    shutil.make_archive(str(folder / "recorded"), "zip", laid_out(tmp_path_factory.mktemp("recorded")))
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_browser_gives_the_same_digest(browser: Any, site: str, artifacts: Path) -> None:
    page = browser.new_page()
    page.route("**/*", lambda r: r.continue_() if r.request.url.startswith(site) else r.abort())
    page.goto(site)
    answer = page.evaluate(SCRIPT, PLAYS)
    (artifacts / "play_in_browser.json").write_text(json.dumps(answer), encoding="utf-8")
    page.close()
    assert answer.split() == ["wasm32", DIGEST]
