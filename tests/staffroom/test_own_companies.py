"""Own companies at grading: the same tables and truth again, other people's files, nbgrader's own tools."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from own_course import CUSTOMERS, LESSON, enrol, given_out, hand_in, notebook_of, own_course, solved

from classroom import data, load
from classroom.errors import Misuse, Trouble
from generator import Company as Tables
from generator import make_company
from generator.errors import UserError
from generator.making.packing import pack
from staffroom.grading.gradebook import opened, scores
from staffroom.grading.verdict import Company, Job, Note, Reason
from staffroom.roster import companies_of, company_for
from staffroom.roster.giving import given_folder
from staffroom.roster.laid import NAMES, laid
from staffroom.roster.secret import open_key, secret_path


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    course = own_course(tmp_path_factory.mktemp("own"))
    enrol(course, "ada", "bob")
    given_out(course)
    return course


@pytest.fixture(scope="module")
def companies(given):
    return companies_of(given, LESSON)


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(data, "_others", {})


def frames(files: dict[str, bytes], folder: Path, place: str = "") -> Tables:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return Tables.open(folder / place)


class TestAtGrading:
    def test_a_lesson_for_all_has_none(self, tmp_path):
        course = own_course(tmp_path)
        assert companies_of(course, LESSON) is None
        assert company_for(course, LESSON, "ada") is None

    def test_tables_are_those_that_were_given_out(self, given, companies):
        company = companies.of("ada")
        own = given_folder(given, LESSON) / "ada" / "company"
        assert company.tables
        for name, content in company.tables.items():
            assert (own / name).read_bytes() == content

    def test_tables_and_truth_belong_together(self, given, companies, tmp_path):
        company = companies.of("ada")
        made = make_company(customers=CUSTOMERS, seed=open_key(given).seed("ada", LESSON), truth=True)
        tables = frames(company.tables, tmp_path / "tables")
        assert all(name.startswith("truth/") for name in company.truth)
        hidden = frames(company.truth, tmp_path / "apart", "truth").truth
        assert hidden.names == made.truth.names
        assert hidden.table("truth_customers").equals(made.truth.table("truth_customers"))
        assert tables.table("orders").equals(made.table("orders"))

    def test_neither_side_is_told_the_seed(self, given, companies):
        company, seed = companies.of("ada"), open_key(given).seed("ada", LESSON)
        told = (str(seed).encode(), seed.to_bytes(8, "little"))
        for content in (*company.tables.values(), *company.truth.values()):
            assert not any(text in content for text in told)

    def test_truth_is_made_only_for_lessons_that_ask_for_it(self, tmp_path):
        course = own_course(tmp_path)
        text = course.source / LESSON / f"{LESSON}.py"
        text.write_text(text.read_text().replace('load.truth("customers")', 'load("customers")'))
        from staffroom.lessons.build import build

        build(course, [LESSON])
        enrol(course, "ada")
        given_out(course)
        found = companies_of(course, LESSON).of("ada")
        assert found.tables and not found.truth

    @pytest.mark.parametrize("harm", ["part", "manifest", "gone", "list", "zip"])
    def test_what_was_given_out_may_be_changed_or_gone(self, tmp_path, harm):
        """Then the company is made again: the files of the release are a shortcut, and no authority."""
        course = own_course(tmp_path)
        enrol(course, "ada")
        given_out(course, zipped=harm == "zip")
        without_truth = companies_of(course, LESSON)
        object.__setattr__(without_truth, "with_truth", False)
        right = without_truth.of("ada").tables
        own = given_folder(course, LESSON) / "ada" / "company"
        if harm == "part":
            part = own / "orders" / "part-00000.parquet"
            part.write_bytes(part.read_bytes()[:-1] + b"?")
        elif harm == "manifest":
            path = own / "manifest.json"
            path.write_text(path.read_text().replace('"rows": ', '"rows":  '))
        elif harm == "gone":
            shutil.rmtree(own)
        elif harm == "list":
            (course.root / "personal" / f"{LESSON}.csv").write_text("id\n\xff,")
        again = companies_of(course, LESSON)
        object.__setattr__(again, "with_truth", False)
        assert again.of("ada").tables == right

    def test_the_class_shares_the_further_companies_and_students_cannot_guess_them(self, companies):
        assert companies.of("ada").others == companies.of("bob").others == companies.others > 2**32

    def test_threads_may_ask_side_by_side(self, tmp_path):
        course = own_course(tmp_path)
        enrol(course, *(f"s{k}" for k in range(4)))
        given_out(course, students=["s0"])
        names = [f"s{k}" for k in range(4)] * 2
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(companies_of(course, LESSON).of, names))
        assert found == [companies_of(course, LESSON).of(name) for name in names]

    def test_one_of_nobody_for_trying_the_lesson(self, companies):
        company = companies.calibration()
        assert company.tables["manifest.json"] != companies.of("ada").tables["manifest.json"]
        assert company.truth

    def test_a_stranger_is_named_with_a_hint(self, companies):
        found = companies.of("adda")
        assert isinstance(found, Reason) and found.key == "unknown-student"
        assert "class list" in found.to_student and "ada" in found.to_instructor
        assert "bob" not in found.to_student

    def test_an_accent_from_a_mac_is_the_same_student(self, tmp_path):
        course = own_course(tmp_path)
        enrol(course, "zo\u00eb")
        given_out(course)
        assert isinstance(companies_of(course, LESSON).of("zoe\u0308"), Company)

    def test_a_lost_secret_stops_before_anything_is_graded(self, tmp_path):
        course = own_course(tmp_path)
        enrol(course, "ada")
        given_out(course)
        secret_path(course, open_key(course).fingerprint).unlink()
        with pytest.raises(UserError, match="is lost"):
            companies_of(course, LESSON)

    def test_another_data_version_stops_too(self, given, monkeypatch):
        monkeypatch.setattr("staffroom.roster.giving.DATA_VERSION", "99.0")
        with pytest.raises(UserError, match="data version"):
            companies_of(given, LESSON)


class TestOtherPeoplesFiles:
    def test_ones_own_notebook_calls_for_no_word(self, given, companies):
        assert companies.note("ada", solved(notebook_of(given, "ada"))) is None

    def test_the_notebook_of_another(self, given, companies):
        note = companies.note("ada", solved(notebook_of(given, "bob")))
        assert isinstance(note, Note) and note.key == "other-notebook"
        assert "bob" in note.to_instructor and "bob" not in note.to_student

    def test_the_company_of_another(self, given, companies):
        manifest = (given_folder(given, LESSON) / "bob" / "company" / "manifest.json").read_bytes()
        note = companies.note("ada", notebook_of(given, "ada"), {"company/manifest.json": manifest})
        assert note.key == "other-company" and "bob" in note.to_instructor
        assert companies.note("bob", notebook_of(given, "bob"), {"company/manifest.json": manifest}) is None

    def test_a_company_that_was_handed_in_goes_no_further(self, companies):
        extras = {
            "company/manifest.json": b"",
            "x/company/a/b": b"",
            "company": b"",
            "notes/company.txt": b"",
        }
        assert list(companies.apart(extras)) == ["company", "notes/company.txt"]

    def test_a_mark_that_nobody_has(self, given, companies):
        notebook = json.loads(notebook_of(given, "ada"))
        for mark in ("0" * 16, ["x"], {"a": 1}, 7, None):
            notebook["metadata"]["centric"]["holder"] = mark
            note = companies.note("ada", json.dumps(notebook).encode())
            assert note is None if mark is None else "earlier secret" in note.to_instructor

    @pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"[" * 200_000, b'{"metadata": 3}'])
    def test_no_mark_no_word(self, companies, content):
        assert companies.note("ada", content, {"company/manifest.json": content}) is None


class TestLoad:
    def test_truth_is_for_grading_alone(self, nowhere, companies):
        with pytest.raises(Misuse, match="Nobody can look at the truth"):
            load.truth("customers")
        with laid(companies.of("ada")):
            assert len(load.truth("customers")) == len(load("customers"))
            assert load.truth("truth_customers").equals(load.truth("customers"))
            with pytest.raises(Misuse, match="no table called"):
                load.truth("orders")
            with pytest.raises(Misuse):
                load.truth(3)

    def test_a_variable_that_points_nowhere_is_named(self, nowhere, monkeypatch, tmp_path):
        monkeypatch.setenv("CENTRIC_TRUTH", str(tmp_path / "gone"))
        with pytest.raises(Trouble, match="CENTRIC_TRUTH"):
            load.truth("customers")

    def test_laid_is_taken_away_again(self, nowhere, companies, monkeypatch):
        monkeypatch.setenv("CENTRIC_OTHERS", "7")
        with laid(companies.of("ada")):
            folder = Path(os.environ["CENTRIC_COMPANY"])
            assert folder.is_dir() and os.environ["CENTRIC_OTHERS"] != "7"
        assert not folder.exists()
        assert os.environ["CENTRIC_OTHERS"] == "7" and "CENTRIC_TRUTH" not in os.environ

    def test_other_companies_are_one_for_the_class_in_grading(self, nowhere, companies, monkeypatch):
        monkeypatch.setattr(data, "OTHER_CUSTOMERS", 40)
        seen = []
        for student in ("ada", "bob"):
            with laid(companies.of(student)):
                seen.append(load.other(1))
        assert seen[0] is seen[1]

    def test_in_lab_another_company_follows_from_what_is_there(self, nowhere, given, monkeypatch):
        monkeypatch.setattr(data, "OTHER_CUSTOMERS", 40)
        seen = {}
        for student in ("ada", "bob"):
            own = given_folder(given, LESSON) / student
            monkeypatch.chdir(own)
            seen[student] = load.other(1)["orders"]
            assert load.other(1)["orders"].equals(seen[student])
        assert not seen["ada"].equals(seen["bob"])

    def test_what_lab_shows_is_not_what_grading_uses(self, nowhere, companies, monkeypatch):
        monkeypatch.setattr(data, "OTHER_CUSTOMERS", 40)
        with laid(companies.of("ada")):
            graded = data.other_seed(data.open_company(data.find()), 1)
            monkeypatch.delenv("CENTRIC_OTHERS")
            assert data.other_seed(data.open_company(data.find()), 1) != graded


def test_packed_without_truth_is_the_same_company():
    whole, bare = (pack(customers=40, seed=2**60 + 1, truth=truth, holder="ab") for truth in (True, False))
    assert whole.tables == bare.tables and not bare.truth


@pytest.mark.slow
class TestWithoutSandbox:
    """nbgrader's kernels: the student's company is what both notebook and tests see."""

    def test_the_kernel_runner_hands_it_through(self, given, companies):
        from staffroom.grading.runner import KernelRunner
        from staffroom.lessons.give import source_bytes
        from staffroom.lessons.release import release_bytes

        template = f"sqlite:///{given.root / 'template.db'}"
        release_bytes(source_bytes(given, LESSON), LESSON, given.config, db_url=template)
        jobs = [
            Job(student, LESSON, solved(notebook_of(given, student)), company=companies.of(student))
            for student in ("ada", "bob")
        ]
        for verdict in KernelRunner(given.root, template).run(jobs):
            assert verdict.notebook is not None, verdict.reason
            assert verdict.unsandboxed
            assert b'"ename"' not in verdict.notebook

    def test_plain_nbgrader_autograde(self, given):
        hand_in(given, "ada", solved(notebook_of(given, "ada")))
        copied = f"count = {_orders(given, 'ada')}"
        hand_in(given, "bob", solved(notebook_of(given, "bob"), answer_count=copied))
        hand_in(given, "eve", solved(notebook_of(given, "bob")))
        words = [sys.executable, "-m", "nbgrader", "autograde", LESSON]
        done = subprocess.run(words, cwd=given.root, capture_output=True, text=True, timeout=300)
        assert done.returncode != 0 and "eve is not on the roster" in done.stderr
        with opened(given) as book:
            found = {s: {one.cell: one.auto for one in all_} for s, all_ in scores(book, LESSON).items()}
        assert found["ada"] == {"test_count": 2, "test_ending": 3}
        assert found["bob"] == {"test_count": 0, "test_ending": 3}


def _orders(course, student: str) -> int:
    return len(Tables.open(given_folder(course, LESSON) / student / "company").table("orders"))


@pytest.mark.skipif(sys.platform == "win32", reason="nbgrader's exchange is not for Windows")
class TestExchange:
    @pytest.fixture
    def served(self, tmp_path):
        from staffroom.roster.exchange import serve

        exchange = tmp_path / "exchange"
        exchange.mkdir()
        exchange.chmod(0o777)
        course = own_course(tmp_path, settings=f"c.Exchange.root = {str(exchange)!r}")
        enrol(course, "ada", "bob")
        given_out(course)
        return course, serve(course, LESSON)

    def fetch(self, course, student: str, to: Path) -> Path:
        from nbgrader.auth import Authenticator
        from nbgrader.coursedir import CourseDirectory
        from traitlets.config import Config

        from staffroom.roster.exchange import FetchOwn

        config = Config(Exchange={"root": course.config.Exchange.root, "assignment_dir": str(to)})
        config.CourseDirectory.course_id = course.course_id
        config.CourseDirectory.assignment_id = LESSON
        config.CourseDirectory.student_id = student
        config.CourseDirectory.ignore = ["*.md", "company"]  # as in a course's own settings
        to.mkdir()
        FetchOwn(
            coursedir=CourseDirectory(config=config),
            authenticator=Authenticator(config=config),
            config=config,
        ).start()
        return to / LESSON

    def test_each_student_fetches_their_own(self, served, tmp_path):
        course, _ = served
        for student in ("ada", "bob"):
            got = self.fetch(course, student, tmp_path / student)
            own = given_folder(course, LESSON) / student
            names = sorted(path.relative_to(own) for path in own.rglob("*") if path.is_file())
            assert names == sorted(path.relative_to(got) for path in got.rglob("*") if path.is_file())
            assert all((got / name).read_bytes() == (own / name).read_bytes() for name in names)

    def test_who_has_none_is_told(self, served, tmp_path):
        from nbgrader.exchange import ExchangeError

        with pytest.raises(ExchangeError):
            self.fetch(served[0], "eve", tmp_path / "eve")

    def test_nobody_lists_the_others(self, served):
        assert served[1].stat().st_mode & 0o777 == 0o711

    @pytest.mark.skipif(os.name == "nt", reason="no such accounts there")
    def test_as_root_a_folder_belongs_to_its_students_account(self, served, monkeypatch):
        from staffroom.roster import exchange

        course, place = served
        me = (os.getuid(), os.getgid())
        monkeypatch.setattr(exchange, "_account", lambda student: me if student == "ada" else None)
        exchange.serve(course, LESSON)
        modes = {student: (place / student).stat().st_mode & 0o777 for student in ("ada", "bob")}
        assert modes == {"ada": 0o700, "bob": 0o755}

    def test_served_again_with_one_more(self, served):
        from staffroom.roster.exchange import serve

        course, place = served
        enrol(course, "cem")
        given_out(course)
        serve(course, LESSON)
        assert sorted(path.name for path in place.iterdir() if path.is_dir()) == ["ada", "bob", "cem"]

    def test_no_exchange_is_said_in_a_sentence(self, served):
        from staffroom.roster.exchange import serve

        course, _ = served
        shutil.rmtree(course.config.Exchange.root)
        Path(course.config.Exchange.root).write_text("")
        with pytest.raises(UserError, match="exchange did not take"):
            serve(course, LESSON)


@pytest.mark.slow
def test_a_class_of_own_companies_is_graded(tmp_path):
    """Harmless work, so a machine without a sandbox will do. A copied figure is right for its owner alone."""
    from staffroom.grading.run import grade_lesson

    course = own_course(tmp_path)
    enrol(course, "ada", "bob", "cem")
    given_out(course)
    for student in ("ada", "bob"):
        hand_in(course, student, solved(notebook_of(course, student)))
    copied = solved(notebook_of(course, "ada"), answer_count=f"count = {_orders(course, 'ada')}")
    hand_in(course, "cem", copied)
    hand_in(course, "eve", solved(notebook_of(course, "ada")))
    beside = course.submitted / "bob" / LESSON / "company"
    shutil.copytree(given_folder(course, LESSON) / "ada" / "company", beside)

    done = grade_lesson(course, LESSON, workers=2, allow_unsandboxed=True)
    found = {one.student: one for one in done.results.students}
    assert (found["ada"].score, found["bob"].score, found["cem"].score) == (5, 5, 3)
    assert not found["ada"].notes
    assert [note.key for note in found["bob"].notes] == ["other-company"]
    assert [note.key for note in found["cem"].notes] == ["other-notebook"]
    assert found["eve"].state == "not gradable" and "roster" in found["eve"].reason

    enrol(course, "eve")
    again = grade_lesson(course, LESSON, workers=2, allow_unsandboxed=True)
    assert again.graded == ["eve"] and sorted(again.skipped) == ["ada", "bob", "cem"]


#: What a student may try in a cell to learn the truth, the seed or what tests start from.
PRYING = """
import os
from pathlib import Path
from classroom import load
seen = [name for name in os.environ if name in ("CENTRIC_TRUTH", "CENTRIC_OTHERS")]
for place in ("/company", "/desk", "/tmp", "/centric", os.environ.get("CENTRIC_COMPANY", "/")):
    files = [path for path in Path(place).rglob("*") if not str(path).startswith("/centric/packages-")]
    seen += [str(path) for path in files if "truth" in path.name.lower() or path.name.startswith("secret")]
try:
    seen.append(len(load.truth("customers")))
except Exception as refused:
    assert "truth" in str(refused)
from generator import Company
from classroom.data import find
company = Company.open(find())
seen += [company.manifest.seed, *company.truth.names]
assert seen == [None], seen
count = len(orders)
"""


@pytest.mark.slow
def test_a_student_finds_neither_truth_nor_seed_in_the_sandbox(tmp_path):
    """The cell works only if nothing was found; so the points say that there was nothing."""
    from staffroom.grading.run import grade_lesson
    from staffroom.grading.sandbox.seated import SandboxError

    course = own_course(tmp_path)
    enrol(course, "ada")
    given_out(course)
    hand_in(course, "ada", solved(notebook_of(course, "ada"), answer_count=PRYING))
    try:
        done = grade_lesson(course, LESSON)
    except SandboxError:
        pytest.skip("no sandbox on this machine")
    executed = (course.autograded / "ada" / LESSON / f"{LESSON}.ipynb").read_text(encoding="utf-8")
    assert done.results.students[0].score == 5, executed
