"""A real browser on a copy of the course: Chromium by Playwright, JupyterLab with folders of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lab import LESSON, ROOT, own_folders

#: The checker, exactly this one; npm compares its bytes with the digest that the registry signs.
AXE = "axe-core@4.14.1"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: Starting Lab and drawing its first page, on a machine that is busy with other things.
STARTS = 600


def find_browser() -> str | None:
    """The system's Chromium, or the one that CENTRIC_CHROMIUM names."""
    named = os.environ.get("CENTRIC_CHROMIUM")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def artifacts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: CENTRIC_ARTIFACTS, or a temporary folder."""
    folder = Path(os.environ.get("CENTRIC_ARTIFACTS") or tmp_path_factory.mktemp("screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = find_browser()
    if path is None:
        pytest.skip("no Chromium on this machine")
    with sync_api.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def axe(pytestconfig: pytest.Config) -> Path:
    """The checker's script: CENTRIC_AXE, or fetched once by npm into pytest's cache folder."""
    if os.environ.get("CENTRIC_AXE"):
        return Path(os.environ["CENTRIC_AXE"])
    folder = Path(pytestconfig.cache.mkdir("axe"))
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    wanted = script.with_name("package.json")
    if not (script.is_file() and f'"{AXE.split("@")[1]}"' in wanted.read_text(encoding="utf-8")):
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("neither CENTRIC_AXE nor npm is there to give us axe-core")
        got = subprocess.run(
            [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), AXE],
            capture_output=True,
            text=True,
            timeout=300,
        )
        if got.returncode:
            pytest.skip(f"npm cannot fetch axe-core: {got.stderr.strip().splitlines()[-1:]}")
    return script


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the course with lesson 01 built and released, and the embedded company in its place."""
    from staffroom.course import find_course
    from staffroom.lessons.build import build

    root = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copytree(ROOT / "solutions" / LESSON, root / "solutions" / LESSON)
    shutil.copytree(ROOT / "datasets" / "fernhill", root / "datasets" / "fernhill")
    build(find_course(root), [LESSON])
    return root


@pytest.fixture(scope="session")
def lab(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running JupyterLab on the copy."""
    home = tmp_path_factory.mktemp("home")
    env = own_folders(home)
    settings = home / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    quiet = '{"fetchNews": "false", "checkForUpdates": false}'
    (settings / "notification.jupyterlab-settings").write_text(quiet, encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0", "--ServerApp.disable_check_xsrf=True", "--IdentityProvider.token=",
        "--LabApp.expose_app_in_browser=True",
        f"--LabServerApp.user_settings_dir={home / 'settings'}", f"--ServerApp.root_dir={course}",
    ]  # fmt: skip
    log = home / "lab.log"
    address = f"http://127.0.0.1:{port}"
    with log.open("wb") as out:
        # nbgrader's own server part looks for its settings in the folder in which Lab was started
        server = subprocess.Popen(words, cwd=course, env=env, stdout=out, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"{address}/api/status", server, log)
            yield address
        finally:
            _stop(server, address)


def _stop(server: subprocess.Popen[bytes], address: str) -> None:
    """Ask the server to stop, its kernels with it; insist if it does not."""
    with contextlib.suppress(OSError):
        urllib.request.urlopen(
            urllib.request.Request(f"{address}/api/shutdown", method="POST"), timeout=120
        ).close()
    try:
        server.wait(120)
    except subprocess.TimeoutExpired:
        server.terminate()
        server.wait(30)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + STARTS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=60):
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
