"""Verdicts to rows of nbgrader's gradebook: a batch with a handful of statements, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from staffroom.grading.lateness import Change, Penalty, assign

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


@dataclass(frozen=True)
class Work:
    """What is to be written for one student.

    `auto` are scores by graded cell (None: a person must look), `blank` says by answer cell whether it was
    left as it was given. `same`: nothing was handed in since it was last graded; `kept` names the graded
    cells of which that holds, whatever else was handed in. A person's score for these needs no second look
    unless a test's score changed.
    """

    student: str
    auto: dict[str, float | None]
    blank: dict[str, bool]
    timestamp: datetime | None = None
    same: bool = False
    kept: frozenset[str] = frozenset()


@dataclass
class Rows:
    """Writes one lesson's rows; what all students have in common is read once."""

    book: Gradebook
    lesson: str
    penalty: Penalty
    _notebooks: list[str] = field(default_factory=list)
    _graded: dict[str, dict[str, str]] = field(default_factory=dict)
    _answers: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the lesson's cells. Raises `MissingEntry` if the gradebook does not know the lesson."""
        assignment = self.book.find_assignment(self.lesson)
        self._assignment = assignment.id
        self._mine = self.book.find_notebook(self.lesson, self.lesson).id
        for notebook in assignment.notebooks:
            tasks = {cell.name: cell.id for cell in notebook.task_cells}
            self._notebooks.append(notebook.id)
            self._graded[notebook.id] = {cell.name: cell.id for cell in notebook.grade_cells} | tasks
            self._answers[notebook.id] = {cell.name: cell.id for cell in notebook.solution_cells} | tasks
        self.book.db.rollback()

    def know(self, students: Iterable[str]) -> None:
        """Make sure that the gradebook has these students."""
        from nbgrader.api import Student
        from sqlalchemy import insert, select

        wanted = list(dict.fromkeys(students))
        have = set(self.book.db.execute(select(Student.id).where(Student.id.in_(wanted))).scalars())
        if new := [{"id": name} for name in wanted if name not in have]:
            self.book.db.execute(insert(Student.__table__), new)

    def write(self, works: Sequence[Work], more: Iterable[str] = ()) -> list[Change]:
        """Write a batch, and make sure that the students in `more` are known; gives what scores changed."""
        try:
            self.know([*(work.student for work in works), *more])
            changes = self._write(works) if works else []
            self.book.db.commit()
        except BaseException:
            self.book.db.rollback()
            raise
        return changes

    def _write(self, works: Sequence[Work]) -> list[Change]:
        submissions, new = self._submissions(works)
        notebooks = self._submitted_notebooks([row["id"] for row in submissions.values()])
        changes = self._grades(works, submissions, notebooks)
        self._comments(works, submissions, notebooks)
        _, late = assign(self.book, self.lesson, self.penalty, [work.student for work in works])
        return changes + [change for change in late if change.student not in new]

    def _submissions(self, works: Sequence[Work]) -> tuple[dict[str, dict[str, Any]], set[str]]:
        """Student → id and timestamp of the submission, made if there is none; and for whom it was made."""
        from nbgrader.api import SubmittedAssignment

        table = SubmittedAssignment.__table__
        have = self._select(
            table,
            ("id", "student_id", "timestamp"),
            (table.c.assignment_id == self._assignment)
            & table.c.student_id.in_([work.student for work in works]),
        )
        found = {row["student_id"]: dict(row) for row in have}
        new, moved = [], []
        for work in works:
            row = found.get(work.student)
            if row is None:
                row = {"id": uuid4().hex, "student_id": work.student, "timestamp": work.timestamp}
                new.append({**row, "assignment_id": self._assignment})
                found[work.student] = row
            elif work.timestamp is not None and row["timestamp"] != work.timestamp:
                row["timestamp"] = work.timestamp
                moved.append({"key": row["id"], "timestamp": work.timestamp})
        self._insert(table, new)
        self._update(table, moved)
        return found, {row["student_id"] for row in new}

    def _submitted_notebooks(self, submissions: list[str]) -> dict[tuple[str, str], dict[str, Any]]:
        """(submission, notebook) → id, made if there is none, with the rows of its cells."""
        from nbgrader.api import Comment, Grade, SubmittedNotebook

        table = SubmittedNotebook.__table__
        columns = ("id", "assignment_id", "notebook_id")
        have = self._select(table, columns, table.c.assignment_id.in_(submissions))
        found = {(row["assignment_id"], row["notebook_id"]): dict(row) for row in have}
        new, grades, comments = [], [], []
        for submission in submissions:
            for notebook in self._notebooks:
                if (submission, notebook) in found:
                    continue
                row = {"id": uuid4().hex, "assignment_id": submission, "notebook_id": notebook}
                found[submission, notebook] = row
                new.append({**row, "flagged": False})
                of = {"notebook_id": row["id"]}
                for cell in self._graded[notebook].values():
                    grades.append({"id": uuid4().hex, **of, "cell_id": cell, "needs_manual_grade": True})
                for cell in self._answers[notebook].values():
                    comments.append({"id": uuid4().hex, **of, "cell_id": cell})
        self._insert(table, new)
        self._insert(Grade.__table__, grades)
        self._insert(Comment.__table__, comments)
        return found

    def _grades(
        self,
        works: Sequence[Work],
        submissions: dict[str, dict[str, Any]],
        notebooks: dict[tuple[str, str], dict[str, Any]],
    ) -> list[Change]:
        """Write the scores that are others than before; gives the changes."""
        from nbgrader.api import Grade

        table = Grade.__table__
        of = {notebooks[submissions[work.student]["id"], self._mine]["id"]: work for work in works}
        names = {cell: name for name, cell in self._graded[self._mine].items()}
        columns = ("id", "notebook_id", "cell_id", "auto_score", "manual_score", "needs_manual_grade")
        changes, updates, new = [], [], []
        have = self._select(table, columns, table.c.notebook_id.in_(of))
        seen = {(row["notebook_id"], row["cell_id"]) for row in have}
        # a cell that the lesson gained, and that an older submission has no row for
        for notebook in of:
            for cell in names:
                if (notebook, cell) not in seen:
                    row = {"id": uuid4().hex, "notebook_id": notebook, "cell_id": cell}
                    new.append({**row, "needs_manual_grade": True})
        self._insert(table, new)
        blank = {"auto_score": None, "manual_score": None}
        for row in [*have, *({**blank, **row} for row in new)]:
            work = of[row["notebook_id"]]
            name = names.get(row["cell_id"])
            auto = row["auto_score"]
            if name is None or name not in work.auto:
                continue
            after = work.auto[name]
            manual = row["manual_score"] is not None
            needs = manual or after is None
            if manual and (work.same or name in work.kept) and after == auto:
                needs = bool(row["needs_manual_grade"])
            if auto is not None and auto != after:
                changes.append(Change(work.student, name, auto, after))
            if auto != after or needs != row["needs_manual_grade"]:
                updates.append({"key": row["id"], "auto_score": after, "needs_manual_grade": needs})
        self._update(table, updates)
        return changes

    def _comments(
        self,
        works: Sequence[Work],
        submissions: dict[str, dict[str, Any]],
        notebooks: dict[tuple[str, str], dict[str, Any]],
    ) -> None:
        from nbgrader.api import Comment

        table = Comment.__table__
        of = {notebooks[submissions[work.student]["id"], self._mine]["id"]: work for work in works}
        names = {cell: name for name, cell in self._answers[self._mine].items()}
        updates = []
        columns = ("id", "notebook_id", "cell_id", "auto_comment")
        for row in self._select(table, columns, table.c.notebook_id.in_(of)):
            name = names.get(row["cell_id"])
            blank = of[row["notebook_id"]].blank
            if name in blank:
                words = "No response." if blank[name] else None
                if words != row["auto_comment"]:
                    updates.append({"key": row["id"], "auto_comment": words})
        self._update(table, updates)

    def _select(self, table: Any, columns: Sequence[str], where: Any) -> list[Any]:
        from sqlalchemy import select

        query = select(*(table.c[name] for name in columns)).where(where)
        return list(self.book.db.execute(query).mappings())

    def _insert(self, table: Any, rows: list[dict[str, Any]]) -> None:
        if rows:
            self.book.db.execute(table.insert(), rows)

    def _update(self, table: Any, rows: list[dict[str, Any]]) -> None:
        """Update rows by `key`; all rows have the same columns."""
        from sqlalchemy import bindparam

        if rows:
            values = {name: bindparam(name) for name in rows[0] if name != "key"}
            where = table.c.id == bindparam("key")
            self.book.db.connection().execute(table.update().where(where).values(**values), rows)
