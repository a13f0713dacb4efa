"""Write docs/planted.md: everything planted in Fernhill, by lesson, for the instructor.

python tools/planted.py            # write the page
python tools/planted.py --check    # exit 1 if the page is not what the list of stories says
"""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.stories import STORIES

PAGE = Path(__file__).parents[1] / "docs" / "planted.md"
HEAD = """# What is planted in Fernhill

**For the instructor. It gives away what the lessons ask.**

Each row is one story: a statistic, and bounds inside which it lies on practically every seed. Tests hold
all of them jointly on 10 companies each time and on 80 in the slow tests, and `python tools/sweep.py` on
400, so a lesson may rely on any of them for every student's own company. *Planted by* names the numbers of
the scenario (`generator/scenario/presets/fernhill/`) that cause it. A story marked “truth” takes the truth
tables to be seen; make a company with them by leaving `--no-truth` out.

How each is measured stands in `generator/stories/`, one file for each lesson. This page is written by
`python tools/planted.py`.
"""
COLUMNS = "| story | what is seen | at least | at most | planted by |\n|---|---|---|---|---|\n"


def bound(value: float) -> str:
    """A bound in words."""
    return "–" if abs(value) == float("inf") else f"{value:g}"


def page() -> str:
    """The page as Markdown."""
    parts, lesson = [HEAD], ""
    for story in STORIES:
        if story.lesson != lesson:
            lesson = story.lesson
            parts.append(f"\n## `{lesson}`\n\n{COLUMNS}")
        says = f"{story.says} *(truth)*" if story.truth else story.says
        row = [f"`{story.name}`", says, bound(story.low), bound(story.high), story.planted]
        parts.append("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n")
    return "".join(parts)


def main() -> None:
    """Write or check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
            raise SystemExit(f"{PAGE} is out of date: run `python tools/planted.py`.")
        return
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
