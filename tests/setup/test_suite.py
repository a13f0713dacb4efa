"""The test suite itself: what would make pytest stumble over it."""

from collections import Counter
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]


def test_no_two_test_files_share_a_name():
    # pytest knows a file of tests by its name alone: of two, one is an error when all are run together.
    names = Counter(path.name for path in TESTS.glob("*/test_*.py"))
    assert [name for name, times in names.items() if times > 1] == []
