"""The lesson as a web page, with figures and answers in it, is accessible as far as a machine can tell."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lab import LESSON, RULES, own_folders

pytestmark = pytest.mark.browser
#: Jupyter's own colours for code (grey on grey, 4.2 to 1) are not ours to choose.
NOT_OURS = [".highlight"]


@pytest.fixture(scope="module")
def page_file(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lesson with its answers, run from top to bottom, as nbconvert makes a page of it."""
    folder = tmp_path_factory.mktemp("page")
    words = [
        sys.executable, "-m", "nbconvert", "--to", "html", "--no-prompt", "--execute", "--allow-errors",
        "--output-dir", str(folder), "--output", LESSON,
        str(course / "solutions" / LESSON / f"{LESSON}.ipynb"),
    ]  # fmt: skip
    env = own_folders(folder / "home")
    done = subprocess.run(words, cwd=course, env=env, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-2000:]
    return folder / f"{LESSON}.html"


@pytest.fixture(scope="module")
def found(browser: Any, page_file: Path, axe: Path, artifacts: Path) -> dict[str, Any]:
    """What the checker says of the page, without network."""
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.route("**/*", lambda r: r.continue_() if r.request.url.startswith(("file:", "data:")) else r.abort())
    page.goto(page_file.as_uri())
    page.add_script_tag(path=axe)
    result = page.evaluate(
        "([tags, not_ours]) => axe.run({exclude: not_ours}, {runOnly: tags})", [RULES, NOT_OURS]
    )
    page.screenshot(path=artifacts / "page_top.png")
    page.close()
    return result


def test_nothing_serious_is_found(found, artifacts):
    serious = [v for v in found["violations"] if v["impact"] in ("serious", "critical")]
    (artifacts / "axe.json").write_text(json.dumps(found["violations"], indent=1), encoding="utf-8")
    shown = [
        f"{v['id']} ({v['impact']}, {len(v['nodes'])}): {v['help']}: {v['nodes'][0]['html'][:200]}"
        for v in serious
    ]
    assert serious == [], "\n".join(shown)


def test_the_checker_sees_what_is_wrong(browser, axe):
    page = browser.new_page()
    page.set_content("<html lang=en><title>A page</title><h1>A page</h1><img src='data:,'><p>Text</p></html>")
    page.add_script_tag(path=axe)
    result = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", RULES)
    page.close()
    assert "image-alt" in {v["id"] for v in result["violations"]}


def test_the_checker_looked_at_something(found):
    passed = {rule["id"] for rule in found["passes"]}
    assert {"image-alt", "heading-order", "document-title", "html-has-lang"} <= passed
