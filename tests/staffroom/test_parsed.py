"""Programs are read by several threads at a time, while Python clears memory away."""

from __future__ import annotations

import gc
import sys
import threading

import pytest

from staffroom.grading.inside.parsed import parse

SOURCE = "\n".join(
    f"def f{n}(x):\n    return [x, {{'a': (x + {n}) * 2, 'b': [y for y in x]}}]" for n in range(200)
)


class Slow:
    """What takes a moment when it is cleared away, so that another thread gets its turn."""

    def __del__(self) -> None:
        for _ in range(50):
            pass


@pytest.fixture
def restless():
    """Threads take turns often, and memory is cleared away often."""
    turns, rounds = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(1e-5)
    gc.set_threshold(50, 5, 5)
    yield
    sys.setswitchinterval(turns)
    gc.set_threshold(*rounds)


def test_threads_may_read_programs_side_by_side(restless):
    """With `ast.parse` alone some stop with a SystemError (Python 3.11)."""
    stopped = []

    def work() -> None:
        for _ in range(15):
            one, other = Slow(), Slow()
            one.other, other.other = other, one
            try:
                assert len(parse(SOURCE).body) == 200
            except Exception as error:
                stopped.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stopped == []
