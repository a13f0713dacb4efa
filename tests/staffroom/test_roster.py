"""The roster, the secret, and what is given out: no seed, no truth, the same again for the same student."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import zipfile
from pathlib import Path

import pytest
from own_course import CUSTOMERS, LESSON, enrol, given_out, notebook_of, own_course
from spoken import say

from generator import Company
from generator.errors import UserError, WrongUse
from generator.making.generating import generate
from generator.schema import TABLES
from staffroom.course import find_course
from staffroom.roster import secret as secrets_room
from staffroom.roster.giving import give, given_folder, read_list
from staffroom.roster.importing import read_class_list
from staffroom.roster.key import Key
from staffroom.roster.register import read_register, register_path
from staffroom.roster.secret import make_key, open_key, renew_key, secret_path
from staffroom.roster.students import Student, put, read_roster, remove, roster_path

HIDDEN = [name for name, table in TABLES.items() if table.truth]


@pytest.fixture
def course(tmp_path):
    return own_course(tmp_path)


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """A course whose lesson was given out to three students."""
    course = own_course(tmp_path_factory.mktemp("given"))
    enrol(course, "ada", "bob", "cem")
    return course, given_out(course)


class TestKey:
    KEY = Key("course", b"\1" * 32)

    def test_everything_depends_on_course_student_lesson_and_secret(self):
        others = [
            (Key("another", b"\1" * 32), "ada", "01"),
            (Key("course", b"\2" * 32), "ada", "01"),
            (self.KEY, "bob", "01"),
            (self.KEY, "ada", "02"),
        ]
        seeds = {key.seed(student, lesson) for key, student, lesson in [(self.KEY, "ada", "01"), *others]}
        marks = {key.holder(student, lesson) for key, student, lesson in [(self.KEY, "ada", "01"), *others]}
        assert len(seeds) == len(marks) == 5

    def test_no_two_cuts_of_the_same_letters_meet(self):
        assert self.KEY.seed("ada", "01") != self.KEY.seed("ad", "a01")
        assert self.KEY.seed('a", "b', "c") != self.KEY.seed("a", 'b", "c')

    def test_seeds_use_all_63_bits(self):
        seeds = [self.KEY.seed(str(k), "01") for k in range(2000)]
        assert len(set(seeds)) == 2000
        assert min(seeds) >= 0 and 2**62 < max(seeds) < 2**63
        for bit in range(63):
            assert 850 < sum(seed >> bit & 1 for seed in seeds) < 1150

    def test_an_accent_written_in_two_ways_is_one_name(self):
        assert self.KEY.seed("zoe\u0308", "01") == self.KEY.seed("zo\u00eb", "01")

    def test_the_mark_tells_no_seed_and_the_secret_is_not_shown(self):
        mark, seed = self.KEY.holder("ada", "01"), self.KEY.seed("ada", "01")
        assert mark not in f"{seed:x}" and f"{seed:x}"[:8] not in mark
        assert "secret" not in repr(self.KEY) and repr(b"\1" * 32) not in repr(self.KEY)


class TestSecret:
    def test_it_is_made_once_outside_and_for_its_owner_alone(self, course):
        key = make_key(course)
        path = secret_path(course, key.fingerprint)
        assert not path.is_relative_to(course.root)
        if os.name != "nt":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert open_key(course) == make_key(course) == key
        assert key.secret.hex() not in register_path(course).read_text()

    def test_two_courses_have_two(self, tmp_path):
        keys = [make_key(own_course(tmp_path / name)) for name in "ab"]
        assert keys[0].secret != keys[1].secret

    def test_without_settings_it_lies_in_the_users_data_folder(self, tmp_path, monkeypatch):
        course = own_course(tmp_path, settings="c.Roster.secret = ''")
        monkeypatch.setattr(secrets_room, "usual_folder", lambda: tmp_path / "data")
        key = make_key(course)
        assert [path.parent for path in (tmp_path / "data").iterdir()] == [tmp_path / "data"]
        assert open_key(course) == key

    def test_a_course_that_is_moved_finds_its_secret(self, tmp_path, monkeypatch):
        course = own_course(tmp_path, settings="c.Roster.secret = ''")
        monkeypatch.setattr(secrets_room, "usual_folder", lambda: tmp_path / "data")
        key = make_key(course)
        course.root.rename(tmp_path / "moved")
        assert open_key(find_course(tmp_path / "moved")) == key

    def test_a_lost_register_finds_the_secret_of_the_folder_again(self, tmp_path, monkeypatch):
        course = own_course(tmp_path, settings="c.Roster.secret = ''")
        monkeypatch.setattr(secrets_room, "usual_folder", lambda: tmp_path / "data")
        key = make_key(course)
        register_path(course).unlink()
        assert make_key(course) == key

    def test_a_lost_secret_is_named_with_its_place_and_what_to_do(self, course):
        key = make_key(course)
        path = secret_path(course, key.fingerprint)
        path.unlink()
        with pytest.raises(UserError, match="is lost") as caught:
            open_key(course)
        assert str(path) in str(caught.value) and "secret --new" in str(caught.value)
        with pytest.raises(UserError, match="is lost"):
            make_key(course)
        assert not path.exists()

    def test_another_courses_secret_is_named(self, course, tmp_path):
        key = make_key(course)
        other = own_course(tmp_path / "other")
        strange = make_key(other)
        secret_path(other, strange.fingerprint).replace(secret_path(course, key.fingerprint))
        with pytest.raises(UserError, match=f"holds the secret {strange.fingerprint}"):
            open_key(course)

    @pytest.mark.skipif(os.name == "nt", reason="no such permissions there")
    def test_one_that_others_may_read_is_refused(self, course):
        path = secret_path(course, make_key(course).fingerprint)
        path.chmod(0o640)
        with pytest.raises(UserError, match="chmod 600"):
            open_key(course)

    @pytest.mark.parametrize("content", [b"", b"{}", b'{"course": "c", "secret": "zz"}', b"\xff\xfe"])
    def test_a_damaged_one_is_named(self, course, content):
        secret_path(course, make_key(course).fingerprint).write_bytes(content)
        with pytest.raises(UserError, match="secret"):
            open_key(course)

    def test_it_may_not_lie_in_the_repository(self, tmp_path):
        (tmp_path / ".git").mkdir()
        for place in ("secret.json", str(tmp_path / "beside.json")):
            course = own_course(tmp_path / place[:3].strip("/"), settings=f"c.Roster.secret = {place!r}")
            with pytest.raises(WrongUse, match="outside"):
                make_key(course)

    def test_a_new_one_changes_every_company_and_keeps_the_old_file(self, tmp_path, monkeypatch):
        course = own_course(tmp_path, settings="c.Roster.secret = ''")
        monkeypatch.setattr(secrets_room, "usual_folder", lambda: tmp_path / "data")
        before = make_key(course)
        after, old = renew_key(course)
        assert old is not None and old.is_file()
        assert before.seed("ada", LESSON) != after.seed("ada", LESSON)
        assert open_key(course) == after

    def test_a_new_one_writes_over_no_file(self, course):
        make_key(course)
        with pytest.raises(WrongUse, match="safe place"):
            renew_key(course)

    def test_a_damaged_register_is_named(self, course):
        make_key(course)
        register_path(course).write_text("{}")
        with pytest.raises(UserError, match="damaged"):
            read_register(course)


class TestStudents:
    def test_what_is_put_in_comes_back_sorted(self, course):
        put(
            course, [Student("bob", email="b@example.org"), Student("ada", "Ada", "Lovelace", section="1, 2")]
        )
        assert list(read_roster(course)) == ["ada", "bob"]
        assert read_roster(course)["ada"] == Student("ada", "Ada", "Lovelace", section="1, 2")

    def test_a_second_time_fills_in_and_changes_nothing_else(self, course):
        put(course, [Student("ada", "Ada")])
        change = put(course, [Student("ada", last_name="Lovelace"), Student("bob")])
        assert (change.new, change.changed) == (["bob"], ["ada"])
        assert read_roster(course)["ada"].name == "Ada Lovelace"
        assert put(course, [Student("ada", "Ada")]).same == ["ada"]

    def test_the_gradebook_knows_the_names(self, course):
        from staffroom.grading.gradebook import opened

        put(course, [Student("ada", "Ada", "Lovelace", "a@example.org", "17")])
        with opened(course) as book:
            known = book.find_student("ada")
            assert (known.first_name, known.email, known.lms_user_id) == ("Ada", "a@example.org", "17")

    @pytest.mark.parametrize("name", ["", "a/b", "a+b", " a", "a ", "..", "a\\b", "a\nb"])
    def test_an_id_that_is_no_folder_is_refused(self, course, name):
        with pytest.raises(WrongUse):
            from staffroom.roster.students import check

            check(Student(name))

    @pytest.mark.parametrize("name", ["=1+1", "@sum", "-2", "+3"])
    def test_what_a_spreadsheet_would_run_is_refused(self, course, tmp_path, name):
        (tmp_path / "class.csv").write_text(f"id,first name\nada,{name}\n", encoding="utf-8")
        with pytest.raises(WrongUse, match=r"row 2.*formula"):
            read_class_list(tmp_path / "class.csv")

    def test_capitals_alone_make_no_other_student(self, course):
        put(course, [Student("ada")])
        with pytest.raises(WrongUse, match="capitals"):
            put(course, [Student("Ada")])
        assert list(read_roster(course)) == ["ada"]

    def test_off_the_roster_and_not_on_it(self, course):
        put(course, [Student("ada"), Student("bob")])
        remove(course, ["ada"])
        assert list(read_roster(course)) == ["bob"]
        with pytest.raises(WrongUse, match="ada is not on the roster"):
            remove(course, ["ada"])

    def test_a_roster_that_a_spreadsheet_saved_is_read(self, course):
        put(course, [Student("ada", "Ada")])
        text = roster_path(course).read_text().replace(",", ";")
        roster_path(course).write_text("\ufeff" + text, encoding="utf-8")
        assert read_roster(course)["ada"].first_name == "Ada"


class TestImport:
    def read(self, tmp_path: Path, content: str | bytes, **options):
        path = tmp_path / "class.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return {one.id: one for one in read_class_list(path, **options)}

    def test_canvas(self, tmp_path):
        found = self.read(
            tmp_path,
            "Student,ID,SIS User ID,SIS Login ID,Section,Quiz (1)\n"
            "    Points Possible,,,,,10\n"
            '"Lovelace, Ada",4711,s-1,ada,Morning,9\n'
            '"Student, Test",4712,,abc123,Morning,\n',
        )
        assert found == {"ada": Student("ada", "Ada", "Lovelace", "", "4711", "s-1", "ada", "Morning")}

    def test_moodle(self, tmp_path):
        head = "\ufeffFirst name,Last name,ID number,Email address,Groups\n"
        found = self.read(tmp_path, head + "Grace,Hopper,g17,g@example.org,A\n")
        assert found == {"g17": Student("g17", "Grace", "Hopper", "g@example.org", section="A")}

    def test_a_spreadsheet_with_semicolons_and_windows_letters(self, tmp_path):
        found = self.read(tmp_path, "Username;Name\nzoe;Zoë van Dam\n".encode("cp1252"))
        assert found["zoe"].name == "Zoë van Dam" and found["zoe"].last_name == "Dam"

    def test_utf_16_and_tabs(self, tmp_path):
        found = self.read(tmp_path, "id\tfirst name\nada\tAda\n".encode("utf-16"))
        assert found["ada"].first_name == "Ada"

    def test_the_id_may_be_named(self, tmp_path):
        found = self.read(tmp_path, "Code,Name\nx1,Ada Lovelace\n", id_column="code")
        assert list(found) == ["x1"]
        with pytest.raises(WrongUse, match="no column `Kode`"):
            self.read(tmp_path, "Code,Name\nx1,Ada\n", id_column="Kode")

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ("Name\nAda\n", "--id-column"),
            ("", "--id-column"),
            ("id\n", "lists no students"),
            ("id,name\n,Ada\n", "row 2: the column `id` is empty"),
            ("id\nada\nada\n", "row 3: the id ada is there twice"),
            ("id\na/b\n", "row 2: .*cannot be a student's id"),
            (b"PK\3\4", "no CSV file"),
        ],
    )
    def test_what_is_wrong_is_said(self, tmp_path, content, words):
        with pytest.raises(UserError, match=words):
            self.read(tmp_path, content)

    def test_no_file(self, tmp_path):
        with pytest.raises(WrongUse, match="no file"):
            read_class_list(tmp_path / "gone.csv")


class TestGivingOut:
    def test_each_student_has_the_notebook_and_a_company(self, given):
        course, giving = given
        assert sorted(giving.made) == ["ada", "bob", "cem"]
        for student in giving.made:
            folder = given_folder(course, LESSON) / student
            company = Company.open(folder / "company")
            assert company.manifest.people and set(company.tables) == set(TABLES) - set(HIDDEN)
            assert json.loads(notebook_of(course, student))["metadata"]["centric"]["holder"]

    def test_everybody_has_another_one(self, given):
        course, giving = given
        digests = [
            Company.open(given_folder(course, LESSON) / student / "company")
            .manifest.tables["orders"]["logical_digest"]
            for student in giving.made
        ]  # fmt: skip
        assert len(set(digests)) == 3

    def test_the_company_is_the_one_of_the_seed(self, given, tmp_path):
        course, _ = given
        seed = open_key(course).seed("ada", LESSON)
        generate(tmp_path / "made", customers=CUSTOMERS, seed=seed, truth=False)
        own = given_folder(course, LESSON) / "ada" / "company"
        for path in (tmp_path / "made").rglob("*.parquet"):
            assert (own / path.relative_to(tmp_path / "made")).read_bytes() == path.read_bytes(), path

    def test_no_seed_no_secret_no_truth(self, given):
        """In no byte that a student gets: the seed in digits, hexadecimal or bytes, the secret, the truth."""
        course, giving = given
        key = open_key(course)
        for student in giving.made:
            seed = key.seed(student, LESSON)
            told = (str(seed), f"{seed:x}", str(key.others(LESSON)), key.secret.hex())
            raw = (seed.to_bytes(8, "little"), seed.to_bytes(8, "big"), key.secret)
            for path in (given_folder(course, LESSON) / student).rglob("*"):
                assert "truth" not in path.name
                if path.is_file():
                    content = path.read_bytes()
                    assert not any(text.encode() in content for text in told), path
                    assert not any(number in content for number in raw), path
                    if path.suffix in (".json", ".md"):
                        assert not any(name in content.decode() for name in HIDDEN), path

    def test_the_company_says_that_it_does_not_tell_its_seed(self, given):
        course, _ = given
        own = given_folder(course, LESSON) / "ada" / "company"
        with pytest.raises(WrongUse, match="does not tell its seed"):
            Company.open(own).seed  # noqa: B018
        from generator.making.appending import append

        with pytest.raises(UserError, match="does not tell the seed"):
            append(own, "2027-01-01")

    def test_the_list_names_who_got_what(self, given):
        course, giving = given
        rows = list(csv.DictReader(io.StringIO(giving.listed.read_text())))
        assert [row["id"] for row in rows] == ["ada", "bob", "cem"]
        assert all((course.root / row["file"]).is_dir() for row in rows)

    def test_a_second_run_makes_what_is_missing_and_nothing_else(self, course):
        enrol(course, "ada", "bob")
        given_out(course)
        kept = given_folder(course, LESSON) / "ada" / "company" / "manifest.json"
        before = kept.stat().st_mtime_ns
        enrol(course, "cem")
        import shutil

        shutil.rmtree(given_folder(course, LESSON) / "bob")
        again = given_out(course)
        assert (again.made, again.kept) == (["bob", "cem"], ["ada"])
        assert kept.stat().st_mtime_ns == before
        assert sorted(read_list(course, LESSON)) == ["ada", "bob", "cem"]

    def test_a_changed_lesson_renews_the_notebook_and_keeps_the_company(self, course):
        from staffroom.lessons.build import build

        enrol(course, "ada")
        given_out(course)
        text = course.source / LESSON / f"{LESSON}.py"
        text.write_text(text.read_text().replace("Everybody has", "Everyone has"), encoding="utf-8")
        build(course, [LESSON])
        assert given_out(course).kept == ["ada"]
        assert b"Everyone has" in notebook_of(course, "ada")

    def test_a_half_written_folder_is_no_folder(self, course):
        enrol(course, "ada")
        given_out(course)
        folder = given_folder(course, LESSON) / "ada"
        (folder / "company" / "manifest.json").unlink()
        assert given_out(course).made == ["ada"]
        assert len(Company.open(folder / "company").table("orders"))

    def test_a_run_that_was_stopped_goes_on(self, course):
        enrol(course, *(f"s{k}" for k in range(5)))

        def stop(done: int, total: int) -> None:
            if done == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            given_out(course, progress=stop)
        assert len(read_list(course, LESSON)) == 2
        again = given_out(course)
        assert (len(again.made), len(again.kept)) == (3, 2)
        assert len(read_list(course, LESSON)) == 5

    def test_a_stopped_first_run_leaves_no_lesson_to_be_graded_on_the_wrong_company(
        self, course, monkeypatch
    ):
        from staffroom.roster import companies_of

        enrol(course, "ada")
        monkeypatch.setattr("staffroom.roster.giving.make_one", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            given_out(course)
        assert companies_of(course, LESSON) is not None

    def test_zips_hold_the_same_and_are_the_same_again(self, course):
        enrol(course, "ada")
        given_out(course)
        given_out(course, zipped=True)
        path = given_folder(course, LESSON) / "ada.zip"
        first = path.read_bytes()
        with zipfile.ZipFile(path) as file:
            inside = {name: file.read(name) for name in file.namelist()}
        folder = given_folder(course, LESSON) / "ada"
        beside = {
            f"{LESSON}/{p.relative_to(folder).as_posix()}": p.read_bytes()
            for p in folder.rglob("*")
            if p.is_file()
        }
        assert inside == beside
        assert given_out(course, zipped=True).kept == ["ada"]
        path.unlink()
        given_out(course, zipped=True)
        assert path.read_bytes() == first

    @pytest.mark.slow
    def test_processes_give_the_same(self, course):
        enrol(course, *(f"s{k}" for k in range(4)))
        given_out(course)
        manifests = {s: row["manifest_sha256"] for s, row in read_list(course, LESSON).items()}
        import shutil

        shutil.rmtree(given_folder(course, LESSON))
        given_out(course, workers=2)
        assert {s: row["manifest_sha256"] for s, row in read_list(course, LESSON).items()} == manifests

    def test_only_some(self, course):
        enrol(course, "ada", "bob")
        assert given_out(course, students=["bob"]).made == ["bob"]
        with pytest.raises(WrongUse, match="eve: not on the roster"):
            given_out(course, students=["eve"])

    def test_an_empty_roster_is_said(self, course):
        with pytest.raises(UserError, match="Nobody is on the roster"):
            given_out(course)

    def test_other_sizes_need_a_word(self, course):
        enrol(course, "ada")
        given_out(course)
        with pytest.raises(WrongUse, match="--afresh"):
            give(course, LESSON, customers=CUSTOMERS + 1)
        assert give(course, LESSON).kept == ["ada"]
        assert give(course, LESSON, customers=CUSTOMERS + 1, afresh=True).made == ["ada"]
        assert give(course, LESSON).customers == CUSTOMERS + 1

    def test_another_data_version_is_not_mixed_in(self, course, monkeypatch):
        enrol(course, "ada")
        given_out(course)
        monkeypatch.setattr("staffroom.roster.giving.DATA_VERSION", "99.0")
        with pytest.raises(UserError, match="data version"):
            given_out(course)

    def test_too_little_room_is_said_before_anything_is_made(self, course, monkeypatch):
        import collections

        enrol(course, "ada")
        usage = collections.namedtuple("usage", "total used free")
        monkeypatch.setattr("shutil.disk_usage", lambda _: usage(1, 1, 1000))
        with pytest.raises(UserError, match="make room"):
            given_out(course)
        assert not list(given_folder(course, LESSON).iterdir())


class TestCommands:
    def test_the_whole_way(self, course, tmp_path, monkeypatch, capsys):
        monkeypatch.chdir(course.root)
        (tmp_path / "class.csv").write_text("id,first name\nada,Ada\nbob,Bob\n", encoding="utf-8")
        assert say(capsys, "roster", "import", str(tmp_path / "class.csv"))[:2] == (
            0, "roster: 2 new, 0 changed, 0 as before.\n"
        )  # fmt: skip
        assert say(capsys, "roster", "add", "cem", "--first", "Cem")[0] == 0
        assert say(capsys, "roster", "remove", "bob")[0] == 0
        code, out, _ = say(capsys, "roster", "list", "--json")
        assert [one["id"] for one in json.loads(out)] == ["ada", "cem"]
        code, out, _ = say(capsys, "release", "00", "--personal", "--customers", str(CUSTOMERS), "--json")
        assert code == 0 and json.loads(out)["made"] == ["ada", "cem"]
        code, _, words = say(capsys, "release", "00")
        assert code == 0 and "graded on those" in words
        code, out, _ = say(capsys, "roster", "secret")
        key = open_key(course)
        assert str(secret_path(course, key.fingerprint)) in out and key.secret.hex() not in out

    def test_the_doctor_looks_for_the_secret(self, course):
        from staffroom.doctor import _own_companies

        assert _own_companies(course) == []
        path = secret_path(course, make_key(course).fingerprint)
        (found,) = _own_companies(course)
        assert found.good and str(path) in found.words
        path.unlink()
        (found,) = _own_companies(course)
        assert not found.good and found.needed and "is lost" in found.words

    def test_options_that_do_not_go_together(self, course, monkeypatch, capsys):
        monkeypatch.chdir(course.root)
        assert say(capsys, "release", "00", "--zip")[0] == 2
        assert say(capsys, "release", "00", "--personal", "--to", "x")[0] == 2
        assert say(capsys, "release", "00", "--personal", "--zip", "--exchange")[0] == 2
