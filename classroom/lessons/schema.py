"""What a lesson's YAML files may hold; see the package's own text for the formats with an example."""

from __future__ import annotations

import re
import string
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

NAME = r"^[a-z][a-z0-9_]*$"
KEY = r"^[a-z][a-z0-9-]*$"
LESSON = r"^\d\d_[a-z0-9_]+$"


class Strict(BaseModel):
    """No unknown keys, no empty text."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, str_min_length=1)


class Objective(Strict):
    """What a learner can do at the end, and the exercise or exercises that show it."""

    id: str = Field(pattern=KEY)
    text: str
    exercise: str | list[str]

    @property
    def exercises(self) -> list[str]:
        """The exercises that show it."""
        return [self.exercise] if isinstance(self.exercise, str) else list(self.exercise)

    @field_validator("exercise")
    @classmethod
    def _names(cls, exercise: str | list[str]) -> str | list[str]:
        for name in [exercise] if isinstance(exercise, str) else exercise:
            if not re.match(NAME, name):
                raise ValueError(f"{name!r} is not a name that code can use")
        return exercise


class Prediction(Strict):
    """A question that is answered before the result is known."""

    question: str
    unit: str = ""
    close: float | None = Field(default=None, ge=0)
    options: list[str] | None = Field(default=None, min_length=2)

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Question(Strict):
    """A recall question with open feedback for each option."""

    key: str = Field(pattern=KEY)
    question: str
    options: dict[str, str] = Field(min_length=2, max_length=6)
    answer: str
    says: dict[str, str]
    see: str | None = None

    @model_validator(mode="after")
    def _letters(self) -> Question:
        letters = list(string.ascii_lowercase[: len(self.options)])
        if list(self.options) != letters:
            raise ValueError(f"options must be lettered {', '.join(letters)}")
        if self.answer not in self.options:
            raise ValueError("answer must be the letter of one of the options")
        if sorted(self.says) != letters:
            raise ValueError("says needs one sentence for each option")
        return self


class Twin(Strict):
    """Another exercise of the same kind, solved."""

    task: str
    solution: str
    why: str


class Exercise(Strict):
    """The ladder of hints of one graded exercise, from little help to much."""

    reread: str
    concept: str
    toy: str
    twin: Twin


class PuzzleCase(Strict):
    """One small input of an ordering puzzle, and what must come out."""

    inputs: dict[str, Any] = Field(min_length=1)
    expected: Any

    @field_validator("inputs")
    @classmethod
    def _names(cls, inputs: dict[str, Any]) -> dict[str, Any]:
        for name in inputs:
            if not re.match(NAME, name):
                raise ValueError(f"{name!r} is not a name that code can use")
        return inputs


class Puzzle(Strict):
    """An ordering puzzle, checked by what its lines do."""

    result: str = Field(pattern=NAME)
    cases: list[PuzzleCase] = Field(min_length=2)
    slips: dict[str, str] = {}
    why: str | None = None
    lines: dict[str, str] | None = None

    @field_validator("slips")
    @classmethod
    def _patterns(cls, slips: dict[str, str]) -> dict[str, str]:
        for pattern in slips:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is no pattern of letters: {error}") from None
        return slips


class Derived(Strict):
    """A table of the page that is what an exercise gives there, without the rows that `where` leaves out."""

    result_of: str = Field(pattern=NAME)
    where: str | None = None


class Argument(Strict):
    """A table of the page, with the rows of `where`, some columns as its row labels, or one column of it."""

    table: str = Field(pattern=NAME)
    where: str | None = None
    index: str | list[str] | None = None
    column: str | None = None


class Words(Strict):
    """An argument that is a text: a bare word would be a table's name."""

    text: str


Given = str | Argument | Words | bool | int | float | list[Any]


class PageCall(Strict):
    """How an exercise is called on the page: with tables by name or prepared, with numbers, with text.

    `unit` is that of the result, `place` what this place is called in a sentence. `again` are further calls:
    an answer with a value of the first one written into it is wrong there.
    """

    call: list[Given] = Field(min_length=1)
    again: list[list[Given]] = []
    unit: str = ""
    place: str = "the page"

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    @property
    def calls(self) -> list[list[Given]]:
        """All calls, in order."""
        return [self.call, *self.again]

    def tables(self, turn: int = 0) -> list[str]:
        """For each argument of a call the table that it is made from; for others their place."""
        made = [getattr(one, "table", one) for one in self.calls[turn]]
        return [one if isinstance(one, str) else f"{place}" for place, one in enumerate(made)]


class PageFile(Strict):
    """One lesson's page: small tables as comma-separated lines, and the exercises that are called on them."""

    tables: dict[str, str | Derived] = {}
    exercises: dict[str, PageCall] = {}

    @model_validator(mode="after")
    def _as_often(self) -> PageFile:
        for name, about in self.exercises.items():
            if any(len(call) != len(about.call) for call in about.again):
                raise ValueError(f"exercises.{name}.again: each call has as many arguments as the first")
        return self

    @model_validator(mode="after")
    def _known(self) -> PageFile:
        for name, about in self.exercises.items():
            for one in [one for call in about.calls for one in call]:
                table = one.table if isinstance(one, Argument) else one
                if isinstance(table, str) and table not in self.tables:
                    raise ValueError(
                        f"exercises.{name}.call names the table {table!r}, which is not on the page"
                    )
        for name, held in self.tables.items():
            if isinstance(held, Derived) and held.result_of not in self.exercises:
                raise ValueError(
                    f"tables.{name} is the result of {held.result_of!r}, which is not called here"
                )
        return self


class Agreed(Strict):
    """What one row of a marked memo earns, and why."""

    points: int = Field(ge=0)
    why: str


class MarkedMemo(Strict):
    """A memo that was marked by agreement: row of the rubric -> points and reason; `most` for each row."""

    title: str
    most: int = Field(ge=1)
    marks: dict[str, Agreed] = Field(min_length=1)


class LessonWords(Strict):
    """What a lesson's helpers say. What comes from the lesson's text is listed in `bank.FROM_TEXT`.

    `can_wait` names the exercises in parts that are marked *more* or *deep*, `audits` the reports to be
    audited, `samples` the marked memos beside which the text sets the student's own marks.
    """

    lesson: str = Field(pattern=LESSON)
    title: str
    objectives: list[Objective] = []
    glossary: dict[str, str] = {}
    can_wait: list[str] = []
    audits: list[str] = []
    samples: dict[str, MarkedMemo] = {}
    predictions: dict[str, Prediction] = {}
    recall: list[Question] = []
    exercises: dict[str, Exercise] = {}
    puzzles: dict[str, Puzzle] = {}

    @model_validator(mode="after")
    def _unique(self) -> LessonWords:
        for what, keys in (
            ("recall key", [question.key for question in self.recall]),
            ("objective id", [objective.id for objective in self.objectives]),
        ):
            twice = {key for key in keys if keys.count(key) > 1}
            if twice:
                raise ValueError(f"the {what} {min(twice)!r} is there twice")
        return self

    @property
    def number(self) -> int:
        """The lesson's place in the course."""
        return int(self.lesson[:2])
