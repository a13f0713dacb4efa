"""What a lesson's numbers come to on many companies: the ranges printed in its teaching note.

    python tools/lesson_ranges.py 01                       # 40 companies of 5,000 customers
    python tools/lesson_ranges.py 01 --seeds 20 --customers 8000

The numbers are those of `solutions/<lesson>/stories.py`. Tests use the same to hold each sentence of the
lesson against seeds that its author has never seen.
"""

from __future__ import annotations

import argparse

import generator
from generator.errors import UserError
from staffroom.course import find_course
from staffroom.lessons import stories


def main() -> None:
    """Print the ranges as a Markdown table."""
    words = argparse.ArgumentParser(description="Ranges of a lesson's numbers over companies.")
    words.add_argument("lesson", help="the lesson (`01` will do)")
    words.add_argument("--seeds", type=int, default=40, help="how many companies")
    words.add_argument("--first", type=int, default=1001, help="the first seed")
    words.add_argument("--customers", type=int, default=5000)
    asked = words.parse_args()
    try:
        course = find_course(None, else_own=True)
        folder = course.source / course.lesson(asked.lesson)
        told = stories.load(folder)
    except UserError as error:
        raise SystemExit(str(error)) from None
    if told is None:
        raise SystemExit(f"{folder / stories.FILE}: there is no such file; the lesson tells no stories.")
    seeds = range(asked.first, asked.first + asked.seeds)
    made = (generator.make_company(customers=asked.customers, seed=seed, truth=True) for seed in seeds)
    table = told.ranges(made)
    print(f"{asked.seeds} companies of {asked.customers:,} customers\n")
    print("| number | lowest | median | highest | mean |\n|---|---|---|---|---|")
    for name, row in table.iterrows():
        print(f"| {name} | " + " | ".join(f"{value:,.3g}" for value in row) + " |")


if __name__ == "__main__":
    main()
