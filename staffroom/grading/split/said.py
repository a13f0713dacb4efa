"""What the broker says: sentences for the student and for the instructor."""

from __future__ import annotations

from staffroom.grading.runner import nth
from staffroom.grading.verdict import Note

NO_TIME_LEFT = "This cell was not run: the time for the whole notebook was used up."
NOT_RUN = "This was not run: your code had ended Python too often."
TEST_TOO_SLOW = "This check took too long and was stopped."
TEST_ENDED = "This check could not be finished; your instructor has been told."

_BY = {
    "memory": "by using more memory than there is",
    "cpu": "by using more processor time than there is",
    "protocol": "by disturbing the program that runs it",
    "time": "by not answering any more",
}


def _by(why: str) -> str:
    return _BY.get(why, "(by exit, os._exit or a crash)")


def ended_in_cell(why: str) -> str:
    """For the output of a cell whose process died."""
    return f"This cell ended Python itself {_by(why)}. The cells before it were run again for the rest."


def ended_in_call(why: str) -> str:
    """For the output of a test during which the student's process died."""
    return f"Your code ended Python itself {_by(why)} while this check ran it."


def call_too_slow(seconds: float) -> str:
    """For the output of a test that waited too long for a student's function."""
    return f"Your code took more than {seconds:g} seconds and was stopped."


def cell_too_slow(seconds: float) -> str:
    """For the output of a cell that was stopped."""
    return f"This cell ran for more than {seconds:g} seconds and was stopped."


def process_gone(why: str, number: int) -> Note:
    """A cell ended its process."""
    return Note(
        "process-ended",
        f"The {nth(number)} code cell ended Python itself {_by(why)}. What came after it was graded without "
        "that cell.",
        f"Code cell {number} ended its process ({why}); the rest was graded without it.",
    )


def died_in_call(why: str) -> Note:
    """A function ended its process while a test called it."""
    return Note(
        "process-ended",
        f"One of your functions ended Python itself {_by(why)} when a check called it. That check gives no "
        "points; the others were not touched.",
        f"A function ended the student's process ({why}) while a test called it.",
    )


def cell_stopped(number: int, seconds: float) -> Note:
    """A cell ran too long."""
    return Note(
        "cell-stopped",
        f"The {nth(number)} code cell had to be stopped after {seconds:g} seconds; look for a loop that has "
        "no end. The other cells were run.",
        f"Code cell {number} was stopped after {seconds:g} s.",
    )


def too_long(seconds: float) -> Note:
    """The time for the notebook was up."""
    return Note(
        "too-slow",
        f"Your notebook took more than {seconds:g} seconds in all; the last cells and checks were not run. "
        "Look for a loop that has no end or runs over every row.",
        f"The time for the submission ({seconds:g} s) was used up.",
    )


def test_process_gone(test: str) -> Note:
    """The tests' process died."""
    return Note(
        "test-died",
        "One of the checks could not be finished; your instructor has been told.",
        f"The process of the tests died in {test}: the test is at fault, or it was given too much.",
    )
