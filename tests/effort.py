"""How much work something is, told so that a busy machine changes nothing: by calls, or by two sizes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any


def calls(work: Callable[[], Any]) -> int:
    """How many functions, Python's own among them, are called while `work` runs in this thread."""
    count = 0

    def heard(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(heard)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def grows(work: Callable[[int], Any], small: int, large: int, at_most: float, tries: int = 8) -> bool:
    """Whether `work(large)` takes at most so many times as long as `work(small)`.

    Each is tried until it is so, and the shortest of each counts: a busy machine makes single tries longer,
    and none shorter. Choose `at_most` between what is (large / small, if work goes with the
    size) and what must not be (its square). Less than a millisecond is taken for a millisecond.
    """
    shortest = {small: float("inf"), large: float("inf")}
    for _ in range(tries):
        for size in (small, large):
            began = time.process_time()
            work(size)
            shortest[size] = max(min(shortest[size], time.process_time() - began), 0.001)
        if shortest[large] <= at_most * shortest[small]:
            return True
    return False
