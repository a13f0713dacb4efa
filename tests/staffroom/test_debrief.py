"""The truth opens: what may be told, what students say, when it opens, and that nobody else is in it."""

from __future__ import annotations

import copy
import dataclasses
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st
from own_course import LESSON as OWN
from own_course import enrol, given_out, own_course
from small_course import LESSON, RIGHT, PlainRunner, answered, make_course, submit

from generator import make_company
from generator.errors import UserError, WrongUse
from staffroom.cli import main
from staffroom.course import find_course
from staffroom.debrief import draw, said
from staffroom.debrief.blocks import TRUTH, YOURS, Bar, Figure, Text, checked, faults, words_of
from staffroom.debrief.endings import Endings
from staffroom.debrief.opening import Opening, opening
from staffroom.debrief.opening import checked as form_of
from staffroom.debrief.truth import with_truth
from staffroom.grading import gradebook
from staffroom.grading.feedback.again import write_again
from staffroom.grading.journal import Journal
from staffroom.grading.run import grade_lesson
from staffroom.lessons.build import build
from staffroom.roster import companies_of

#: A debrief that tells how many customers there are, and what the student said of it.
SCRIPT = """
from staffroom.debrief.blocks import TRUTH, YOURS, Bar, Figure, Text

ASKS = ("dearest",)
HEADLINE = ("customers", 1)


def facts(company, truth):
    return {"customers": len(truth["truth_customers"]), "orders": len(company["orders"])}


def debrief(facts, answers, guesses):
    n, said = facts["customers"], str(answers.get("dearest", "nothing"))
    bars = (Bar("customers", n, f"{n}", TRUTH), Bar("you", None, said, YOURS))
    one = Figure(f"There are {n} customers", "customers", bars, "One bar.")
    two = Figure(f"There are {facts['orders']} orders", "orders", bars, "One bar again.")
    return [Text("All of this is so."), one, two]
"""

FIGURE = Figure(
    "Two of three stay",
    "customers",
    (Bar("in truth", 2.0, "2", TRUTH), Bar("you", 1.0, "1", YOURS)),
    "Two bars.",
)
FINE = (Text("It is so."), FIGURE, FIGURE)


def with_bar(**changes):
    return (
        FIGURE,
        dataclasses.replace(FIGURE, bars=(dataclasses.replace(FIGURE.bars[0], **changes), FIGURE.bars[1])),
    )


class TestBlocks:
    def test_what_is_in_order_passes(self):
        assert faults(FINE) == [] and checked(FINE) == FINE

    @pytest.mark.parametrize(
        ("blocks", "what"),
        [
            ((FIGURE,), "1 figures"),
            ((FIGURE,) * 4, "4 figures"),
            ((*FINE, "text"), "here is a str"),
            ((FIGURE, dataclasses.replace(FIGURE, title=" ")), "has no title"),
            ((FIGURE, dataclasses.replace(FIGURE, unit="")), "has no unit"),
            ((FIGURE, dataclasses.replace(FIGURE, says="No stop")), "full stop"),
            ((FIGURE, dataclasses.replace(FIGURE, bars=FIGURE.bars[:1])), "fewer than two bars"),
            (with_bar(says=""), "does not say its value"),
            (with_bar(kind="guess"), "of the kind 'guess'"),
            (with_bar(value=float("nan")), "no finite number"),
            (with_bar(interval=(3.0, 1.0)), "ends before it begins"),
            ((Text(3), FIGURE, FIGURE), "3 is no text"),
        ],
    )
    def test_what_is_not_is_told(self, blocks, what):
        assert any(what in one for one in faults(blocks)), faults(blocks)
        with pytest.raises(UserError, match="debrief cannot be shown"):
            checked(blocks)

    def test_one_that_is_too_long_is_a_fault_and_is_shown_all_the_same(self):
        long = (*FINE, Text("word " * 240))
        assert any("words; 250 at most" in one for one in faults(long))
        assert checked(long) == long

    def test_words_are_those_that_one_reads(self):
        assert words_of([Text("It isn't 1,200.5 euros – is it?")]) == 6
        assert words_of([FIGURE]) == 4 + 1 + 2 + 3 + 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


class TestSaid:
    @settings(max_examples=30)
    @for_any(JSON, JSON)
    def test_only_small_plain_data_comes_through(self, answers, guesses):
        found = said.of({"answers": answers, "guesses": guesses})
        text = json.dumps(found.as_dict(), allow_nan=False)
        assert "\\u0000" not in text
        assert said.of(json.loads(text)) == found

    def test_what_was_not_asked_for_is_left_out(self):
        found = said.read(
            b'{"answers": {"a": 1, "b": 2}, "guesses": {"g": {"value": "x\\u202ey", "confidence": 9}}}', ["a"]
        )
        assert found == said.Said({"a": 1.0}, {"g": {"value": "x y"}})

    @pytest.mark.parametrize(
        "content",
        [b"", b"nonsense", b"[1]", b'{"answers": 3, "guesses": []}', b"[" * 50_000, b"1" * 100_000, b"\xff"],
    )
    def test_nonsense_says_nothing(self, content):
        assert said.read(content, ["a"]) == said.Said()

    def test_numbers_out_of_reach_are_none(self):
        found = said.of(
            {"answers": {"a": 1e300, "b": 10**400, "c": float("inf"), "d": "long" * 100, "e": True}}
        )
        assert set(found.answers) == {"d", "e"} and len(found.answers["d"]) == said.LONGEST_TEXT
        assert said.number(found.answers["e"]) is None and said.number(2.5) == 2.5


class TestDrawing:
    def test_a_students_words_are_text(self):
        bars = (Bar("<b>in truth</b>", 2.0, "2", TRUTH), Bar("you", None, "<script>x</script>", YOURS))
        page = draw.section([Text("a < b"), dataclasses.replace(FIGURE, bars=bars, title='"><img src=x>')])
        assert "<script" not in page and "<img" not in page and "<b>" not in page
        assert "&lt;script&gt;" in page and "a &lt; b" in page

    def test_a_figure_has_its_table_its_sentence_and_the_same_in_words(self):
        bars = (
            dataclasses.replace(FIGURE.bars[0], interval=(1.5, 3.0), interval_says="1.5 to 3"),
            FIGURE.bars[1],
        )
        page = draw.section([dataclasses.replace(FIGURE, bars=bars)])
        assert page.count("<table>") == 1 and "<figcaption>Two bars.</figcaption>" in page
        assert 'role="img" aria-label="Two of three stay. Two bars."' in page
        assert "1.5 to 3" in page and 'class="span" style="left:50.00%;width:50.00%"' in page

    @for_any(st.lists(st.floats(-1e12, 1e12), min_size=2, max_size=4))
    def test_bars_stay_within_their_tracks(self, values):
        bars = tuple(Bar(f"bar {n}", value, "x") for n, value in enumerate(values))
        low, high = draw._reach(dataclasses.replace(FIGURE, bars=bars))
        assert low <= 0 <= high and low < high
        assert all(low <= value <= high for value in values)


NOW = datetime(2026, 12, 20, 12, tzinfo=UTC)


class Speaking(PlainRunner):
    """Hands on what each notebook is supposed to have said."""

    def run(self, jobs):
        for verdict in super().run(jobs):
            answers = {"dearest": f"the rug of {verdict.student}"}
            yield dataclasses.replace(verdict, said={"answers": answers, "guesses": {}})


@pytest.fixture(scope="module")
def company():
    return make_company(customers=80, seed=3, truth=True)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Two students, graded once; when the truth opens is kept in a file that each test begins without."""
    root = make_course(tmp_path_factory.mktemp("debrief") / "course")
    (root / "solutions" / LESSON / "debrief.py").write_text(SCRIPT, encoding="utf-8")
    course = find_course(root)
    build(course, [LESSON])
    released = (course.release / LESSON / f"{LESSON}.ipynb").read_bytes()
    for student in ("ada", "bob"):
        submit(course.root, student, answered(released, answer_total=RIGHT))
    outcome = grade_lesson(course, LESSON, runner=Speaking(course), debrief="2999-01-01")
    assert "The truth opens on 1 January 2999" in page(course, "ada"), "graded before it opens"
    assert not outcome.endings.opening.is_open and not outcome.endings.failed
    return course


@pytest.fixture
def klass(graded, monkeypatch, company):
    """The class, whose company is a small one."""
    ASKED.clear()
    monkeypatch.setattr("staffroom.debrief.truth.with_truth", lambda folder: ASKED.append(folder) or company)
    (graded.grades / LESSON / "debrief.txt").unlink(missing_ok=True)
    path = graded.source / LESSON / "debrief.py"
    yield graded
    path.write_text(SCRIPT, encoding="utf-8")


#: Folders whose truth was asked for in a test.
ASKED = []


def page(course, student, lesson=LESSON):
    return (course.feedback / student / lesson / f"{lesson}.html").read_text(encoding="utf-8")


def opens(course, asked=None, now=NOW):
    with gradebook.opened(course) as book:
        return opening(course, book, LESSON, asked, now)


def due(course, when, extension=None):
    from nbgrader.api import Gradebook

    with Gradebook(course.db_url, course.course_id) as book:
        book.update_or_create_assignment(LESSON, duedate=when and when.replace(tzinfo=None))
        if extension:
            book.grant_extension(LESSON, "ada", days=extension)


class TestOpening:
    def test_without_a_due_date_it_opens_with_the_grade(self, klass):
        assert opens(klass) == Opening(True)

    def test_it_waits_for_the_last_who_may_hand_in(self, klass):
        due(klass, NOW - timedelta(days=1))
        assert opens(klass).is_open
        due(klass, NOW - timedelta(days=1), extension=3)
        found = opens(klass)
        assert not found.is_open and found.at == NOW + timedelta(days=2)
        assert "The truth opens after 22 December 2026" in found.sentence()
        due(klass, None)

    def test_what_was_asked_for_is_kept_for_later_runs(self, klass):
        assert not opens(klass, "2026-12-24").is_open
        found = opens(klass)
        assert not found.is_open and "opens on 24 December 2026" in found.sentence()
        assert opens(klass, now=NOW + timedelta(days=6)).is_open
        assert opens(klass, "never") == opens(klass) == Opening(False)
        assert opens(klass).sentence() == ""

    @pytest.mark.parametrize("words", ["24.12.2026", "2026-13-01", "tomorrow", ""])
    def test_what_is_no_date_is_said_in_a_sentence(self, klass, words):
        with pytest.raises(WrongUse, match="or a date such as 2026-12-24"):
            form_of(words)

    def test_the_setting_counts_until_something_is_asked_for(self, klass):
        with_setting = dataclasses.replace(klass, config=copy.deepcopy(klass.config))
        with_setting.config.Debrief.opens = "never"
        assert opens(with_setting) == Opening(False)
        assert opens(with_setting, "now").is_open and opens(with_setting).is_open

    def test_a_wrong_setting_is_named(self, klass):
        wrong = dataclasses.replace(klass, config=copy.deepcopy(klass.config))
        wrong.config.Debrief.opens = "soon"
        with pytest.raises(UserError, match=r"c\.Debrief\.opens .* says `soon`"):
            opens(wrong)

    def test_the_command_says_it_in_a_sentence(self, klass, capsys):
        code = main(["feedback", "00", "--debrief", "soon", "--course-dir", str(klass.root)])
        assert code == 2 and "`soon` is none of these" in capsys.readouterr().err


class TestPages:
    def test_it_ends_the_page_once_the_truth_is_open(self, klass):
        _, endings = write_again(klass, LESSON)
        for student, other in (("ada", "bob"), ("bob", "ada")):
            words = page(klass, student)
            assert words.index("The truth opens") > words.index('id="x-memo"')
            assert "There are 80 customers" in words and words.count("<table>") == 2
            assert f"the rug of {student}" in words and other not in words
        assert len(ASKED) == 1, "the truth of a class is worked out once"
        assert endings.failed == {} and endings.opening.is_open

    def test_until_then_it_says_when(self, klass):
        write_again(klass, LESSON, debrief="2999-01-01")
        write_again(klass, LESSON)
        words = page(klass, "ada")
        assert "The truth opens on 1 January 2999" in words and "80 customers" not in words
        assert not ASKED

    def test_never_says_nothing(self, klass):
        write_again(klass, LESSON, debrief="never")
        assert "truth" not in page(klass, "ada").split("</style>")[1]

    @pytest.mark.parametrize(("fault", "why"), [("1 / 0", "ZeroDivisionError"), ("return []", "0 figures")])
    def test_one_that_cannot_be_made_costs_nobody_the_page(self, klass, fault, why):
        path = klass.source / LESSON / "debrief.py"
        path.write_text(SCRIPT.replace("    n, said", f"    {fault}\n    n, said"), encoding="utf-8")
        paths, endings = write_again(klass, LESSON)
        assert len(paths) == 2 and set(endings.failed) == {"ada", "bob"}
        assert all(why in words for words in endings.failed.values())
        assert "3 / 3" in page(klass, "ada") and "The truth opens" not in page(klass, "ada")

    def test_the_command_tells_the_instructor(self, klass, capsys):
        where = ["--course-dir", str(klass.root)]
        main(["feedback", "00", "--debrief", "2999-01-01", *where])
        assert "The truth opens on 1 January 2999: `centric feedback 00_small`" in capsys.readouterr().out
        main(["feedback", "00", "--debrief", "now", "--json", *where])
        said_in_json = json.loads(capsys.readouterr().out)["debrief"]
        assert said_in_json == {"open": True, "opens_at": None, "failed": {}}

    def test_a_lesson_without_one_has_pages_as_ever(self, klass):
        (klass.source / LESSON / "debrief.py").unlink()
        write_again(klass, LESSON, debrief="2999-01-01")
        assert "The truth opens" not in page(klass, "ada")


def test_everybody_is_told_of_their_own_company(tmp_path):
    course = own_course(tmp_path)
    enrol(course, "ada", "bob")
    given_out(course)
    (course.source / OWN / "debrief.py").write_text(SCRIPT, encoding="utf-8")
    endings = Endings(course, OWN, Opening(True), lambda: companies_of(course, OWN))
    companies = companies_of(course, OWN)
    orders = {name: len(companies.with_its_truth(name).table("orders")) for name in ("ada", "bob")}
    told = {name: endings.of(name, {}) for name in ("ada", "bob")}
    assert orders["ada"] != orders["bob"]
    for name, other in (("ada", "bob"), ("bob", "ada")):
        assert f"There are {orders[name]} orders" in told[name]
        assert f"There are {orders[other]} orders" not in told[name] and other not in told[name]
    assert endings.of("zoe", {}) == "" and "not on the roster" in endings.failed["zoe"]


def test_a_lost_secret_costs_the_debrief_and_is_looked_for_once(klass):
    tried = []

    def lost():
        tried.append(1)
        raise UserError("The secret of this course is lost.")

    endings = Endings(klass, LESSON, Opening(True), lost)
    assert endings.of("ada", {}) == endings.of("bob", {}) == ""
    assert len(tried) == 1 and "secret" in endings.failed["bob"]


def test_a_company_that_cannot_be_made_again_has_no_truth(tmp_path):
    from generator import generate

    generate(customers=60, seed=5, out=tmp_path / "a", truth=False)
    assert len(with_truth(tmp_path / "a").truth.table("truth_customers")) == 60
    manifest = json.loads((tmp_path / "a" / "manifest.json").read_text(encoding="utf-8"))
    manifest["seed"] = 6
    (tmp_path / "a" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(UserError, match="cannot be made again"):
        with_truth(tmp_path / "a")


def test_no_student_is_given_it(klass):
    given = {path.name: path.read_bytes() for path in klass.release.rglob("*") if path.is_file()}
    assert f"{LESSON}.ipynb" in given and "debrief.py" not in given
    for content in given.values():
        assert b"All of this is so" not in content and b"truth_customers" not in content


@pytest.mark.slow
def test_what_a_notebook_says_comes_all_the_way(tmp_path, klass):
    """Through the sandbox, the journal and onto the page: also from a student whose code leaves nothing."""
    root = make_course(tmp_path / "course")
    (root / "solutions" / LESSON / "debrief.py").write_text(SCRIPT, encoding="utf-8")
    course = find_course(root)
    build(course, [LESSON])
    released = (course.release / LESSON / f"{LESSON}.ipynb").read_bytes()
    leaves = "import os\nos._exit(1)"
    submit(root, "ada", answered(released, answer_total=RIGHT, answer_dearest="dearest = '<b>rug</b>'"))
    submit(root, "bob", answered(released, answer_total=RIGHT, answer_dearest=leaves))
    outcome = grade_lesson(course, LESSON, allow_unsandboxed=True)
    assert sorted(outcome.graded) == ["ada", "bob"] and not outcome.endings.failed
    entries = Journal(course.journal(LESSON)).entries
    assert entries["ada"]["said"] == {"answers": {"dearest": "<b>rug</b>"}, "guesses": {}}
    assert entries["bob"]["said"] == {"answers": {}, "guesses": {}}
    assert "&lt;b&gt;rug&lt;/b&gt;" in page(course, "ada") and "<b>rug" not in page(course, "ada")
    assert "There are 80 customers" in page(course, "bob")
