"""A lesson's decision beside the truth, on companies of any size: what intervals cover, and who is right.

    python tools/lesson_gate.py 04                    # twenty companies of the size that students get
    python tools/lesson_gate.py 04 --customers 5000

It is the measure `gate` of `centric measure`, which takes the size that the lesson's `gate.py` names.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

from generator.errors import UserError
from staffroom.course import find_course
from staffroom.lessons import gates
from staffroom.lessons.source import read_lesson
from staffroom.teaching import gate as measure


def main() -> None:
    """Print what the gate found, and what of it misses its bar."""
    words = argparse.ArgumentParser(description="A lesson's decision beside the truth.")
    words.add_argument("lesson", help="the lesson (`01` will do)")
    words.add_argument("--customers", type=int, help="how large the companies are")
    words.add_argument("--workers", type=int, default=2, help="processes")
    asked = words.parse_args()
    try:
        course = find_course(None, else_own=True)
        name = course.lesson(asked.lesson)
        lesson, gate = read_lesson(course.source / name / f"{name}.py"), gates.load(course.source / name)
    except UserError as error:
        raise SystemExit(str(error)) from None
    if gate is None:
        raise SystemExit(f"{course.source / name / gates.FILE}: there is no such file; write one.")
    gate = replace(gate, customers=asked.customers or gate.customers)
    result = measure.held(lesson, gate, asked.workers)
    print(f"companies of {gate.customers:,} customers: {result.value} (bar {result.bar})")
    for line in (*result.notes, *(finding.what for finding in result.findings)):
        print(f"- {line}")
    raise SystemExit(bool(result.findings))


if __name__ == "__main__":
    main()
