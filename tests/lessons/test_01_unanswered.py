"""Who leaves out one exercise of lesson 01 can go on: what hangs on it says so, and little hangs on it."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from classroom.check.mistakes import Mistake
from staffroom.lessons.source import read_lesson, released
from staffroom.teaching.companies import company
from staffroom.teaching.play import fresh

LESSON = Path(__file__).parents[2] / "solutions" / "01_product_vs_customer"
SEED = 101


def played(left_out: str, folder: Path) -> tuple[list[Exception], dict[str, object]]:
    """All errors, and the names at the end, where one exercise is left as it was given out."""
    lesson, space, errors = read_lesson(LESSON / f"{LESSON.name}.py"), fresh(), []
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()):
        patch.setenv("CENTRIC_COMPANY", str(company(SEED)))
        patch.setenv("CENTRIC_STUDY", str(folder))
        patch.chdir(folder)
        for cell in lesson.cells:
            if cell.is_prose or cell.kind == "test":
                continue
            text = released(cell) if cell.name == left_out and cell.kind == "answer" else cell.source
            try:
                exec(compile(text, cell.name or "cell", "exec"), space)
            except Exception as error:
                errors.append(error)
    return errors, space


@pytest.mark.slow
@pytest.mark.parametrize(
    ("exercise", "most"),
    [
        ("line_pnl", 2),
        ("reconcile", 1),
        ("whale_peak", 1),
        ("later_profit", 13),
        ("would_go", 10),
        ("likely_range", 3),
    ],
)
def test_what_hangs_on_an_unanswered_exercise_says_so(exercise, most, tmp_path):
    """A check says so, or a name is missing that a stopped cell makes: for that there is a sentence, too."""
    errors, names = played(exercise, tmp_path)
    assert 0 < len(errors) <= most, errors
    for error in errors:
        assert isinstance(error, (Mistake, NameError)), repr(error)
        assert not isinstance(error, Mistake) or error.key == "unanswered", repr(error)
    assert ("b" in names) == (exercise not in ("later_profit", "would_go"))
