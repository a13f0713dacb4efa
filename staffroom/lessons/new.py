"""Begin a lesson, an exercise, a check or an audit: files that build at once, with `TODO:` for the rest.

The templates lie in `skeleton/`, one file for each that is written; `exercise/` and `check/` have the pieces
that go into files which are there already.
"""

from __future__ import annotations

import ast
import builtins
import keyword
import re
import string
import textwrap
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path

import yaml

from classroom.lessons import bank
from classroom.study.place import LESSON_FOLDER
from generator.errors import UserError, WrongUse
from staffroom.course import Course
from staffroom.lessons import audits, checks, exercises, insert, reference, worked
from staffroom.lessons.source import Lesson, parse, read_text
from staffroom.place import write_atomically

SKELETON = Path(__file__).with_name("skeleton")
FIRST = "first_step"
_EXERCISE = re.compile(r"[a-z][a-z0-9_]{0,49}")


@dataclass
class Draft:
    """Files as they will be. Nothing is on the disk before `write`."""

    files: dict[Path, str] = field(default_factory=dict)

    def read(self, path: Path) -> str:
        """A file as it will be; empty if there is none."""
        if path in self.files:
            return self.files[path]
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def put(self, path: Path, text: str) -> None:
        """Write it after all that was put before."""
        self.files.pop(path, None)
        self.files[path] = text

    def write(self) -> list[Path]:
        """Put all files where they belong; gives those that are new or changed."""
        changed = [
            path for path, text in self.files.items() if not path.is_file() or self._differs(path, text)
        ]
        for path in changed:
            write_atomically(path, self.files[path].encode("utf-8"))
        return changed

    def _differs(self, path: Path, text: str) -> bool:
        return path.read_text(encoding="utf-8") != text


def new_lesson(course: Course, name: str, title: str, exercise: str = FIRST) -> list[Path]:
    """Write a lesson's two folders, with one exercise in it; gives the files.

    A lesson that has had nothing but recall questions so far keeps them. Raises `WrongUse` for a name or a
    title that no lesson can have, and `UserError` if the lesson is there.
    """
    if not LESSON_FOLDER.fullmatch(name):
        raise WrongUse(
            f"`{name}` cannot be a lesson's name: two digits, `_`, then small letters, digits, underscores, "
            "as in 20_who_stayed."
        )
    title = " ".join(title.split())
    if not title:
        raise WrongUse("A lesson needs a title: the question that its manager asks.")
    _require_exercise_name(exercise)
    _require_new(course, name)
    own, lent = course.source / name, course.lent / name
    names = {
        "lesson": name,
        "number": name[:2],
        "title": title,
        "title_yaml": yaml.safe_dump(title, allow_unicode=True, width=10_000).splitlines()[0],
        "explorer": _free_explorer(name[3:]),
    }
    pieces = _pieces(exercise, name, first=True, level="###")
    names |= {"first_objective": pieces("objective"), "first_exercise": pieces("cells")}
    draft = Draft()
    for folder, template in ((lent, "lent"), (own, "own")):
        for path in _templates(SKELETON / "lesson" / template):
            place = folder / path.relative_to(SKELETON / "lesson" / template).with_suffix("")
            place = own / f"{name}.py" if place.name == "lesson.py" else place
            draft.put(place, _filled(path, names))
    if planned := _planned(lent):
        draft.put(lent / bank.HELP, _with_questions(draft.read(lent / bank.HELP), planned))
    text = own / f"{name}.py"
    lesson = parse(draft.read(text), text)
    _put_beside(draft, lesson, lent, exercise, pieces)
    draft.put(text, draft.read(text))
    return draft.write()


def new_exercise(course: Course, lesson_name: str, name: str, after: str | None = None) -> list[Path]:
    """Add an exercise to a lesson, behind the exercise `after` or behind the last; gives the files.

    Raises `WrongUse` for a name that no exercise of the lesson can have, and `UserError` if it is there.
    """
    text = course.source / lesson_name / f"{lesson_name}.py"
    if not text.is_file():
        raise UserError(f"{lesson_name} has no text ({text}): an exercise can only be added to a text.")
    lesson = read_text(text)
    lent = _lent(course, lesson_name)
    _require_exercise_name(name)
    _require_new_exercise(lesson, name)
    place = insert.place_for_exercise(lesson, after)
    answers = [cell for cell in lesson.cells[:place] if cell.kind == "answer"]
    pieces = _pieces(name, lesson_name, first=not answers, level=insert.level_at(lesson, place))
    draft = Draft()
    _put_beside(draft, lesson, lent, name, pieces)
    named = any(name in _asked_for(objective) for objective in lesson.header.get("objectives") or [])
    return _put_into(draft, lesson, pieces, place, objective=not named).write()


def new_audit(course: Course, lesson_name: str, name: str) -> list[Path]:
    """Add an audit to a lesson, before its memo: its cells, its objective and its file; gives the files.

    Raises `WrongUse` for a name that nothing in the lesson can have, and `UserError` if it is there.
    """
    text = course.source / lesson_name / f"{lesson_name}.py"
    if not text.is_file():
        raise UserError(f"{lesson_name} has no text ({text}): an audit can only be added to a text.")
    lesson = read_text(text)
    _require_exercise_name(name)
    _require_new_exercise(lesson, name)
    names = {"name": name, "id": name.replace("_", "-")}
    folder = SKELETON / "audit"
    draft = Draft()
    draft.put(audits.file_of(text.parent, name), (folder / "audit.py.txt").read_text(encoding="utf-8"))
    return _put_into(draft, lesson, _Pieces(names, folder), insert.place_for_audit(lesson)).write()


def new_check(course: Course, lesson_name: str, exercise: str) -> list[Path]:
    """Let students check an exercise's results: the cells behind it, and what lies beside; gives the files.

    What stands for the author's check works the result out anew, as the lesson does. Raises `WrongUse` if the
    lesson has no such exercise, and `UserError` if there is a check, or its results cannot be shown.
    """
    text = course.source / lesson_name / f"{lesson_name}.py"
    lesson = read_text(text)
    _lent(course, lesson_name)
    name = checks.name_of(exercise)
    place = insert.place_for_exercise(lesson, exercise)
    folder = text.parent / exercises.FOLDER
    if any(cell.checks == exercise for cell in lesson.cells) or (folder / name).exists():
        raise UserError(f"{lesson.name} has a check of `{exercise}` already, and nothing is overwritten.")
    asked = next(one for one in lesson.exercises() if one.name == exercise)
    if "### BEGIN SOLUTION" not in asked.answer.source or f"def {exercise}(" not in asked.answer.source:
        raise WrongUse(f"`{exercise}` asks for no function, and only a function's results can be checked.")
    solved = "\n".join(line for line in asked.answer.source.split("\n") if "### " not in line)
    shown, unit = _to_show(lesson, exercise)
    pieces = _Pieces(
        {
            "name": exercise,
            "id": exercise.replace("_", "-"),
            "level": insert.level_at(lesson, place),
            "solved": textwrap.indent(solved.strip("\n"), "    "),
            "shown": ", ".join(shown),
            "unit": f', unit="{unit}"' if unit else "",
        },
        SKELETON / "check",
    )
    draft = Draft()
    for path in _templates(SKELETON / "check" / "answers"):
        inside = path.relative_to(SKELETON / "check" / "answers").with_suffix(".py")
        draft.put(folder / name / inside, pieces(path))
    if not (folder / exercise / checks.FILE).exists():
        draft.put(folder / exercise / checks.FILE, pieces("check"))
    return _put_into(draft, lesson, pieces, place).write()


def _to_show(lesson: Lesson, exercise: str) -> tuple[tuple[str, ...], str]:
    """The first two wrong answers whose results can be shown on the page, and the unit of the results."""
    from classroom.errors import Misuse
    from classroom.lessons import page

    try:
        held = page.page(lesson.name)
        call = held.call(exercise)
    except Misuse as error:
        raise UserError(str(error)) from None
    if not all(isinstance(one, str) for one in call.call) or len({*call.call}) < len(call.call):
        raise UserError(
            f"{exercise} is called with more than tables: write its check by hand, with `inputs` and `data` "
            f"in {exercises.FOLDER}/{exercise}/{checks.FILE} (solutions/WRITING.md)."
        )
    checks.usable(lesson.path.parent, exercise, str(lesson.path))
    functions, right = worked.functions(lesson, exercise), reference.load(lesson.path.parent)
    fault: UserError | None = None
    for chosen in permutations(functions, checks.SHOWN):
        try:
            checks.shown(lesson, exercise, held, {key: functions[key] for key in chosen}, right)
        except UserError as error:
            fault = fault or error
        else:
            return chosen, call.unit
    assert fault is not None  # there are wrong answers to choose from
    raise fault


def _put_into(draft: Draft, lesson: Lesson, pieces: _Pieces, place: int, *, objective: bool = True) -> Draft:
    """The cells before the cell at `place` of the lesson's text, and the objective; the text must parse."""
    longer = insert.cells(draft.read(lesson.path), pieces("cells"), lesson, place)
    if objective:
        longer = insert.objective(longer, pieces("objective"), lesson)
    parse(longer, lesson.path)
    draft.put(lesson.path, longer)
    return draft


def _put_beside(draft: Draft, lesson: Lesson, lent: Path, name: str, pieces: _Pieces) -> None:
    """The exercise's answers, its function in the reference, its call on the page, its ladder."""
    own = lesson.path.parent
    folder = own / exercises.FOLDER / name
    for path in _templates(SKELETON / "exercise" / "answers"):
        inside = path.relative_to(SKELETON / "exercise" / "answers")
        draft.put(folder / inside.with_suffix(".py" if inside.parent.name else ".yaml"), pieces(path))
    right = draft.read(own / reference.FILE)
    if not re.search(rf"^def {name}\(", right, re.MULTILINE):
        draft.put(own / reference.FILE, f"{right.rstrip()}\n\n\n{pieces('reference')}".lstrip("\n"))
    page, words = lent / bank.PAGE, lent / bank.HELP
    text = insert.under(draft.read(page), "tables", "orders", pieces("table"), page)
    draft.put(page, insert.under(text, "exercises", name, pieces("call"), page))
    draft.put(words, insert.under(draft.read(words), "exercises", name, pieces("ladder"), words))


@dataclass(frozen=True)
class _Pieces:
    names: dict[str, str]
    folder: Path = SKELETON / "exercise"

    def __call__(self, piece: str | Path) -> str:
        path = piece if isinstance(piece, Path) else self.folder / f"{piece}.txt"
        return _filled(path, self.names)


def _pieces(name: str, lesson: str, *, first: bool, level: str) -> _Pieces:
    names = {"name": name, "id": name.replace("_", "-"), "number": lesson[:2], "level": level}
    answer = SKELETON / "exercise" / ("answer_first.txt" if first else "answer.txt")
    return _Pieces(names | {"answer": _filled(answer, names)})


def _templates(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.txt"))


def _filled(path: Path, names: dict[str, str]) -> str:
    return string.Template(path.read_text(encoding="utf-8")).substitute(names)


def _free_explorer(word: str) -> str:
    """The lesson's own word, unless another explorer is called so."""
    from classroom import explore
    from classroom.explore.calls import names

    taken = {*names(), *(path.stem for path in Path(explore.__path__[0]).glob("*.py"))}
    word = re.sub(r"_text$", "", word)
    return f"{word}_explorer" if word in taken else word


def _lent(course: Course, lesson: str) -> Path:
    found = bank.folder_of(lesson)
    if found.is_dir() and found.parent.resolve() != course.lent.resolve():
        raise UserError(
            f"{found} lies outside the course {course.root}: copy it to {course.lent / lesson} first, so "
            "that it can be changed."
        )
    return course.lent / lesson


# --------------------------------------------------------------------------------------------- refusals


def _planned(lent: Path) -> str:
    """The help of a lesson that has no text yet, if that is all there is of it in the classroom."""
    there = [path.name for path in lent.iterdir()] if lent.is_dir() else []
    return (lent / bank.HELP).read_text(encoding="utf-8") if there == [bank.HELP] else ""


def _with_questions(template: str, planned: str) -> str:
    """The help that a lesson begins with, with the recall questions that it had before its text."""
    remarks, _, questions = planned.partition("\nrecall:\n")
    begin, _, rest = template.partition("\nrecall:\n")
    end = rest[rest.index("\nexercises:") :]
    kept = "\n".join(line for line in remarks.splitlines() if line.startswith("#"))
    return f"{begin}\n{kept}\nrecall:\n{questions.rstrip()}\n{end}"


def _require_new(course: Course, name: str) -> None:
    own = course.lent / name
    for folder in (course.source, *dict.fromkeys([course.lent, *bank.folders()])):
        there = next(folder.glob(f"{name[:2]}_*"), None)
        if there is not None and not (there.resolve() == own.resolve() and _planned(own)):
            raise UserError(f"{there} is there already, and nothing is overwritten: take another number.")


def _require_exercise_name(name: str) -> None:
    if not _EXERCISE.fullmatch(name):
        raise WrongUse(
            f"`{name}` cannot be an exercise's name: small letters, digits and underscores, as in gain_loss."
        )
    if keyword.iskeyword(name) or hasattr(builtins, name) or name in ("objectives", "key_points", "plan"):
        raise WrongUse(f"`{name}` has a meaning of its own: give the exercise another name.")


def _require_new_exercise(lesson: Lesson, name: str) -> None:
    from staffroom.grading.split.uses import uses

    folder = lesson.path.parent / exercises.FOLDER / name
    if folder.exists() or any(cell.name == name for cell in lesson.cells):
        raise UserError(f"{lesson.name} has an exercise `{name}` already, and nothing is overwritten.")
    taken = next((c for c in lesson.cells if not c.is_prose and name in uses(c.source).binds), None)
    if taken is not None:
        raise WrongUse(f"{lesson.path}:{taken.line_no}: `{name}` is a name of this cell: take another one.")
    path = lesson.path.parent / reference.FILE
    if path.is_file() and name in _names_within(path):
        raise WrongUse(f"{path}: `{name}` is a name inside a function of this file: take another one.")


def _names_within(path: Path) -> set[str]:
    """Names that are local to functions of a reference: none of these may become a function's."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (SyntaxError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: it cannot be read: {error}.") from None
    stored = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return stored | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}


def _asked_for(objective: dict[str, object]) -> list[str]:
    named = objective.get("exercise") or []
    return [str(one) for one in named] if isinstance(named, list) else re.split(r"[,\s]+", str(named))
