"""A class in which most hand in an attack: none of them gains a point, learns a secret or harms anyone.

All are graded in one run, the way an instructor does it, in the best sandbox that there is.
"""

from __future__ import annotations

import inspect
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import players_of_target as target
import pytest
import wall

from staffroom.course import Course
from staffroom.grading import gradebook
from staffroom.grading.run import Outcome, grade_lesson

ATTACKS = {player.name: player for player in target.players("attacks")}
#: Patience in these tests: attacks that wait for ever are many.
SETTINGS = """
c.Grading.cell_seconds = 4
c.Grading.cell_seconds_after = 2
c.Grading.call_seconds = 3
c.Grading.test_seconds = 15
c.Grading.submission_seconds = 60
c.Grading.grace_seconds = 3
c.Grading.memory = 600_000_000
"""
#: A few that together touch every part; all the others are slow in sum.
QUICK = (
    "interpreter/ast_transformer", "interpreter/patched_checks", "interpreter/frames",
    "objects/equal_to_everything", "objects/inside_containers", "objects/poisoned_reduce",
    "channel/fake_answers", "channel/closed",
    "system/read_gradebook", "system/loopback", "system/daemon", "harm/os_exit", "harm/endless_loop",
    "output/script",
)  # fmt: skip


@dataclass
class Graded:
    """What came of the class."""

    course: Course
    wall: wall.Wall
    outcome: Outcome
    scores: dict[str, dict[str, float]]

    def folder(self, kind: str, name: str) -> str:
        """All text that a student's folder holds."""
        place = getattr(self.course, kind) / student(name)
        return "\n".join(
            p.read_text(encoding="utf-8", errors="replace") for p in place.rglob("*") if p.is_file()
        )


def student(name: str) -> str:
    """The student who hands in this attack."""
    return name.replace("/", "-")


def class_of(names: tuple[str, ...], folder: Path) -> Iterator[Graded]:
    """Grade one class of attackers, and of honest students before, between and after them."""
    if "allow_unsandboxed" not in inspect.signature(grade_lesson).parameters:
        pytest.fail("Attacks are never run where grading might have no walls.")
    token = f"loot-{secrets.token_hex(12)}"
    course, released = target.make_course(folder / "course", settings=SETTINGS, token=token)

    def submit(who: str, content: bytes) -> None:
        place = course.submitted / who / target.LESSON / f"{target.LESSON}.ipynb"
        place.parent.mkdir(parents=True)
        place.write_bytes(content)

    right = target.hand_in(released, target.RIGHT, {})
    submit("other", target.hand_in(released, target.RIGHT, {"last": f"# {token}"}))
    grade_lesson(course, target.LESSON)  # so that there is a gradebook to be had
    with wall.built(folder, course, target.LESSON, token) as watched:
        for who in ("aaa", "mmm", "zzz"):
            submit(who, right)
        for name in names:
            attack = ATTACKS[name]
            rest = (
                target.RIGHT
                if attack.keeps_the_rest
                else {**target.WRONG, "average": target.RIGHT["average"]}
            )
            answers = {**rest, "total": target.WRONG["total"]}
            submit(student(name), target.hand_in(released, answers, attack.cells, watched.prelude))
        outcome = grade_lesson(course, target.LESSON, workers=2)
        with gradebook.opened(course) as book:
            found = gradebook.scores(book, target.LESSON)
        scores = {
            who: {score.cell.removeprefix("test_"): score.score for score in all_scores}
            for who, all_scores in found.items()
        }
        yield Graded(course, watched, outcome, scores)


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graded]:
    yield from class_of(QUICK, tmp_path_factory.mktemp("attacks"))


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graded]:
    yield from class_of(tuple(ATTACKS), tmp_path_factory.mktemp("attacks"))


def looked_at(graded: Graded, name: str) -> None:
    """Hold one attacker's result against what may be."""
    attack = ATTACKS[name]
    scores = graded.scores[student(name)]
    assert scores["total"] == 0, f"gained points: {attack.about}"
    assert scores["average"] == 1, f"lost what was earned before: {attack.about}"
    rest = 4 if attack.keeps_the_rest else 0
    assert scores["dearest"] + scores["by_back"] == rest, attack.about
    given = put_out(graded.course, name) + graded.folder("feedback", name)
    assert graded.wall.token not in given, f"got hold of a secret: {attack.about}"
    assert "LOOT" not in printed(graded.course, name), printed(graded.course, name)
    assert not harmful(graded.folder("feedback", name)), harmful(graded.folder("feedback", name))


def cells_of(course: Course, name: str) -> list[dict]:
    """The graded notebook's cells. Sources of tests stand there, as nbgrader has it, for the instructor."""
    path = course.autograded / student(name) / target.LESSON / f"{target.LESSON}.ipynb"
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def put_out(course: Course, name: str) -> str:
    """All that the cells put out, of every kind."""
    return json.dumps([cell.get("outputs", []) for cell in cells_of(course, name)])


def printed(course: Course, name: str) -> str:
    """What the attack printed."""
    outputs = [output for cell in cells_of(course, name) for output in cell.get("outputs", [])]
    return "".join("".join(output.get("text", "")) for output in outputs)


class _Harm(HTMLParser):
    """Finds in a page whatever runs, and whatever is fetched from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "base", "form", "meta", "link", "foreignobject"):
            given = dict(attrs)
            guard = given.get("http-equiv") == "Content-Security-Policy"
            known = tag == "meta" and (guard or {"charset", "name"} & set(given))
            self.found += [] if known else [f"<{tag} {attrs}>"]
        for name, value in attrs:
            text = (value or "").strip().lower()
            if name.startswith("on") or text.startswith(("javascript:", "vbscript:")):
                self.found.append(f"<{tag} {name}={value}>")
            if name in ("src", "href", "data", "srcset", "xlink:href", "action", "style", "background"):
                away = "//" in text and not (tag == "a" and name == "href" and text.startswith("https://"))
                self.found += [f"<{tag} {name}={value}>"] if away and "evil" in text else []


def harmful(page: str) -> list[str]:
    """The harmful parts of a page."""
    look = _Harm()
    look.feed(page)
    return look.found


@pytest.mark.parametrize("name", QUICK)
def test_nothing_gained(quick: Graded, name: str) -> None:
    looked_at(quick, name)


def test_nobody_harmed(quick: Graded) -> None:
    unharmed(quick)


def unharmed(graded: Graded) -> None:
    """Honest students have their full score, nothing was touched, nothing runs on."""
    for who in ("aaa", "mmm", "zzz", "other"):
        assert graded.scores[who] == target.POINTS
    assert not graded.wall.touched()
    assert not graded.wall.left_behind()
    assert set(graded.scores) == {"aaa", "mmm", "zzz", "other", *map(student, graded_names(graded))}


def graded_names(graded: Graded) -> list[str]:
    """The attacks of this class."""
    return [name for name in ATTACKS if (graded.course.submitted / student(name)).is_dir()]


@pytest.mark.slow
@pytest.mark.parametrize("name", ATTACKS)
def test_nothing_gained_by_any(everything: Graded, name: str) -> None:
    looked_at(everything, name)


@pytest.mark.slow
def test_nobody_harmed_by_any(everything: Graded) -> None:
    unharmed(everything)


def test_the_wall_can_be_broken(tmp_path: Path) -> None:
    """The watching itself works: each way in is seen when it is used from here."""
    import socket

    course, _ = target.make_course(tmp_path / "course", token="loot-x")
    other = course.submitted / "other" / target.LESSON / f"{target.LESSON}.ipynb"
    other.parent.mkdir(parents=True)
    other.write_text("x", encoding="utf-8")
    with wall.built(tmp_path, course, target.LESSON, "loot-x") as watched:
        assert not watched.touched()
        with socket.create_connection(("127.0.0.1", watched.names["PORT"])) as out:
            assert out.recv(100) == b"loot-x"
        watched.canary.touch()
        other.write_text("y", encoding="utf-8")
        assert len(watched.touched()) == 3
    assert harmful("<img src=x onerror=1><script></script><a href='javascript:1'>") != []
    assert harmful("<p style='color:red'>fine</p><img src='data:image/png;base64,AA'>") == []
