"""What is said on a terminal of 80 and of 40 columns: wrapped between words, and nothing cut."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pty", reason="there are no such terminals on Windows")

WORDS = (
    "class      24 students: 1 right, 4 another style, 16 with misconceptions, 1 half, 1 blank, 1 damaged "
    "file; 30 misconceptions in all"
)
LONG = "anna-katharina.von-und-zu-hohenfels@students.example.org"
SCRIPT = f"""
import typer
from types import SimpleNamespace
from rich.table import Table
from staffroom.cli import _say
from staffroom.cli.grading import progress_bar
from staffroom.cli.progress import counted, seen_running
from staffroom.cli.say import say, show

say({WORDS!r})
_say("The folder " + "a-long-name" * 5 + " cannot be written: change that, or name another folder.")
with progress_bar("grading 01_product_vs_customer", silent=False) as step:
    step("ada", "graded", 3, 24)
    say({WORDS!r}, hang=11)
    step("bob", "graded", 24, 24)
with counted("giving out 01_product_vs_customer", False) as step:
    step(1, 500)
with seen_running("making the company", False) as (seen, tell):
    seen(SimpleNamespace(rows=123456789, found=123450000, total=100, done=30))
    tell("Left by a stopped run of another company: company.partial-1. --clear removes it.")
table = Table(box=None, pad_edge=False)
for name in ("student", "score", ""):
    table.add_column(name)
table.add_row({LONG!r}, "24 / 24", "to be read: written_memo")
show(table)
"""


def spoken(width: int) -> list[str]:
    """The lines that the script leaves or shows on a terminal of that width."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, width, 0, 0))
    env = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT],
        stdin=theirs, stdout=theirs, stderr=theirs, env=env | {"TERM": "xterm"},
    )  # fmt: skip
    os.close(theirs)
    told = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:  # how Linux says that nobody writes any more
            break
        if not more:
            break
        told += more
    os.close(ours)
    assert process.wait() == 0, told.decode()
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", told.decode())
    return [line.rstrip() for line in re.split(r"[\r\n]+", text)]


@pytest.mark.parametrize("width", [80, 40])
def test_sentences_are_wrapped_between_words_and_nothing_is_cut(width):
    lines = spoken(width)
    assert not [line for line in lines if "…" in line]
    whole = " ".join(" ".join(lines).split())
    # as a sentence by itself, and above a bar
    assert whole.count(" ".join(WORDS.split())) == 2
    assert "name another folder." in whole and "--clear removes it." in whole
    assert any(re.match(r" {11}\S", line) for line in lines), "what belongs to a word before it hangs"
    too_long = [line for line in lines if len(line) > width and "a-long-name" not in line]
    assert too_long == []
    assert "making the company" in whole and "left" in whole and "/24" in whole
    assert ("rows/s" in whole) is (width == 80)
    assert "anna-katharina" in whole and "24 / 24" in whole and "example.org" in whole


def test_where_it_is_no_terminal_lines_are_whole():
    said = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert said.stdout.split("\n")[:2] == [WORDS, WORDS]
    assert f"{LONG}  24 / 24  to be read" in said.stdout
    assert said.stderr.count("\n") == 2, "no bar"


def test_every_command_says_what_it_says_by_say():
    """`typer.echo` and `print` neither wrap nor know of a bar; consoles of one's own cut tables."""
    folder = Path(__file__).parents[2] / "staffroom" / "cli"
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted(folder.glob("*.py"))
        if path.name not in ("say.py", "app.py")
        for line in path.read_text(encoding="utf-8").split("\n")
        if re.search(r"\btyper\.echo\b|\bprint\(|\bProgress\((?!\()", line) and "return Progress(" not in line
    ]
    assert found == []
