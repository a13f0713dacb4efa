"""What the other tests measure work with."""

from effort import calls, grows


def passes(size):
    """Goes once over a text for each of its letters."""
    text = "x" * size
    for _ in range(size):
        text.count("y")


def test_calls_are_the_same_each_time():
    assert calls(lambda: passes(100)) == calls(lambda: passes(100)) > 100
    assert calls(lambda: passes(1_000)) - calls(lambda: passes(100)) == 900


def test_what_goes_with_the_size_is_told_from_its_square():
    assert grows(lambda size: ("x" * size).count("y"), 1_000_000, 8_000_000, at_most=24)
    assert not grows(passes, 2_000, 16_000, at_most=24, tries=2)
